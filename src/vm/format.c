#include "vm/format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "vm/bigint.h"
#include "vm/methods.h"

/* ---- reading a specification ---- */

void spec_init(struct spec *s, char align)
{
    *s = (struct spec){ .fill = " ", .fill_n = 1, .align = align, .width = -1, .precision = -1 };
}

static bool is_align(char c)
{
    return c == '<' || c == '>' || c == '^' || c == '=';
}

/* Digits at *p; -1 if there are none, -2 if they are too many. */
static int64_t read_count(const char **p, const char *end)
{
    int64_t n = -1;
    for (; *p < end && **p >= '0' && **p <= '9'; ++*p) {
        n = MAX(n, 0) * 10 + (**p - '0');
        if (n > INT64_MAX / 20)
            return -2;
    }
    return n;
}

static const char *read_fill(struct spec *s, const char *p, const char *end, bool *ret_align)
{
    unsigned len = p < end ? char_length(*p) : 0;
    *ret_align = true;
    if (len && p + len < end && is_align(p[len])) {
        memcpy(s->fill, p, len);
        s->fill_n = len;
        s->align = p[len];
        return p + len + 1;
    }
    if (p < end && is_align(*p)) {
        s->align = *p;
        return p + 1;
    }
    *ret_align = false;
    return p;
}

static bool take(const char **p, const char *end, char c)
{
    if (*p >= end || **p != c)
        return false;
    ++*p;
    return true;
}

static enum vm_ret read_grouping(struct task *t, struct spec *s, const char **p, const char *end)
{
    bool comma = take(p, end, ','), underscore = take(p, end, '_');
    s->thousands = underscore ? '_' : comma ? ',' : 0;
    if ((comma && underscore) || (underscore && *p < end && **p == ','))
        return throw(t, EXC_ValueError, "Cannot specify both ',' and '_'.");
    return VM_OK;
}

static enum vm_ret check_grouping(struct task *t, const struct spec *s)
{
    if (!s->thousands || s->type == 0 || (s->type < 0x80 && strchr("defgEG%F", (int)s->type)))
        return VM_OK;
    if (s->thousands == '_' && s->type < 0x80 && strchr("boxX", (int)s->type))
        return VM_OK;
    if (s->type > 32 && s->type < 128)
        return throw(t, EXC_ValueError, "Cannot specify '%c' with '%c'.", s->thousands, (char)s->type);
    return throw(t, EXC_ValueError, "Cannot specify '%c' with '\\x%x'.", s->thousands, s->type);
}

static enum vm_ret read_type(struct task *t, struct spec *s, const char *p, const char *end, const char *spec,
                             value v)
{
    uint32_t type = s->type;
    if (p < end) {
        unsigned len = char_get(p, &type);
        if (p + len < end)
            return throw(t, EXC_ValueError, "Invalid format specifier '%.*s' for object of type '%s'",
                         (int)(end - spec), spec, type_name(t, v));
    }
    s->type = type;
    return check_grouping(t, s);
}

/* s comes with the type's own alignment and type letter. */
static enum vm_ret spec_read(struct task *t, struct spec *s, const char *text, size_t n, value v)
{
    const char *p = text, *end = text + n;
    bool aligned;
    p = read_fill(s, p, end, &aligned);
    bool filled = aligned && p - text > 1;
    if (p < end && (*p == '+' || *p == '-' || *p == ' '))
        s->sign = *p++;
    s->no_minus_zero = take(&p, end, 'z');
    s->alt = take(&p, end, '#');
    if (!filled && take(&p, end, '0')) {
        s->fill[0] = '0';
        s->fill_n = 1;
        if (!aligned && s->align == '>')
            s->align = '=';
    }
    s->width = read_count(&p, end);
    enum vm_ret got = read_grouping(t, s, &p, end);
    if (got != VM_OK)
        return got;
    if (take(&p, end, '.')) {
        s->precision = read_count(&p, end);
        if (s->precision == -1)
            return throw(t, EXC_ValueError, "Format specifier missing precision");
    }
    if (s->width == -2 || s->precision == -2)
        return throw(t, EXC_ValueError, "Too many decimal digits in format string");
    return read_type(t, s, p, end, text, v);
}

/* ---- laying out ---- */

/* Writes so many fill characters; returns what is behind them. */
static char *put_fill(char *to, const struct spec *s, size_t count)
{
    if (s->fill_n == 1 && count) {
        memset(to, s->fill[0], count);
        return to + count;
    }
    for (; count; count--, to += s->fill_n)
        memcpy(to, s->fill, s->fill_n);
    return to;
}

/* Blanks before a content of so many characters; what is left over comes after it. */
static size_t fill_before(const struct spec *s, size_t blanks)
{
    return s->align == '<' ? 0 : s->align == '^' ? blanks / 2 : blanks;
}

static size_t missing(const struct spec *s, size_t chars)
{
    return s->width > (int64_t)chars ? (size_t)s->width - chars : 0;
}

void text_lay(struct scratch *out, const struct spec *s, const char *text, size_t n, size_t chars)
{
    size_t blanks = missing(s, chars), before = fill_before(s, blanks), len = blanks * s->fill_n + n;
    char *to = put_fill(scratch_room(out, len), s, before);
    put_fill(text_put(to, text, n), s, blanks - before);
    out->n += len;
}

/* Digits with separators, from the right, and zeros in front until the width is reached: as in
 * CPython a zero of the padding counts as a digit. Returns the length; to may be NULL. */
static size_t group_digits(char *to, const struct number_text *n, char separator, int64_t min_width)
{
    size_t left = n->digits_n, len = 0;
    char *end = to;
    for (bool more = true, first = true; more; first = false) {
        int64_t take_n = MIN((int64_t)n->group, MAX(MAX((int64_t)left, min_width), 1));
        if (!first) {
            len++;
            if (to)
                *--end = separator;
        }
        size_t from_text = MIN(left, (size_t)take_n);
        for (size_t i = 0; to && i < (size_t)take_n; i++)
            *--end = i < from_text ? n->digits[left - 1 - i] : '0';
        len += (size_t)take_n;
        left -= from_text;
        min_width -= take_n;
        more = left > 0 || min_width > 0;
        min_width--;
    }
    return len;
}

void number_lay(struct scratch *out, const struct spec *s, const struct number_text *n)
{
    size_t prefix_n = n->prefix ? strlen(n->prefix) : 0, around = (n->sign != 0) + prefix_n + n->rest_n;
    bool grouped = s->thousands && n->digits_n;
    bool zeros = s->fill_n == 1 && s->fill[0] == '0' && s->align == '=';
    int64_t min_width = zeros ? s->width - (int64_t)around : 0;
    size_t digits_n = grouped ? group_digits(NULL, n, s->thousands, min_width) : n->digits_n;
    size_t blanks = missing(s, around + digits_n), inside = s->align == '=' ? blanks : 0;
    size_t before = inside ? 0 : fill_before(s, blanks), len = around + digits_n + blanks * s->fill_n;

    char *to = put_fill(scratch_room(out, len), s, before);
    out->n += len;
    if (n->sign)
        *to++ = n->sign;
    if (prefix_n)
        to = text_put(to, n->prefix, prefix_n);
    to = put_fill(to, s, inside) + digits_n;
    if (grouped)
        group_digits(to, n, s->thousands, min_width);
    else
        text_copy(to - digits_n, n->digits, digits_n);
    put_fill(text_put(to, n->rest, n->rest_n), s, blanks - before - inside);
}

char sign_shown(const struct spec *s, bool negative)
{
    return negative ? '-' : s->sign == '+' || s->sign == ' ' ? s->sign : 0;
}

/* A width or precision that nothing could hold: MemoryError before the work. */
static enum vm_ret check_size(struct task *t, const struct spec *s)
{
    if (s->width < 1 << 20 && s->precision < 1 << 20)
        return VM_OK;
    if (s->precision > INT32_MAX - 400)
        return throw(t, EXC_ValueError, "precision too big");
    if (s->width > UINT32_MAX / 4)
        return throw(t, EXC_MemoryError, "string too large");
    return heap_room(t, (size_t)MAX(s->width, 0) * s->fill_n + (size_t)MAX(s->precision, 0)) ? VM_OK : VM_RAISE;
}

static enum vm_ret unknown_type(struct task *t, uint32_t type, value v)
{
    if (type > 32 && type < 128)
        return throw(t, EXC_ValueError, "Unknown format code '%c' for object of type '%s'", (char)type, type_name(t, v));
    return throw(t, EXC_ValueError, "Unknown format code '\\x%x' for object of type '%s'", type, type_name(t, v));
}

/* ---- str ---- */

static enum vm_ret format_text(struct task *t, struct scratch *out, const struct str *str, value v, const char *spec,
                               size_t spec_n)
{
    struct spec s;
    spec_init(&s, '<');
    s.type = 's';
    enum vm_ret got = spec_read(t, &s, spec, spec_n, v);
    if (got != VM_OK)
        return got;
    if (s.type != 's')
        return unknown_type(t, s.type, v);
    if (s.sign)
        return throw(t, EXC_ValueError, "%s not allowed in string format specifier", s.sign == ' ' ? "Space" : "Sign");
    if (s.no_minus_zero)
        return throw(t, EXC_ValueError, "Negative zero coercion (z) not allowed in string format specifier");
    if (s.alt)
        return throw(t, EXC_ValueError, "Alternate form (#) not allowed in string format specifier");
    if (s.align == '=')
        return throw(t, EXC_ValueError, "'=' alignment not allowed in string format specifier");
    got = check_size(t, &s);
    if (got != VM_OK)
        return got;
    const char *text = str_data(str);
    size_t n = str->o.n, chars = str->chars;
    if (s.precision >= 0 && (size_t)s.precision < chars) {
        chars = (size_t)s.precision;
        n = str_all_ascii(str) ? chars : text_skip(text, n, chars);
    }
    text_lay(out, &s, text, n, chars);
    return VM_OK;
}

/* ---- int ---- */

static void uppercase(char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] >= 'a' && s[i] <= 'z')
            s[i] = (char)(s[i] - 32);
}

static enum vm_ret big_digits(struct task *t, struct scratch *out, value v, const struct big *b, unsigned base)
{
    struct buf text = { 0 };
    enum vm_ret got = VM_OK;
    if (base == 10)
        got = int_text_checked(t, &text, v);
    else
        big_text_base(&text, b, base);
    if (got == VM_OK) {
        size_t minus = base == 10 && b->negative;
        scratch_add(out, text.text + minus, text.n - minus);
    }
    buf_finish(&text);
    return got;
}

enum vm_ret int_digits(struct task *t, struct scratch *out, value v, unsigned base, bool upper, bool *ret_negative)
{
    struct big b;
    size_t start = out->n;
    if (base == 10 && is_int(v)) {
        int64_t i = int_of(v); // of 63 bits, so it can be negated
        *ret_negative = i < 0;
        out->n += int64_text(scratch_room(out, 24), i < 0 ? -i : i);
        return VM_OK;
    }
    big_view(&b, v);
    *ret_negative = b.negative;
    enum vm_ret got = big_digits(t, out, v, &b, base);
    if (upper)
        uppercase(out->text + start, out->n - start);
    return got;
}

static enum vm_ret format_char(struct task *t, struct scratch *out, struct spec *s, value v)
{
    int64_t cp;
    if (s->sign)
        return throw(t, EXC_ValueError, "Sign not allowed with integer format specifier 'c'");
    if (s->alt)
        return throw(t, EXC_ValueError, "Alternate form (#) not allowed with integer format specifier 'c'");
    if (!int_get(v, &cp))
        return throw(t, EXC_OverflowError, "Python int too large to convert to C long");
    if (cp < 0 || cp > 0x10ffff)
        return throw(t, EXC_OverflowError, "%%c arg not in range(0x110000)");
    const struct str *one = REF(str_char(t, (uint32_t)cp));
    if (s->align == '=')
        s->align = '>';
    text_lay(out, s, one->bytes, one->o.n, 1);
    return VM_OK;
}

static const char *const prefixes[] = { ['b'] = "0b", ['o'] = "0o", ['x'] = "0x", ['X'] = "0X" };

static enum vm_ret format_int(struct task *t, struct scratch *out, struct spec *s, value v)
{
    struct scratch digits;
    bool negative;
    unsigned base = s->type == 'b' ? 2 : s->type == 'o' ? 8 : (s->type | 0x20) == 'x' ? 16 : 10;
    if (s->precision >= 0)
        return throw(t, EXC_ValueError, "Precision not allowed in integer format specifier");
    if (s->no_minus_zero)
        return throw(t, EXC_ValueError, "Negative zero coercion (z) not allowed in integer format specifier");
    if (s->type == 'c')
        return format_char(t, out, s, v);
    scratch_init(&digits);
    enum vm_ret got = int_digits(t, &digits, v, base, s->type == 'X', &negative);
    if (got == VM_OK) {
        number_lay(out, s, &(struct number_text){ .sign = sign_shown(s, negative),
                                                  .prefix = s->alt && base != 10 ? prefixes[s->type] : NULL,
                                                  .digits = digits.text,
                                                  .digits_n = digits.n,
                                                  .rest = "",
                                                  .group = base == 10 ? 3 : 4 });
    }
    scratch_finish(&digits);
    return got;
}

/* ---- float ---- */

/* repr() with '#' has a point even before an exponent. */
static void force_point(struct scratch *out, size_t start)
{
    char *e = memchr(out->text + start, 'e', out->n - start);
    if (!e || memchr(out->text + start, '.', out->n - start))
        return;
    size_t at = (size_t)(e - out->text), tail = out->n - at;
    scratch_room(out, 1);
    memmove(out->text + at + 1, out->text + at, tail);
    out->text[at] = '.';
    out->n++;
}

enum vm_ret float_digits(struct task *t, struct scratch *out, double d, const struct spec *s)
{
    size_t start = out->n;
    int precision = s->precision < 0 ? 6 : (int)s->precision;
    unsigned flags = s->alt ? DOUBLE_ALT : 0;
    char kind = (char)(s->type | 0x20);
    enum vm_ret got = check_size(t, s);
    if (got != VM_OK)
        return got;
    d = fabs(d);
    if (s->type == 0)
        double_format(out, d, s->precision < 0 ? 'r' : 'g', precision, flags | DOUBLE_DOT_ZERO);
    else if (s->type == '%')
        double_format(out, d * 100, 'f', precision, flags);
    else
        double_format(out, d, kind == 'n' ? 'g' : kind, precision, flags);
    if (s->type == 0 && s->alt)
        force_point(out, start);
    if (s->type == '%')
        scratch_addc(out, '%');
    if (s->type >= 'E' && s->type <= 'G')
        uppercase(out->text + start, out->n - start);
    return VM_OK;
}

/* Whether the digits before an exponent are all zero. */
static bool shows_zero(const struct scratch *digits)
{
    for (size_t i = 0; i < digits->n && (digits->text[i] | 0x20) != 'e'; i++)
        if (digits->text[i] != '0' && digits->text[i] != '.' && digits->text[i] != '%')
            return false;
    return true;
}

static enum vm_ret format_float(struct task *t, struct scratch *out, const struct spec *s, double d)
{
    struct scratch digits;
    scratch_init(&digits);
    enum vm_ret got = float_digits(t, &digits, d, s);
    if (got == VM_OK) {
        bool negative = signbit(d) && !isnan(d) && !(s->no_minus_zero && shows_zero(&digits));
        size_t whole = 0;
        while (whole < digits.n && digits.text[whole] >= '0' && digits.text[whole] <= '9')
            whole++;
        number_lay(out, s, &(struct number_text){ .sign = sign_shown(s, negative),
                                                  .digits = digits.text,
                                                  .digits_n = whole,
                                                  .rest = digits.text + whole,
                                                  .rest_n = digits.n - whole,
                                                  .group = 3 });
    }
    scratch_finish(&digits);
    return got;
}

static enum vm_ret format_number(struct task *t, struct scratch *out, value v, value shown, const char *spec, size_t n)
{
    struct spec s;
    double d;
    bool integer = is_integer(v);
    spec_init(&s, '>');
    s.type = integer ? 'd' : 0;
    enum vm_ret got = spec_read(t, &s, spec, n, shown);
    if (got == VM_OK)
        got = check_size(t, &s);
    if (got != VM_OK)
        return got;
    if (integer && (s.type == 'd' || (s.type < 0x80 && strchr("bcdoxXn", (int)s.type))))
        return format_int(t, out, &s, v);
    if ((s.type == 0 && !integer) || s.type == 'f' || (s.type && s.type < 0x80 && strchr("eEfFgG%n", (int)s.type)))
        return number_get(t, v, &d) ? format_float(t, out, &s, d) : VM_RAISE;
    return unknown_type(t, s.type, shown);
}

/* ---- any value ---- */

enum vm_ret str_add(struct task *t, struct scratch *out, value v)
{
    if (is_str(v)) {
        const struct str *s = REF(v);
        scratch_add(out, str_data(s), s->o.n);
        return VM_OK;
    }
    if (is_int(v)) {
        out->n += int64_text(scratch_room(out, 24), int_of(v));
        return VM_OK;
    }
    if (is_flonum(v)) {
        out->n += double_text(scratch_room(out, 32), flonum_of(v));
        return VM_OK;
    }
    struct buf text = { 0 };
    enum vm_ret got = value_str(t, v, &text);
    scratch_add(out, buf_str(&text), text.n);
    buf_finish(&text);
    return got;
}

enum vm_ret format_add(struct task *t, struct scratch *out, value v, const char *spec, size_t n)
{
    if (type_of(v) == T_INSTANCE) // may have a __format__ or __str__ of its own
        return VM_FALLBACK;
    if (n == 0)
        return str_add(t, out, v);
    if (is_str(v))
        return format_text(t, out, REF(v), v, spec, n);
    if (is_integer(v) || is_float(v))
        return format_number(t, out, v, v, spec, n);
    return throw(t, EXC_TypeError, "unsupported format string passed to %s.__format__", type_name(t, v));
}

enum vm_ret format_value(struct task *t, value v, const char *spec, size_t n, value *ret)
{
    struct scratch out;
    if (n == 0 && type_of(v) != T_INSTANCE)
        return str_of(t, v, ret);
    scratch_init(&out);
    enum vm_ret got = format_add(t, &out, v, spec, n);
    if (got == VM_OK)
        got = str_return(str_new(t, out.text, out.n), ret);
    scratch_finish(&out);
    return got;
}

enum vm_ret builtin_format(struct task *t, value *args, value *ret)
{
    const struct str *spec = args[1] == V_UNBOUND ? NULL : str_get(args[1]);
    if (!spec && args[1] != V_UNBOUND)
        return throw(t, EXC_TypeError, "format() argument 2 must be str, not %s", arg_type(t, args[1]));
    return format_value(t, args[0], spec ? str_data(spec) : "", spec ? spec->o.n : 0, ret);
}
