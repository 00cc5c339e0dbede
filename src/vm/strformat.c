#include <string.h>

#include "vm/format.h"
#include "vm/methods.h"

/* The state of one str.format() call. */
struct formatter {
    struct task *t;
    const value *items; // positional arguments
    size_t n;
    value named;        // keywords: a dict or V_UNBOUND; of format_map() any mapping
    bool mapped;        // format_map(): no positional arguments
    enum { NUMBERING_UNKNOWN, NUMBERING_AUTO, NUMBERING_MANUAL } numbering;
    size_t next;
};

struct piece { // part of the format string
    const char *p, *end;
};

struct markup { // one replacement field
    struct piece name, spec;
    uint32_t conversion; // a character; 0: none
    bool nested;         // the spec has fields itself
};

static enum vm_ret wrong(struct formatter *f, const char *message)
{
    return throw(f->t, EXC_ValueError, "%s", message);
}

/* ---- reading a field; in->p is behind its brace ---- */

/* The name ends at } : or !, which is returned; 0 if there is none. In [ ] they are plain. */
static enum vm_ret read_name(struct formatter *f, struct piece *in, struct piece *name, char *ret_stop)
{
    *ret_stop = 0;
    name->p = in->p;
    while (in->p < in->end) {
        char c = *in->p++;
        if (c == '{')
            return wrong(f, "unexpected '{' in field name");
        if (c == '[')
            while (in->p < in->end && *in->p != ']')
                in->p++;
        if (c == '}' || c == ':' || c == '!') {
            *ret_stop = c;
            break;
        }
    }
    name->end = in->p - 1;
    return VM_OK;
}

static enum vm_ret read_spec(struct formatter *f, struct piece *in, struct markup *m)
{
    int depth = 1;
    m->spec.p = in->p;
    while (in->p < in->end) {
        char c = *in->p++;
        if (c == '{') {
            m->nested = true;
            depth++;
        } else if (c == '}' && --depth == 0) {
            m->spec.end = in->p - 1;
            return VM_OK;
        }
    }
    return wrong(f, "unmatched '{' in format spec");
}

static enum vm_ret read_markup(struct formatter *f, struct piece *in, struct markup *m)
{
    char stop;
    *m = (struct markup){ .spec = { "", "" } };
    m->spec.end = m->spec.p;
    enum vm_ret got = read_name(f, in, &m->name, &stop);
    if (got != VM_OK)
        return got;
    if (stop == 0)
        return wrong(f, "expected '}' before end of string");
    if (stop == '}')
        return VM_OK;
    if (stop == '!') {
        if (in->p >= in->end)
            return wrong(f, "end of string while looking for conversion specifier");
        in->p += char_get(in->p, &m->conversion);
        if (in->p < in->end) {
            char c = *in->p++;
            if (c == '}')
                return VM_OK;
            if (c != ':')
                return wrong(f, "expected ':' after conversion specifier");
        }
    }
    return read_spec(f, in, m);
}

/* ---- finding the value ---- */

/* A number made of all of [p, end): -1 if it is none, -2 if it is too large. */
static int64_t read_index(const char *p, const char *end)
{
    int64_t n = 0;
    if (p == end)
        return -1;
    for (; p < end; p++) {
        if (*p < '0' || *p > '9')
            return -1;
        if (n > (INT64_MAX - 9) / 10)
            return -2;
        n = n * 10 + (*p - '0');
    }
    return n;
}

static enum vm_ret number_field(struct formatter *f, bool automatic)
{
    if (f->numbering == (automatic ? NUMBERING_MANUAL : NUMBERING_AUTO))
        return wrong(f, automatic ? "cannot switch from manual field specification to automatic field numbering"
                                  : "cannot switch from automatic field numbering to manual field specification");
    f->numbering = automatic ? NUMBERING_AUTO : NUMBERING_MANUAL;
    return VM_OK;
}

static enum vm_ret positional(struct formatter *f, int64_t index, value *ret)
{
    enum vm_ret got = number_field(f, index < 0);
    if (got != VM_OK)
        return got;
    if (f->mapped)
        return wrong(f, "Format string contains positional fields");
    size_t at = index < 0 ? f->next++ : (size_t)index;
    if (at >= f->n)
        return throw(f->t, EXC_IndexError, "Replacement index %zu out of range for positional args tuple", at);
    *ret = f->items[at];
    return VM_OK;
}

static enum vm_ret by_name(struct formatter *f, const char *p, const char *end, value *ret)
{
    value key = str_new(f->t, p, (size_t)(end - p));
    enum vm_ret got = VM_OK;
    if (!key)
        return VM_RAISE;
    if (f->mapped && !is_type(f->named, T_DICT))
        return item_get(f->t, f->named, key, ret);
    *ret = V_UNBOUND;
    if (f->named != V_UNBOUND)
        got = dict_get(f->t, REF(f->named), key, ret);
    return got == VM_OK && *ret == V_UNBOUND ? throw_value(f->t, EXC_KeyError, key) : got;
}

/* [index] or [key] after a value; p is behind the bracket and moves behind the closing one. */
static enum vm_ret subscript(struct formatter *f, const char **p, const char *end, value *v)
{
    const char *from = *p, *close = memchr(from, ']', (size_t)(end - from));
    if (!close)
        return wrong(f, "Missing ']' in format string");
    *p = close + 1;
    if (close == from)
        return wrong(f, "Empty attribute in format string");
    int64_t index = read_index(from, close);
    if (index == -2)
        return wrong(f, "Too many decimal digits in format string");
    value key = index >= 0 ? int_value(f->t, index) : str_new(f->t, from, (size_t)(close - from));
    return key ? item_get(f->t, *v, key, v) : VM_RAISE;
}

/* name[.attribute|[index]]…; attributes are the prelude's, which may call Python code. */
static enum vm_ret find_value(struct formatter *f, const struct piece *name, value *ret)
{
    const char *first = name->p;
    while (first < name->end && *first != '.' && *first != '[')
        first++;
    int64_t index = read_index(name->p, first);
    if (index == -2)
        return wrong(f, "Too many decimal digits in format string");
    enum vm_ret got = index >= 0 || first == name->p ? positional(f, index, ret) : by_name(f, name->p, first, ret);
    while (got == VM_OK && first < name->end) {
        char c = *first++;
        if (c == '[')
            got = subscript(f, &first, name->end, ret);
        else if (c != '.')
            return wrong(f, "Only '.' or '[' may follow ']' in format field specifier");
        else if (first == name->end || *first == '.' || *first == '[')
            return wrong(f, "Empty attribute in format string");
        else
            return VM_FALLBACK;
    }
    return got;
}

/* ---- writing ---- */

static enum vm_ret convert(struct formatter *f, uint32_t conversion, value *v)
{
    struct buf text = { 0 };
    enum vm_ret got;
    switch (conversion) {
    case 's':
        return str_of(f->t, *v, v);
    case 'a':
        return str_ascii_repr(f->t, *v, v);
    case 'r':
        got = value_repr(f->t, *v, &text);
        if (got == VM_OK)
            return str_return(str_from_buf(f->t, &text), v);
        buf_finish(&text);
        return got;
    default:
        if (conversion > 32 && conversion < 127)
            return throw(f->t, EXC_ValueError, "Unknown conversion specifier %c", (char)conversion);
        return throw(f->t, EXC_ValueError, "Unknown conversion specifier \\x%x", conversion);
    }
}

static enum vm_ret run(struct formatter *f, struct piece in, unsigned depth, struct scratch *out);

static enum vm_ret put_markup(struct formatter *f, const struct markup *m, unsigned depth, struct scratch *out)
{
    value v;
    struct scratch spec;
    enum vm_ret got = find_value(f, &m->name, &v);
    if (got == VM_OK && m->conversion)
        got = convert(f, m->conversion, &v);
    if (got != VM_OK)
        return got;
    if (!m->nested)
        return format_add(f->t, out, v, m->spec.p, (size_t)(m->spec.end - m->spec.p));
    scratch_init(&spec);
    got = run(f, m->spec, depth - 1, &spec);
    if (got == VM_OK)
        got = format_add(f->t, out, v, spec.text, spec.n);
    scratch_finish(&spec);
    return got;
}

/* Text up to a brace; doubled ones are one. *ret_field: a field follows. */
static enum vm_ret put_literal(struct formatter *f, struct piece *in, struct scratch *out, bool *ret_field)
{
    const char *from = in->p;
    *ret_field = false;
    while (in->p < in->end && *in->p != '{' && *in->p != '}')
        in->p++;
    scratch_add(out, from, (size_t)(in->p - from));
    if (in->p == in->end)
        return VM_OK;
    char c = *in->p++;
    bool doubled = in->p < in->end && *in->p == c;
    if (c == '}' && !doubled)
        return wrong(f, "Single '}' encountered in format string");
    if (in->p == in->end)
        return wrong(f, "Single '{' encountered in format string");
    if (doubled) {
        scratch_addc(out, c);
        in->p++;
    }
    *ret_field = !doubled;
    return VM_OK;
}

static enum vm_ret run(struct formatter *f, struct piece in, unsigned depth, struct scratch *out)
{
    struct markup m;
    bool field;
    if (depth == 0)
        return wrong(f, "Max string recursion exceeded");
    while (in.p < in.end) {
        enum vm_ret got = put_literal(f, &in, out, &field);
        if (got == VM_OK && field) {
            got = read_markup(f, &in, &m);
            if (got == VM_OK)
                got = put_markup(f, &m, depth, out);
        }
        if (got != VM_OK)
            return got;
    }
    return VM_OK;
}

enum { NESTING = 2 }; // a field and the fields in its spec

static enum vm_ret format_all(struct formatter *f, value text, value *ret)
{
    const struct str *s = str_get(text);
    struct scratch out;
    scratch_init(&out);
    enum vm_ret got = run(f, (struct piece){ str_data(s), str_data(s) + s->o.n }, NESTING, &out);
    if (got == VM_OK)
        got = str_return(str_new(f->t, out.text, out.n), ret);
    scratch_finish(&out);
    return got;
}

enum vm_ret str_format(struct task *t, value *args, value *ret)
{
    struct formatter f = { .t = t, .named = args[2] };
    if (args[1] != V_UNBOUND)
        items_view(t, args[1], &f.items, &f.n);
    return format_all(&f, args[0], ret);
}

enum vm_ret str_format_map(struct task *t, value *args, value *ret)
{
    struct formatter f = { .t = t, .named = args[1], .mapped = true };
    return format_all(&f, args[0], ret);
}
