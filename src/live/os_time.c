/* os_time.c: calls about clocks and dates.
 *
 * In:      seconds since 1970, or the numbers of a date.
 * Out:     the other one of these.
 * Locks:   none of ours.
 *
 * The zone was read when main began (R11): localtime_r, unlike mktime, does not look again. */
#include "live/oscall.h"

#include <sys/times.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

int oscall_clock_ns(struct os_call *c)
{
    static uint64_t (*const clocks[])(void) = { clock_wall_ns, clock_now_ns, clock_now_ns, clock_cpu_ns, clock_thread_cpu_ns };
    return c->n[0] < 0 || c->n[0] >= (int64_t)ARRAY_LEN(clocks) ? -EINVAL : answer_int(c, (int64_t)clocks[c->n[0]]());
}

int oscall_times(struct os_call *c)
{
    struct tms tms;
    double tick = (double)sysconf(_SC_CLK_TCK);
    double elapsed = (double)times(&tms);
    const double all[] = { (double)tms.tms_utime / tick, (double)tms.tms_stime / tick, (double)tms.tms_cutime / tick,
                           (double)tms.tms_cstime / tick, elapsed / tick };
    return answer_floats(c, all, ARRAY_LEN(all));
}

/* ---- dates ---- */

static int answer_date(struct os_call *c, const struct tm *tm)
{
    if (!tm)
        return -EOVERFLOW;
    const int64_t all[] = { tm->tm_year + 1900ll, tm->tm_mon + 1, tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec,
                            (tm->tm_wday + 6) % 7, tm->tm_yday + 1, tm->tm_isdst };
    value v[ARRAY_LEN(all) + 2];
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        v[i] = V_INT(all[i]);
    v[ARRAY_LEN(all)] = str_lit(c->t, tm->tm_zone ? tm->tm_zone : "");
    v[ARRAY_LEN(all) + 1] = V_INT(tm->tm_gmtoff);
    return answer(c, tuple_new(c->t, v, ARRAY_LEN(v)));
}

int oscall_gmtime(struct os_call *c)
{
    struct tm tm;
    time_t at = (time_t)c->n[0];
    return answer_date(c, gmtime_r(&at, &tm));
}

int oscall_localtime(struct os_call *c)
{
    struct tm tm;
    time_t at = (time_t)c->n[0];
    return answer_date(c, localtime_r(&at, &tm));
}

/* The date is taken for one of Greenwich, then moved by the zone's offset there; twice, since that move
 * may lead over a change between summer and winter. */
int oscall_mktime(struct os_call *c)
{
    const value *items;
    size_t n;
    int64_t part[9];
    if (!items_view(c->t, c->t->req.arg[1], &items, &n) || n < 9)
        return -EINVAL;
    for (int i = 0; i < 9; i++)
        if (!int_get(items[i], &part[i]) || part[i] < INT_MIN || part[i] > INT_MAX)
            return -EOVERFLOW;
    struct tm tm = { .tm_year = (int)part[0] - 1900, .tm_mon = (int)part[1] - 1, .tm_mday = (int)part[2], .tm_hour = (int)part[3],
                     .tm_min = (int)part[4], .tm_sec = (int)part[5] }, there;
    time_t plain = timegm(&tm), at = plain;
    for (int i = 0; i < 2; i++) {
        if (!localtime_r(&at, &there))
            return -EOVERFLOW;
        at = plain - there.tm_gmtoff;
    }
    if (part[8] >= 0 && localtime_r(&at, &there) && (there.tm_isdst > 0) != (part[8] > 0)) {
        struct tm other;
        time_t moved = at + (part[8] > 0 ? -3600 : 3600);
        if (localtime_r(&moved, &other) && (other.tm_isdst > 0) == (part[8] > 0))
            at = moved; // the hour that there is twice
    }
    return answer(c, int_value(c->t, at)); // may be before 1970
}
