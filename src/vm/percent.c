#include <math.h>
#include <string.h>

#include "vm/bigint.h"
#include "vm/format.h"

/* The state of one fmt % args. */
struct percent {
    struct task *t;
    const char *start, *p, *end; // the format
    const value *items;          // the arguments of a tuple; or the only one
    size_t n, next;
    value mapping;               // for %(key)s; V_UNBOUND if args is none
    value keyed;                 // the argument that a key has chosen, else V_UNBOUND
    bool bytes;                  // the format is bytes
    struct scratch *out;
};

struct field {
    struct spec s;
    bool zero, left;
};

static enum vm_ret next_arg(struct percent *c, value *ret)
{
    if (c->keyed != V_UNBOUND) {
        *ret = c->keyed;
        c->keyed = V_UNBOUND;
        return VM_OK;
    }
    if (c->next >= c->n)
        return throw(c->t, EXC_TypeError, "not enough arguments for format string");
    *ret = c->items[c->next++];
    return VM_OK;
}

/* ---- reading a field ---- */

static enum vm_ret incomplete(struct percent *c)
{
    return throw(c->t, EXC_ValueError, "incomplete format");
}

/* (key), whose parentheses may nest. From then on arguments come by key only. */
static enum vm_ret read_key(struct percent *c)
{
    const char *from = ++c->p;
    int depth = 1;
    if (c->mapping == V_UNBOUND)
        return throw(c->t, EXC_TypeError, "format requires a mapping");
    for (; c->p < c->end && depth > 0; c->p++)
        depth += *c->p == '(' ? 1 : *c->p == ')' ? -1 : 0;
    if (depth > 0)
        return throw(c->t, EXC_ValueError, "incomplete format key");
    size_t n = (size_t)(c->p - 1 - from);
    value key = c->bytes ? bytes_new(c->t, from, n) : str_new(c->t, from, n);
    if (!key)
        return VM_RAISE;
    c->n = c->next = 0;
    return item_get(c->t, c->mapping, key, &c->keyed);
}

static void read_flags(struct percent *c, struct field *f)
{
    for (; c->p < c->end; c->p++) {
        switch (*c->p) {
        case '-': f->left = true; break;
        case '+': f->s.sign = '+'; break;
        case ' ': f->s.sign = f->s.sign ? f->s.sign : ' '; break;
        case '#': f->s.alt = true; break;
        case '0': f->zero = true; break;
        default: return;
        }
    }
}

/* A number or *, at most limit. */
static enum vm_ret read_size(struct percent *c, int64_t limit, const char *too_big, int64_t *ret)
{
    value v = V_UNBOUND;
    if (c->p < c->end && *c->p == '*') {
        c->p++;
        enum vm_ret got = next_arg(c, &v);
        if (got != VM_OK)
            return got;
        if (!is_integer(v))
            return throw(c->t, EXC_TypeError, "* wants int");
        if (!int_get(v, ret) || *ret > limit || *ret < -limit)
            return throw(c->t, EXC_OverflowError, "Python int too large to convert to C ssize_t");
        return VM_OK;
    }
    for (*ret = 0; c->p < c->end && *c->p >= '0' && *c->p <= '9'; c->p++) {
        *ret = *ret * 10 + (*c->p - '0');
        if (*ret > limit)
            return throw(c->t, EXC_ValueError, "%s", too_big);
    }
    return VM_OK;
}

static enum vm_ret read_field(struct percent *c, struct field *f)
{
    enum vm_ret got = VM_OK;
    *f = (struct field){ 0 };
    spec_init(&f->s, '>');
    if (c->p < c->end && *c->p == '(')
        got = read_key(c);
    if (got != VM_OK)
        return got;
    read_flags(c, f);
    got = read_size(c, INT64_MAX / 20, "width too big", &f->s.width);
    if (got != VM_OK)
        return got;
    if (f->s.width < 0) { // from a *: a minus means left
        f->left = true;
        f->s.width = -f->s.width;
    }
    if (c->p < c->end && *c->p == '.') {
        c->p++;
        got = read_size(c, INT32_MAX, "precision too big", &f->s.precision);
        f->s.precision = MAX(f->s.precision, 0);
    }
    if (got == VM_OK && c->p < c->end && (*c->p == 'h' || *c->p == 'l' || *c->p == 'L'))
        c->p++;
    if (got == VM_OK && c->p >= c->end)
        return incomplete(c);
    if (got == VM_OK && (f->s.width > UINT32_MAX / 4 ||
                         (f->s.width > 1 << 20 && !heap_room(c->t, (size_t)f->s.width))))
        return f->s.width > UINT32_MAX / 4 ? throw(c->t, EXC_MemoryError, "string too large") : VM_RAISE;
    return got;
}

/* ---- writing it ---- */

/* The alignment of numbers: zeros go between sign and digits. */
static void align(struct field *f, bool number)
{
    if (f->left)
        f->s.align = '<';
    else if (f->zero && number) {
        f->s.align = '=';
        f->s.fill[0] = '0';
    }
}

static enum vm_ret put_text(struct percent *c, struct field *f, const char *text, size_t n)
{
    size_t chars = c->bytes ? n : text_chars(text, n);
    if (f->s.precision >= 0 && (size_t)f->s.precision < chars) {
        chars = (size_t)f->s.precision;
        n = c->bytes ? chars : text_skip(text, n, chars);
    }
    align(f, false);
    text_lay(c->out, &f->s, text, n, chars);
    return VM_OK;
}

/* %s and %b in bytes */
static enum vm_ret put_bytes(struct percent *c, struct field *f, value v)
{
    struct byte_span b;
    if (is_type(v, T_INSTANCE))
        return VM_FALLBACK; // it may have a __bytes__
    if (!bytes_get(v, &b))
        return throw(c->t, EXC_TypeError,
                     "%%b requires a bytes-like object, or an object that implements __bytes__, not '%s'", type_name(c->t, v));
    return put_text(c, f, (const char *)b.data, b.n);
}

/* %s %r %a */
static enum vm_ret put_value(struct percent *c, struct field *f, char conversion, value v)
{
    struct scratch text;
    struct buf shown = { 0 };
    value ascii;
    enum vm_ret got;
    if (c->bytes && (conversion == 's' || conversion == 'b'))
        return put_bytes(c, f, v);
    if (c->bytes)
        conversion = 'a';
    if (conversion == 's' && f->s.width == 0 && f->s.precision < 0)
        return str_add(c->t, c->out, v);
    scratch_init(&text);
    if (conversion == 's') {
        got = str_add(c->t, &text, v);
    } else if (conversion == 'r') {
        got = value_repr(c->t, v, &shown);
        scratch_add(&text, buf_str(&shown), shown.n);
        buf_finish(&shown);
    } else {
        got = str_ascii_repr(c->t, v, &ascii);
        if (got == VM_OK)
            got = str_add(c->t, &text, ascii);
    }
    if (got == VM_OK)
        got = put_text(c, f, text.text, text.n);
    scratch_finish(&text);
    return got;
}

/* %c in bytes */
static enum vm_ret put_byte(struct percent *c, struct field *f, value v)
{
    int64_t i;
    struct byte_span b;
    char byte;
    if (bytes_get(v, &b)) {
        if (b.n != 1)
            return throw(c->t, EXC_TypeError, "%%c requires an integer in range(256) or a single byte");
        byte = (char)b.data[0];
    } else if (is_type(v, T_INSTANCE)) {
        return VM_FALLBACK; // it may have an __index__
    } else if (!is_integer(v)) {
        return throw(c->t, EXC_TypeError, "%%c requires an integer in range(256) or a single byte");
    } else if (!int_get(v, &i) || i < 0 || i > 255) {
        return throw(c->t, EXC_OverflowError, "%%c arg not in range(256)");
    } else {
        byte = (char)i;
    }
    f->s.precision = -1;
    return put_text(c, f, &byte, 1);
}

static enum vm_ret put_char(struct percent *c, struct field *f, value v)
{
    if (c->bytes)
        return put_byte(c, f, v);
    int64_t cp;
    const struct str *s = str_get(v);
    if (!s) {
        if (is_type(v, T_INSTANCE))
            return VM_FALLBACK; // it may have an __index__
        if (!is_integer(v))
            return throw(c->t, EXC_TypeError, "%%c requires int or char");
        if (!int_get(v, &cp) || cp < 0 || cp > 0x10ffff)
            return throw(c->t, EXC_OverflowError, "%%c arg not in range(0x110000)");
        s = REF(str_char(c->t, (uint32_t)cp));
    }
    if (s->chars != 1)
        return throw(c->t, EXC_TypeError, "%%c requires int or char");
    f->s.precision = -1;
    return put_text(c, f, str_data(s), s->o.n);
}

/* The int that an int conversion shows: %d also takes floats, which lose their fraction. */
static enum vm_ret int_arg(struct percent *c, char conversion, value v, value *ret)
{
    bool decimal = conversion == 'd' || conversion == 'i' || conversion == 'u';
    *ret = v;
    if (is_integer(v))
        return VM_OK;
    if (type_of(v) == T_INSTANCE)
        return VM_FALLBACK;
    if (decimal && is_float(v))
        return int_from_double(c->t, float_of(v), ret);
    return throw(c->t, EXC_TypeError, "%%%c format: %s is required, not %s", conversion,
                 decimal ? "a real number" : "an integer", type_name(c->t, v));
}

static enum vm_ret put_int(struct percent *c, struct field *f, char conversion, value v)
{
    static const char *const prefix[] = { ['o'] = "0o", ['x'] = "0x", ['X'] = "0X" };
    struct scratch digits;
    bool negative;
    unsigned base = conversion == 'o' ? 8 : (conversion | 0x20) == 'x' ? 16 : 10;
    enum vm_ret got = int_arg(c, conversion, v, &v);
    if (got != VM_OK)
        return got;
    scratch_init(&digits);
    got = int_digits(c->t, &digits, v, base, conversion == 'X', &negative);
    if (got == VM_OK && f->s.precision > (int64_t)digits.n && heap_room(c->t, (size_t)f->s.precision)) {
        size_t zeros = (size_t)f->s.precision - digits.n;
        scratch_room(&digits, zeros);
        memmove(digits.text + zeros, digits.text, digits.n);
        memset(digits.text, '0', zeros);
        digits.n += zeros;
    }
    align(f, true);
    if (got == VM_OK)
        number_lay(c->out, &f->s, &(struct number_text){ .sign = sign_shown(&f->s, negative),
                                                          .prefix = f->s.alt && base != 10 ? prefix[(int)conversion] : NULL,
                                                          .digits = digits.text,
                                                          .digits_n = digits.n,
                                                          .rest = "" });
    scratch_finish(&digits);
    return got;
}

static enum vm_ret put_float(struct percent *c, struct field *f, char conversion, value v)
{
    struct scratch digits;
    double d;
    if (!is_integer(v) && !is_float(v)) {
        if (type_of(v) == T_INSTANCE)
            return VM_FALLBACK;
        return throw(c->t, EXC_TypeError, c->bytes ? "float argument required, not %s" : "must be real number, not %s",
                     type_name(c->t, v));
    }
    if (!number_get(c->t, v, &d))
        return VM_RAISE;
    f->s.type = (uint32_t)conversion;
    scratch_init(&digits);
    enum vm_ret got = float_digits(c->t, &digits, d, &f->s);
    align(f, true);
    if (got == VM_OK)
        number_lay(c->out, &f->s, &(struct number_text){ .sign = sign_shown(&f->s, signbit(d) && !isnan(d)),
                                                          .digits = digits.text,
                                                          .digits_n = digits.n,
                                                          .rest = "" });
    scratch_finish(&digits);
    return got;
}

static enum vm_ret unsupported(struct percent *c)
{
    uint32_t cp = (uint8_t)*c->p;
    size_t at = (size_t)(c->p - c->start);
    if (!c->bytes) {
        char_get(c->p, &cp);
        at = text_chars(c->start, at);
    }
    return throw(c->t, EXC_ValueError, "unsupported format character '%c' (0x%x) at index %zu",
                 cp > 31 && cp < 127 ? (char)cp : '?', cp, at);
}

/* One field: c->p is behind its %. */
static enum vm_ret put_field(struct percent *c)
{
    struct field f;
    value v = V_UNBOUND;
    enum vm_ret got = read_field(c, &f);
    if (got != VM_OK)
        return got;
    char conversion = *c->p;
    if (conversion == '%' && c->p[-1] == '%') { // with flags it is no conversion
        scratch_addc(c->out, '%');
        c->p++;
        return VM_OK;
    }
    got = next_arg(c, &v);
    if (got != VM_OK)
        return got;
    switch (conversion) {
    case 'b':
        if (!c->bytes)
            return unsupported(c);
        // fall through
    case 's': case 'r': case 'a':
        got = put_value(c, &f, conversion, v);
        break;
    case 'd': case 'i': case 'u': case 'o': case 'x': case 'X':
        got = put_int(c, &f, conversion, v);
        break;
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
        got = put_float(c, &f, conversion, v);
        break;
    case 'c':
        got = put_char(c, &f, v);
        break;
    default:
        return unsupported(c);
    }
    c->p++;
    return got;
}

/* %d of a small int and %s of a str or a small int, as most fields are: without reading flags and sizes. */
static bool put_plain(struct percent *c)
{
    if (c->p >= c->end || c->next >= c->n || c->bytes)
        return false;
    value v = c->items[c->next];
    if (!(is_int(v) && (*c->p == 'd' || *c->p == 's')) && !(is_str(v) && *c->p == 's'))
        return false;
    str_add(c->t, c->out, v);
    c->next++;
    c->p++;
    return true;
}

static enum vm_ret percent_run(struct percent *c)
{
    while (c->p < c->end) {
        const char *mark = memchr(c->p, '%', (size_t)(c->end - c->p));
        const char *stop = mark ? mark : c->end;
        scratch_add(c->out, c->p, (size_t)(stop - c->p));
        c->p = stop;
        if (!mark)
            break;
        c->p++;
        enum vm_ret got = put_plain(c) ? VM_OK : put_field(c);
        if (got != VM_OK)
            return got;
    }
    if (c->next < c->n && c->mapping == V_UNBOUND)
        return throw(c->t, EXC_TypeError, "not all arguments converted during %s formatting", c->bytes ? "bytes" : "string");
    return VM_OK;
}

/* What may be indexed by a key, as far as % cares. */
static bool is_mapping(value v)
{
    enum type_id type = type_of(v);
    return type == T_DICT || type == T_LIST || type == T_BYTES || type == T_BYTEARRAY || type == T_RANGE ||
           type == T_INSTANCE;
}

enum vm_ret format_percent(struct task *t, value fmt, value args, value *ret)
{
    const struct str *s = str_get(fmt);
    struct byte_span b = { 0 };
    struct scratch out; // not in the struct below, which is cleared
    struct percent c = { .t = t, .out = &out, .items = &args, .n = 1, .mapping = V_UNBOUND, .keyed = V_UNBOUND,
                         .bytes = !s && bytes_get(fmt, &b) };
    c.p = c.start = s ? str_data(s) : (const char *)b.data;
    c.end = c.start + (s ? s->o.n : b.n);
    if (is_type(payload_or_self(args), T_TUPLE))
        items_view(t, args, &c.items, &c.n);
    else if (is_mapping(args))
        c.mapping = args;
    scratch_init(&out);
    enum vm_ret got = percent_run(&c);
    if (got == VM_OK)
        got = str_return(c.bytes ? bytes_like(t, payload_or_self(fmt), out.text, out.n) : str_new(t, out.text, out.n), ret);
    scratch_finish(&out);
    return got;
}
