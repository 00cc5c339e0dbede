/* regex.c: regular expressions, by the library PCRE2 where it was found at build time.
 *
 * In:      a pattern and a text, both str or both bytes; positions count characters, or bytes.
 * Out:     where it matches, as plain numbers: a compiled pattern is no value of the program.
 * Owner:   compiled patterns are kept here, by their text, and forgotten when there are too many.
 * Threads: the table has a guard; a pattern in use is not freed. Nobody is in here while the
 *          process forks, because no safe point is. */
#include "vm/methods.h"

#include "vm/inside.h"
#include "vm/str.h"

#ifndef HAVE_PCRE2

static enum vm_ret no_library(struct task *t)
{
    return throw(t, EXC_ImportError, "the module re needs the library PCRE2, and this conch was built without it (libpcre2-dev, pcre2-devel)");
}

enum vm_ret regex_new(struct task *t, value *args, value *ret)
{
    return (void)args, (void)ret, no_library(t);
}

enum vm_ret regex_find(struct task *t, value *args, value *ret)
{
    return (void)args, (void)ret, no_library(t);
}

enum vm_ret regex_all(struct task *t, value *args, value *ret)
{
    return (void)args, (void)ret, no_library(t);
}

#else

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Flags of the module re; what it translates itself is not here. */
enum { RE_I = 2, RE_M = 8, RE_S = 16, RE_U = 32, REGEX_UTF = 1 << 16, REGEX_LONE = 1 << 17 };
enum how { SEARCH, MATCH, FULLMATCH };

/* ---- compiled patterns ---- */

enum { PATTERNS_MAX = 512 };

struct pattern {
    struct pattern *next;
    char *text;
    size_t n;
    uint32_t flags, groups;
    uint32_t users;  // matching just now
    pcre2_code *code;
};

static struct {
    pthread_mutex_t guard;
    struct pattern *first; // the one used last is the first
    uint32_t n;
} patterns = { .guard = PTHREAD_MUTEX_INITIALIZER };

static void pattern_free(struct pattern *p)
{
    pcre2_code_free(p->code);
    free(p->text);
    free(p);
}

/* Guard held. The one found moves to the front. */
static struct pattern *find_known(const char *text, size_t n, uint32_t flags)
{
    for (struct pattern **at = &patterns.first; *at; at = &(*at)->next) {
        struct pattern *p = *at;
        if (p->n != n || p->flags != flags || memcmp(p->text, text, n) != 0)
            continue;
        *at = p->next;
        p->next = patterns.first;
        patterns.first = p;
        return p;
    }
    return NULL;
}

/* Guard held. Those that were not used for longest go. */
static void forget_old(void)
{
    uint32_t i = 0;
    for (struct pattern **at = &patterns.first; *at;) {
        struct pattern *p = *at;
        if (++i <= PATTERNS_MAX / 2 || p->users) {
            at = &p->next;
            continue;
        }
        *at = p->next;
        patterns.n--;
        pattern_free(p);
    }
}

static pcre2_code *compile(const char *text, size_t n, uint32_t flags, int *ret_error, size_t *ret_at)
{
    uint32_t o = PCRE2_NEVER_BACKSLASH_C;
    o |= flags & RE_I ? PCRE2_CASELESS : 0;
    o |= flags & RE_M ? PCRE2_MULTILINE : 0;
    o |= flags & RE_S ? PCRE2_DOTALL : 0;
    if (flags & REGEX_UTF) {
        o |= PCRE2_UTF | (flags & RE_U ? PCRE2_UCP : 0);
        o |= flags & REGEX_LONE ? PCRE2_MATCH_INVALID_UTF : 0;
    }
    pcre2_compile_context *c = pcre2_compile_context_create(NULL);
    pcre2_set_newline(c, PCRE2_NEWLINE_LF);
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)text, n, o, ret_error, ret_at, c);
    pcre2_compile_context_free(c);
    return code;
}

/* The compiled pattern, to be given back by pattern_leave(). NULL: *ret_error and *ret_at say why. */
static struct pattern *pattern_enter(const char *text, size_t n, uint32_t flags, int *ret_error, size_t *ret_at)
{
    pthread_mutex_lock(&patterns.guard);
    struct pattern *p = find_known(text, n, flags);
    pcre2_code *code = p ? NULL : compile(text, n, flags, ret_error, ret_at);
    if (code) {
        p = mem_zalloc(1, sizeof *p);
        *p = (struct pattern){ patterns.first, mem_text(text, n), n, flags, 0, 0, code };
        pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &p->groups);
        patterns.first = p;
        if (++patterns.n > PATTERNS_MAX)
            forget_old();
    }
    if (p)
        p->users++;
    pthread_mutex_unlock(&patterns.guard);
    return p;
}

static void pattern_leave(struct pattern *p)
{
    pthread_mutex_lock(&patterns.guard);
    p->users--;
    pthread_mutex_unlock(&patterns.guard);
}

/* ---- one text, and a pattern on it ---- */

struct subject {
    const char *s;
    size_t n;        // bytes up to endpos
    size_t pos;      // byte to begin at
    bool plain;      // a character is a byte
    // a place that is known both ways: what is asked next is near
    size_t byte, chars;
    struct pattern *p;
    pcre2_match_data *data;
};

static size_t char_of(struct subject *u, size_t byte)
{
    if (u->plain)
        return byte;
    if (byte < u->byte)
        u->byte = u->chars = 0;
    u->chars += text_chars(u->s + u->byte, byte - u->byte);
    u->byte = byte;
    return u->chars;
}

/* A lone surrogate begins with these bytes; other characters do not. */
static bool has_lone(const char *s, size_t n)
{
    for (const char *at = s; (at = memchr(at, 0xed, n - (size_t)(at - s))) != NULL; at++)
        if ((unsigned char)at[1] >= 0xa0)
            return true;
    return false;
}

static enum vm_ret wrong_pattern(struct task *t, int error, size_t at)
{
    PCRE2_UCHAR text[160];
    pcre2_get_error_message(error, text, sizeof text);
    return throw(t, EXC_ValueError, "%s at position %zu", (const char *)text, at);
}

static bool span_of(value v, const char **ret_s, size_t *ret_n)
{
    const struct str *s = str_get(v);
    struct byte_span b;
    if (s) {
        *ret_s = str_data(s);
        *ret_n = s->o.n;
        return true;
    }
    if (!bytes_get(v, &b))
        return false;
    *ret_s = (const char *)b.data;
    *ret_n = b.n;
    return true;
}

/* args: pattern, flags, text, pos, endpos */
static enum vm_ret subject_open(struct task *t, struct subject *u, const value *args)
{
    const char *pattern;
    size_t n, at = 0;
    int64_t flags, pos, end;
    int error = 0;
    if (!span_of(args[0], &pattern, &n) || !span_of(args[2], &u->s, &u->n) || !int_get(args[1], &flags) ||
        !int_get(args[3], &pos) || !int_get(args[4], &end))
        return throw(t, EXC_TypeError, "expected string or bytes-like object, got '%s'", type_name(t, args[2]));
    const struct str *s = str_get(args[2]);
    u->plain = !s || str_all_ascii(s);
    u->byte = u->chars = 0;
    pos = MAX(pos, (int64_t)0);
    end = MAX(end, (int64_t)0);
    if (u->plain) {
        u->n = MIN(u->n, (size_t)end);
        u->pos = MIN(u->n, (size_t)pos);
    } else {
        u->n = text_skip(u->s, u->n, (size_t)end);
        u->pos = text_skip(u->s, u->n, (size_t)pos);
        flags |= has_lone(u->s, u->n) ? REGEX_LONE : 0;
    }
    u->p = pattern_enter(pattern, n, (uint32_t)flags, &error, &at);
    if (!u->p)
        return wrong_pattern(t, error, at);
    u->data = pcre2_match_data_create_from_pattern(u->p->code, NULL);
    return VM_OK;
}

static void subject_close(struct subject *u)
{
    pcre2_match_data_free(u->data);
    pattern_leave(u->p);
}

static int run(struct subject *u, size_t from, uint32_t options)
{
    if (!(u->p->flags & REGEX_LONE))
        options |= PCRE2_NO_UTF_CHECK;
    return pcre2_match(u->p->code, (PCRE2_SPTR)u->s, u->n, from, options, u->data, NULL);
}

static enum vm_ret gave_up(struct task *t, int error)
{
    PCRE2_UCHAR text[160];
    if (error == PCRE2_ERROR_MATCHLIMIT || error == PCRE2_ERROR_DEPTHLIMIT || error == PCRE2_ERROR_HEAPLIMIT)
        return throw(t, EXC_RuntimeError, "the pattern takes too many steps on this text");
    pcre2_get_error_message(error, text, sizeof text);
    return throw(t, EXC_RuntimeError, "%s", (const char *)text);
}

static value spans(struct task *t, struct subject *u)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(u->data);
    uint32_t n = 2 * (u->p->groups + 1);
    value small[32], *v = n <= ARRAY_LEN(small) ? small : mem_zalloc(n, sizeof *v);
    for (uint32_t i = 0; i < n; i++)
        v[i] = V_INT(at[i] == PCRE2_UNSET ? -1 : (int64_t)char_of(u, at[i]));
    value tuple = tuple_new(t, v, n);
    if (v != small)
        free(v);
    return tuple;
}

enum vm_ret regex_find(struct task *t, value *args, value *ret)
{
    static const uint32_t options[] = { [SEARCH] = 0, [MATCH] = PCRE2_ANCHORED, [FULLMATCH] = PCRE2_ANCHORED | PCRE2_ENDANCHORED };
    struct subject u;
    enum vm_ret r = subject_open(t, &u, args);
    if (r != VM_OK)
        return r;
    int got = run(&u, u.pos, options[int_of(args[5])]);
    *ret = V_NONE;
    if (got > 0)
        *ret = spans(t, &u);
    else if (got != PCRE2_ERROR_NOMATCH)
        r = gave_up(t, got);
    subject_close(&u);
    return *ret ? r : VM_RAISE;
}

/* The next match may be empty, but not where an empty one just was. */
enum vm_ret regex_all(struct task *t, value *args, value *ret)
{
    struct subject u;
    int64_t limit = 0;
    enum vm_ret r = subject_open(t, &u, args);
    if (r != VM_OK)
        return r;
    int_get(args[5], &limit);
    value list = *ret = list_new(t, NULL, 0);
    size_t from = u.pos;
    uint32_t options = 0;
    for (int64_t n = 0; list && (!limit || n < limit); n++) {
        int got = run(&u, from, options);
        if (got <= 0) {
            if (got != PCRE2_ERROR_NOMATCH)
                r = gave_up(t, got);
            break;
        }
        const PCRE2_SIZE *at = pcre2_get_ovector_pointer(u.data);
        from = at[1];
        options = at[0] == at[1] ? PCRE2_NOTEMPTY_ATSTART : 0;
        value span = spans(t, &u);
        if (!span || !list_append(t, REF(list), span))
            list = 0;
    }
    subject_close(&u);
    return list ? r : VM_RAISE;
}

/* How many groups the pattern has; ValueError with the library's message if it is none. */
enum vm_ret regex_new(struct task *t, value *args, value *ret)
{
    const char *text;
    size_t n, at = 0;
    int64_t flags = 0;
    int error = 0;
    if (!span_of(args[0], &text, &n) || !int_get(args[1], &flags))
        return throw(t, EXC_TypeError, "first argument must be string or compiled pattern");
    struct pattern *p = pattern_enter(text, n, (uint32_t)flags, &error, &at);
    if (!p)
        return wrong_pattern(t, error, at);
    *ret = V_INT(p->groups);
    pattern_leave(p);
    return VM_OK;
}

#endif
