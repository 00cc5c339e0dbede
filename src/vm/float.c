#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "vm/bigint.h"
#include "vm/methods.h"
#include "vm/pow10.inc"
#include "vm/str.h"

/* ---- values ---- */

value float_value(struct task *t, double d)
{
    value v = flonum_from(d);
    if (LIKELY(v != V_UNBOUND))
        return v;
    struct float_obj *f = heap_new(t, T_FLOAT, sizeof *f, 0);
    f->d = d;
    return value_of(f);
}

bool is_float(value v)
{
    return is_flonum(v) || is_type(v, T_FLOAT);
}

double float_of(value v)
{
    return is_flonum(v) ? flonum_of(v) : ((struct float_obj *)REF(v))->d;
}

enum vm_ret int_from_double(struct task *t, double d, value *ret)
{
    if (fabs(d) < 4e18) { // below 2^62
        *ret = V_INT((int64_t)d);
        return VM_OK;
    }
    if (isnan(d))
        return throw(t, EXC_ValueError, "cannot convert float NaN to integer");
    if (isinf(d))
        return throw(t, EXC_OverflowError, "cannot convert float infinity to integer");
    return big_from_double(t, d, ret);
}

/* ---- the shortest digits that read back ---- */

struct digits {
    uint64_t n;   // the digits as a number …
    int exponent; // … times ten to this
};

static int log2_pow10(int e) { return (e * 1741647) >> 19; }        // floor(log2(10^e))
static int log10_pow2(int e) { return (e * 1262611) >> 22; }        // floor(log10(2^e))
static int log10_pow2_narrow(int e) { return (e * 1262611 - 524031) >> 22; } // of 3/4 * 2^e

/* The upper 64 bits of g * c, with the lowest bit set if anything is cut off ("round to odd"). */
static uint64_t scale_to_odd(const uint64_t g[2], uint64_t c)
{
    unsigned __int128 low = (unsigned __int128)g[1] * c;
    unsigned __int128 high = (unsigned __int128)g[0] * c + (uint64_t)(low >> 64);
    return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

/* The shortest decimal in the interval that rounds to d, the nearest to d if there are two.
 * Everything is scaled by 4, so that the halves of the neighbours' distances are whole.
 * Source: R. Giulietti, The Schubfach way to render doubles, 2020, with its table of 128-bit
 * powers and rounding to odd. d is finite, positive and no zero. */
static struct digits shortest(double d)
{
    uint64_t bits, c;
    int q = -1074;
    memcpy(&bits, &d, sizeof bits);
    uint64_t fraction = bits & 0xfffffffffffff;
    unsigned biased = bits >> 52 & 0x7ff;

    c = fraction;
    if (biased) {
        c |= 1ull << 52;
        q = (int)biased - 1075;
    }
    bool narrow = fraction == 0 && biased > 1; // the lower neighbour is nearer
    bool odd = c & 1;                          // then the ends of the interval read as others
    int k = narrow ? log10_pow2_narrow(q) : log10_pow2(q);
    int h = q + log2_pow10(-k) + 1;
    const uint64_t *g = ten_scaled[-k + 292];
    uint64_t lower = scale_to_odd(g, (4 * c - 2 + narrow) << h) + odd;
    uint64_t mid = scale_to_odd(g, (4 * c) << h);
    uint64_t upper = scale_to_odd(g, (4 * c + 2) << h) - odd;
    uint64_t s = mid / 4, tens = s / 10;
    if (s >= 10) {
        bool down = lower <= 40 * tens, up = 40 * tens + 40 <= upper;
        if (down != up)
            return (struct digits){ tens + up, k + 1 };
    }
    bool down = lower <= 4 * s, up = 4 * s + 4 <= upper;
    if (down == up)
        up = mid > 4 * s + 2 || (mid == 4 * s + 2 && (s & 1));
    return (struct digits){ s + up, k };
}

/* 0 digits.exponent form as repr() places it: to has 32 bytes. */
static unsigned digits_place(char *to, struct digits d)
{
    char digit[24];
    while (d.n % 10 == 0) {
        d.n /= 10;
        d.exponent++;
    }
    int n = (int)int64_text(digit, (int64_t)d.n), point = n + d.exponent; // digits before the point
    char *p = to;
    if (point > 16 || point < -3) {
        *p++ = digit[0];
        if (n > 1) {
            *p++ = '.';
            memcpy(p, digit + 1, (size_t)n - 1);
            p += n - 1;
        }
        p += sprintf(p, "e%c%02d", point > 0 ? '+' : '-', abs(point - 1));
    } else if (point <= 0) {
        memcpy(p, "0.000", (size_t)(2 - point));
        memcpy(p + 2 - point, digit, (size_t)n);
        p += 2 - point + n;
    } else if (point >= n) {
        memcpy(p, digit, (size_t)n);
        memset(p + n, '0', (size_t)(point - n));
        memcpy(p + point, ".0", 2);
        p += point + 2;
    } else {
        memcpy(p, digit, (size_t)point);
        p[point] = '.';
        memcpy(p + point + 1, digit + point, (size_t)(n - point));
        p += n + 1;
    }
    return (unsigned)(p - to);
}

unsigned double_text(char to[32], double d)
{
    char *p = to;
    if (isnan(d)) {
        memcpy(p, "nan", 3);
        return 3;
    }
    if (signbit(d))
        *p++ = '-';
    d = fabs(d);
    if (isinf(d)) {
        memcpy(p, "inf", 3);
        p += 3;
    } else if (d < 1e15 && d == (double)(int64_t)d) { // whole numbers need no search
        p += int64_text(p, (int64_t)d);
        *p++ = '.';
        *p++ = '0';
    } else {
        p += digits_place(p, shortest(d));
    }
    return (unsigned)(p - to);
}

void float_text(struct buf *out, double d)
{
    char text[32];
    buf_add(out, text, double_text(text, d));
}

/* ---- so many digits ---- */

static const double small_pow10[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

/* d * 10^places rounded to the nearest integer, ties to even, exactly as if in infinite
 * precision: fma() gives what the product lost. False if it is too large for this way. */
static bool scaled_round(double d, unsigned places, uint64_t *ret)
{
    if (places >= ARRAY_LEN(small_pow10))
        return false;
    double scaled = d * small_pow10[places];
    if (!(scaled < 1e15)) // below 2^50, a quarter is still a whole number of steps
        return false;
    double lost = fma(d, small_pow10[places], -scaled);
    double whole = rint(scaled), over = scaled - whole;
    if (over == 0.5 && lost > 0)
        whole += 1;
    else if (over == -0.5 && lost < 0)
        whole -= 1;
    *ret = (uint64_t)whole;
    return true;
}

/* d in fixed notation; d is not negative. */
static void format_fixed(struct scratch *out, double d, int precision)
{
    uint64_t scaled;
    if (precision <= 15 && scaled_round(d, (unsigned)precision, &scaled)) {
        char digit[24];
        int n = (int)int64_text(digit, (int64_t)scaled), lead = MAX(precision + 1 - n, 0);
        char *p = scratch_room(out, 48);
        memset(p, '0', (size_t)lead);
        memcpy(p + lead, digit, (size_t)n);
        n += lead;
        if (precision) {
            memmove(p + n - precision + 1, p + n - precision, (size_t)precision);
            p[n - precision] = '.';
            n++;
        }
        out->n += (size_t)n;
        return;
    }
    size_t room = 320 + (size_t)precision;
    char *p = scratch_room(out, room);
    out->n += (size_t)snprintf(p, room, "%.*f", precision, d);
}

static void format_general(struct scratch *out, double d, char kind, int precision, bool alt)
{
    char plain[] = "%.*g", with_point[] = "%#.*g";
    plain[3] = with_point[4] = kind;
    size_t room = 330 + (size_t)precision;
    char *p = scratch_room(out, room);
    out->n += (size_t)snprintf(p, room, alt ? with_point : plain, precision, d);
}

/* The text from start on has digits, maybe a point, and e+NN: takes the zeros before the e off. */
static void cut_zeros(struct scratch *out, size_t start)
{
    char *text = out->text + start, *end = out->text + out->n, *e = memchr(text, 'e', out->n - start);
    char *last = e;
    if (!memchr(text, '.', (size_t)(e - text)))
        return;
    while (last[-1] == '0')
        last--;
    if (last[-1] == '.')
        last--;
    memmove(last, e, (size_t)(end - e));
    out->n -= (size_t)(e - last);
}

/* Like 'g', but always recognisable as a float: with a digit after the point, or an exponent,
 * and the exponent comes one digit earlier. What format() gives for '.3' without a type. */
static void format_short(struct scratch *out, double d, int precision, bool alt)
{
    size_t start = out->n;
    format_general(out, d, 'e', precision - 1, alt);
    scratch_addc(out, 0);
    out->n--;
    int exponent = atoi(strchr(out->text + start, 'e') + 1);
    if (exponent < -4 || exponent + 1 > precision - 1) {
        if (!alt)
            cut_zeros(out, start);
        return;
    }
    out->n = start;
    format_general(out, d, 'g', precision, alt);
    if (!memchr(out->text + start, '.', out->n - start))
        scratch_add(out, ".0", 2);
}

/* d is not negative (the caller writes the sign). */
void double_format(struct scratch *out, double d, char kind, int precision, unsigned flags)
{
    size_t start = out->n;
    if (isnan(d) || isinf(d)) {
        scratch_add(out, isnan(d) ? "nan" : "inf", 3);
        return;
    }
    if (kind == 'r') {
        char text[32];
        scratch_add(out, text, double_text(text, d));
        if (!(flags & DOUBLE_DOT_ZERO) && out->n - start > 2 && !memcmp(out->text + out->n - 2, ".0", 2))
            out->n -= 2;
    } else if (kind == 'f' && !(flags & DOUBLE_ALT)) {
        format_fixed(out, d, precision);
    } else if (kind == 'g' && (flags & DOUBLE_DOT_ZERO)) {
        format_short(out, d, MAX(precision, 1), flags & DOUBLE_ALT);
    } else {
        format_general(out, d, kind, precision, flags & DOUBLE_ALT);
    }
}

/* ---- parsing ---- */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
}

static bool word_is(const char *s, size_t n, const char *word)
{
    return n == strlen(word) && strncasecmp(s, word, n) == 0;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Takes digits with single underscores between them, without the underscores. */
static const char *take_digits(struct scratch *to, const char *s, const char *end)
{
    while (s < end && (is_digit(*s) || (*s == '_' && s + 1 < end && is_digit(s[1]) && to->n &&
                                        is_digit(to->text[to->n - 1])))) {
        if (*s != '_')
            scratch_addc(to, *s);
        s++;
    }
    return s;
}

/* The number without underscores into to; false if it is none. */
static bool float_clean(struct scratch *to, const char *s, const char *end)
{
    s = take_digits(to, s, end);
    size_t digits = to->n;
    if (s < end && *s == '.') {
        scratch_addc(to, *s++);
        s = take_digits(to, s, end);
        digits = to->n - 1;
    }
    if (digits == 0)
        return false;
    if (s < end && (*s == 'e' || *s == 'E')) {
        scratch_addc(to, *s++);
        if (s < end && (*s == '+' || *s == '-'))
            scratch_addc(to, *s++);
        size_t before = to->n;
        s = take_digits(to, s, end);
        if (to->n == before)
            return false;
    }
    scratch_addc(to, 0);
    return s == end;
}

/* Short decimals: both parts are exact doubles, so one division rounds correctly. */
static bool float_short(const char *s, double *ret)
{
    int64_t n = 0;
    unsigned places = 0, digits = 0;
    bool point = false;
    for (; *s; s++) {
        if (*s == '.') {
            point = true;
        } else if (!is_digit(*s) || ++digits > 15) {
            return false;
        } else {
            n = n * 10 + (*s - '0');
            places += point;
        }
    }
    *ret = (double)n / small_pow10[places];
    return true;
}

static bool float_magnitude(const char *s, const char *end, double *ret)
{
    size_t n = (size_t)(end - s);
    if (word_is(s, n, "inf") || word_is(s, n, "infinity")) {
        *ret = INFINITY;
        return true;
    }
    if (word_is(s, n, "nan")) {
        *ret = NAN;
        return true;
    }
    struct scratch text;
    scratch_init(&text);
    bool good = float_clean(&text, s, end);
    if (good && !float_short(text.text, ret))
        *ret = strtod(text.text, NULL);
    scratch_finish(&text);
    return good;
}

/* False if the text is no float. */
bool float_scan(const char *s, size_t n, double *ret)
{
    const char *end = s + n;
    double d;
    while (s < end && is_blank(*s))
        s++;
    while (end > s && is_blank(end[-1]))
        end--;
    bool negative = s < end && *s == '-';
    if (s < end && (*s == '-' || *s == '+'))
        s++;
    if (!float_magnitude(s, end, &d))
        return false;
    *ret = negative ? -d : d;
    return true;
}

enum vm_ret float_parse(struct task *t, const char *s, size_t n, value *ret)
{
    double d;
    if (float_scan(s, n, &d)) {
        *ret = float_value(t, d);
        return VM_OK;
    }
    struct buf quoted = { 0 };
    text_repr(&quoted, s, n, false);
    throw(t, EXC_ValueError, "could not convert string to float: %s", buf_str(&quoted));
    buf_finish(&quoted);
    return VM_RAISE;
}

/* ---- operators ---- */

static enum vm_ret divide_floor(struct task *t, double a, double b, bool want_rest, value *ret)
{
    double rest = fmod(a, b), div = (a - rest) / b, whole;
    if (rest != 0) {
        if ((b < 0) != (rest < 0)) {
            rest += b;
            div -= 1.0;
        }
    } else {
        rest = copysign(0.0, b);
    }
    if (div != 0) {
        whole = floor(div);
        if (div - whole > 0.5)
            whole += 1.0;
    } else {
        whole = copysign(0.0, a / b);
    }
    *ret = float_value(t, want_rest ? rest : whole);
    return VM_OK;
}

static enum vm_ret power(struct task *t, double a, double b, value *ret)
{
    if (a == 0 && b < 0 && !isinf(b))
        return throw(t, EXC_ZeroDivisionError, "0.0 cannot be raised to a negative power");
    if (a < 0 && isfinite(a) && isfinite(b) && b != floor(b))
        return throw(t, EXC_ValueError,
                     "a negative number to a fractional power is complex, and conch has no complex numbers");
    double r = pow(a, b);
    if (isinf(r) && isfinite(a) && isfinite(b))
        return throw(t, EXC_OverflowError, "(34, 'Numerical result out of range')");
    *ret = float_value(t, r);
    return VM_OK;
}

enum vm_ret float_binary(struct task *t, unsigned op, double a, double b, value *ret)
{
    switch (op) {
    case OPR_ADD:
        *ret = float_value(t, a + b);
        return VM_OK;
    case OPR_SUB:
        *ret = float_value(t, a - b);
        return VM_OK;
    case OPR_MUL:
        *ret = float_value(t, a * b);
        return VM_OK;
    case OPR_DIV:
        if (b == 0)
            return throw(t, EXC_ZeroDivisionError, "float division by zero");
        *ret = float_value(t, a / b);
        return VM_OK;
    case OPR_FLOORDIV:
        if (b == 0)
            return throw(t, EXC_ZeroDivisionError, "float floor division by zero");
        return divide_floor(t, a, b, false, ret);
    case OPR_MOD:
        if (b == 0)
            return throw(t, EXC_ZeroDivisionError, "float modulo");
        return divide_floor(t, a, b, true, ret);
    case OPR_POW:
        return power(t, a, b, ret);
    default:
        return VM_FALLBACK;
    }
}

/* d rounded so that `keep` digits stay, as text. keep is 0 or less for d up to 10^-digits. */
static void round_to_digits(char *to, size_t room, double d, int64_t digits)
{
    char exact[40];
    snprintf(exact, sizeof exact, "%.25e", fabs(d)); // no double is so near to a power of ten
    int64_t keep = atoi(strchr(exact, 'e') + 1) + digits + 1;
    bool over_half = exact[0] > '5' || (exact[0] == '5' && strspn(exact + 2, "0") < 25);
    if (keep >= 1)
        snprintf(to, room, "%.*e", (int)keep - 1, d);
    else if (keep == 0 && over_half)
        snprintf(to, room, "%s1e%d", signbit(d) ? "-" : "", (int)-digits);
    else
        snprintf(to, room, "%s0", signbit(d) ? "-" : "");
}

/* Rounds to a multiple of 10^-digits through the decimal text, which is exact. */
static enum vm_ret round_by_text(struct task *t, double d, int64_t digits, value *ret)
{
    char text[700]; // 309 digits before the point, 323 after it
    if (digits >= 0)
        snprintf(text, sizeof text, "%.*f", (int)digits, d);
    else
        round_to_digits(text, sizeof text, d, digits);
    double r = strtod(text, NULL);
    if (isinf(r))
        return throw(t, EXC_OverflowError, "rounded value too large to represent");
    *ret = float_value(t, r);
    return VM_OK;
}

enum vm_ret float_round(struct task *t, double d, int64_t digits, value *ret)
{
    uint64_t scaled;
    if (!isfinite(d) || digits > 323) { // 2^-1074 has its first digit at place 324
        *ret = float_value(t, d);
        return VM_OK;
    }
    if (digits < -308) {
        *ret = float_value(t, copysign(0.0, d));
        return VM_OK;
    }
    if (digits >= 0 && scaled_round(fabs(d), (unsigned)digits, &scaled)) {
        *ret = float_value(t, copysign((double)scaled / small_pow10[digits], d));
        return VM_OK;
    }
    return round_by_text(t, d, digits, ret);
}

/* ---- float() and methods ---- */

static double self_float(value *args)
{
    return float_of(payload_or_self(args[0]));
}

enum vm_ret float_is_integer(struct task *t, value *args, value *ret)
{
    (void)t;
    double d = self_float(args);
    *ret = V_BOOL(isfinite(d) && d == floor(d));
    return VM_OK;
}

enum vm_ret float_conjugate(struct task *t, value *args, value *ret)
{
    *ret = float_value(t, self_float(args));
    return VM_OK;
}

enum vm_ret float_as_integer_ratio(struct task *t, value *args, value *ret)
{
    double d = self_float(args);
    value pair[2];
    struct big x;
    int exponent;
    if (isinf(d))
        return throw(t, EXC_OverflowError, "cannot convert Infinity to integer ratio");
    if (isnan(d))
        return throw(t, EXC_ValueError, "cannot convert NaN to integer ratio");
    double fraction = frexp(d, &exponent);
    for (; fraction != floor(fraction); exponent--)
        fraction *= 2;
    enum vm_ret got = big_from_double(t, fraction, &pair[0]);
    pair[1] = V_INT(1);
    if (got == VM_OK && exponent != 0) {
        value *side = exponent > 0 ? &pair[0] : &pair[1];
        big_view(&x, *side);
        got = big_shift_left(t, &x, (uint64_t)abs(exponent), side);
    }
    if (got == VM_OK)
        *ret = tuple_new(t, pair, 2);
    return got;
}

enum vm_ret float_hex(struct task *t, value *args, value *ret)
{
    char text[64];
    double d = self_float(args);
    uint64_t bits;
    if (!isfinite(d))
        return str_return(str_ascii(t, text, double_text(text, d)), ret);
    memcpy(&bits, &d, sizeof bits);
    uint64_t fraction = bits & 0xfffffffffffff;
    int biased = (int)(bits >> 52 & 0x7ff);
    const char *sign = signbit(d) ? "-" : "";
    int n = d == 0 ? snprintf(text, sizeof text, "%s0x0.0p+0", sign)
                   : snprintf(text, sizeof text, "%s0x%d.%013llxp%+d", sign, biased != 0,
                              (unsigned long long)fraction, biased ? biased - 1023 : -1022);
    return str_return(str_ascii(t, text, (size_t)n), ret);
}

enum vm_ret float_fromhex(struct task *t, value *args, value *ret)
{
    const struct str *s = str_get(args[0]);
    struct scratch text;
    if (!s)
        return throw(t, EXC_TypeError, "fromhex() argument must be a string");
    scratch_init(&text);
    const char *p = str_data(s), *end = p + s->o.n, *from;
    while (p < end && is_blank(*p))
        p++;
    while (end > p && is_blank(end[-1]))
        end--;
    from = p;
    if (p < end && (*p == '-' || *p == '+'))
        scratch_addc(&text, *p++);
    bool word = p < end && strchr("iInN", *p);
    if (!word && !(end - p > 1 && p[0] == '0' && (p[1] | 0x20) == 'x'))
        scratch_add(&text, "0x", 2);
    scratch_add(&text, p, (size_t)(end - p));
    scratch_addc(&text, 0);
    char *stop;
    double d = strtod(text.text, &stop);
    bool good = from < end && (size_t)(stop - text.text) + 1 == text.n;
    scratch_finish(&text);
    if (!good)
        return throw(t, EXC_ValueError, "invalid hexadecimal floating-point string");
    if (isinf(d) && !word)
        return throw(t, EXC_OverflowError, "hexadecimal value too large to represent as a float");
    *ret = float_value(t, d);
    return VM_OK;
}
