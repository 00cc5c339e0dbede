/* str and bytes seen alike, and their methods that look for something. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vm/strview.h"

/* ---- str and bytes seen alike ---- */

bool view_get_other(value v, struct view *ret)
{
    struct byte_span b;
    const struct str *s = str_get(v);
    if (s) {
        *ret = (struct view){ str_data(s), s->o.n, s->chars, false, value_of(s) };
        return true;
    }
    if (!bytes_get(v, &b))
        return false;
    *ret = (struct view){ (const char *)b.data, b.n, b.n, true, payload_or_self(v) };
    return true;
}

static bool is_plain(const struct view *a)
{
    return a->n == a->chars;
}

static size_t offset_of(const struct view *a, size_t chars)
{
    return is_plain(a) ? MIN(chars, a->n) : text_skip(a->s, a->n, chars);
}

static size_t chars_in(const struct view *a, size_t from, size_t to)
{
    return is_plain(a) ? to - from : text_chars(a->s + from, to - from);
}

value view_make(struct task *t, const struct view *self, const char *s, size_t n)
{
    if (self->bytes)
        return bytes_like(t, self->v, s, n);
    return str_known(t, s, n, is_plain(self) ? n : text_chars(s, n));
}

value view_part(struct task *t, const struct view *self, size_t from, size_t to)
{
    if (from == 0 && to == self->n && !is_type(self->v, T_BYTEARRAY))
        return self->v;
    return view_make(t, self, self->s + from, to - from);
}

/* ---- values gathered for a list ---- */

void values_init(struct values *vs)
{
    vs->at = vs->room;
    vs->n = 0;
    vs->cap = ARRAY_LEN(vs->room);
}

static void values_finish(struct values *vs)
{
    if (vs->at != vs->room)
        free(vs->at);
}

bool values_add(struct values *vs, value v)
{
    if (vs->n == vs->cap) {
        value *old = vs->at == vs->room ? NULL : vs->at;
        vs->cap *= 2;
        vs->at = mem_resize(old, vs->cap, sizeof(value));
        if (!old)
            memcpy(vs->at, vs->room, sizeof vs->room);
    }
    vs->at[vs->n++] = v;
    return v != 0;
}

enum vm_ret values_list(struct task *t, struct values *vs, bool good, value *ret)
{
    value list = good ? list_new(t, vs->at, vs->n) : 0;
    values_finish(vs);
    return str_return(list, ret);
}

enum vm_ret values_gather(struct task *t, struct values *vs, value iterable)
{
    const value *items;
    size_t n;
    value it, v;
    if (items_view(t, iterable, &items, &n)) {
        vs->at = (value *)items; // read only; cap 0 keeps values_add() away
        vs->n = n;
        vs->cap = 0;
        return VM_OK;
    }
    enum vm_ret got = iter_new(t, iterable, &it);
    while (got == VM_OK) {
        got = iter_next(t, it, &v);
        if (got == VM_OK && v == V_UNBOUND)
            break;
        if (got == VM_OK)
            values_add(vs, v);
    }
    return got;
}

void values_drop(struct values *vs)
{
    if (vs->cap)
        values_finish(vs);
}

/* ---- room ---- */

value view_room(struct task *t, const struct view *self, size_t n, size_t chars, char **ret_to)
{
    if (self->bytes) {
        value v = bytes_like(t, self->v, NULL, n);
        *ret_to = v ? (char *)bytes_room(v) : NULL;
        return v;
    }
    struct str *s = str_alloc(t, n, chars, n == chars);
    *ret_to = s ? s->bytes : NULL;
    return s ? value_of(s) : 0;
}

/* ---- finding ---- */

/* The bytes between two optional character positions; false if start lies behind the end. */
static enum vm_ret bounds(struct task *t, const struct view *self, value *args, size_t *ret_from,
                          size_t *ret_to, bool *ret_valid)
{
    int64_t from = 0, len = (int64_t)self->chars, to = len;
    enum vm_ret got = arg_bound(t, args[0], &from);
    if (got == VM_OK)
        got = arg_bound(t, args[1], &to);
    if (got != VM_OK)
        return got;
    from = from < 0 ? MAX(from + len, 0) : from;
    to = to < 0 ? MAX(to + len, 0) : MIN(to, len);
    *ret_valid = from <= to;
    *ret_from = offset_of(self, (size_t)MIN(from, len));
    *ret_to = offset_of(self, (size_t)to);
    return VM_OK;
}

/* What is searched: text like self, or in bytes also a number. *byte has room for that. */
static enum vm_ret needle(struct task *t, const struct view *self, value v, char *byte, struct view *ret)
{
    int64_t i;
    if (view_like(self, v, ret))
        return VM_OK;
    if (!self->bytes)
        return throw(t, EXC_TypeError, "must be str, not %s", type_name(t, v));
    if (!is_integer(payload_or_self(v))) {
        throw(t, EXC_TypeError, "argument should be integer or bytes-like object, not '%s'", type_name(t, v));
        return may_be_number(t, v, false);
    }
    if (!int_get(payload_or_self(v), &i) || i < 0 || i > 255)
        return throw(t, EXC_ValueError, "byte must be in range(0, 256)");
    *byte = (char)i;
    *ret = (struct view){ byte, 1, 1, true, v };
    return VM_OK;
}

/* self, part, start, end: the position in characters or -1. */
static enum vm_ret find(struct task *t, value *args, bool last, int64_t *ret)
{
    struct view self, what;
    size_t from, to;
    bool valid;
    char byte;
    view_get(args[0], &self);
    enum vm_ret got = needle(t, &self, args[1], &byte, &what);
    if (got == VM_OK)
        got = bounds(t, &self, args + 2, &from, &to, &valid);
    if (got != VM_OK)
        return got;
    *ret = -1;
    if (!valid)
        return VM_OK;
    size_t at = (last ? bytes_rfind : bytes_find)(self.s + from, to - from, what.s, what.n);
    if (at != SIZE_MAX)
        *ret = (int64_t)chars_in(&self, 0, from + at);
    return VM_OK;
}

static enum vm_ret find_value(struct task *t, value *args, bool last, bool must, value *ret)
{
    int64_t at;
    enum vm_ret got = find(t, args, last, &at);
    if (got != VM_OK)
        return got;
    if (at < 0 && must)
        return throw(t, EXC_ValueError, str_get(args[0]) ? "substring not found" : "subsection not found");
    *ret = V_INT(at);
    return VM_OK;
}

enum vm_ret text_find(struct task *t, value *args, value *ret)
{
    return find_value(t, args, false, false, ret);
}

enum vm_ret text_rfind(struct task *t, value *args, value *ret)
{
    return find_value(t, args, true, false, ret);
}

enum vm_ret text_index(struct task *t, value *args, value *ret)
{
    return find_value(t, args, false, true, ret);
}

enum vm_ret text_rindex(struct task *t, value *args, value *ret)
{
    return find_value(t, args, true, true, ret);
}

/* Places of part in s that do not overlap, at most `most`; part is not empty. */
size_t view_count(const char *s, size_t n, const struct view *what, size_t most)
{
    size_t count = 0;
    if (what->n == 1 && most >= n) {
        for (size_t i = 0; i < n; i++)
            count += s[i] == what->s[0];
        return count;
    }
    while (count < most) {
        size_t at = bytes_find(s, n, what->s, what->n);
        if (at == SIZE_MAX)
            break;
        count++;
        s += at + what->n;
        n -= at + what->n;
    }
    return count;
}

enum vm_ret text_count(struct task *t, value *args, value *ret)
{
    struct view self, what;
    size_t from, to, count = 0;
    bool valid;
    char byte;
    view_get(args[0], &self);
    enum vm_ret got = needle(t, &self, args[1], &byte, &what);
    if (got == VM_OK)
        got = bounds(t, &self, args + 2, &from, &to, &valid);
    if (got != VM_OK)
        return got;
    if (valid)
        count = what.n ? view_count(self.s + from, to - from, &what, SIZE_MAX) : chars_in(&self, from, to) + 1;
    *ret = V_INT((int64_t)count);
    return VM_OK;
}

/* ---- beginnings and ends ---- */

static bool has_affix(const struct view *self, size_t from, size_t to, const struct view *affix, bool at_end)
{
    if (affix->n > to - from)
        return false;
    return memcmp(self->s + (at_end ? to - affix->n : from), affix->s, affix->n) == 0;
}

static enum vm_ret bad_affix(struct task *t, const struct view *self, value v, bool at_end, bool in_tuple)
{
    const char *name = at_end ? "endswith" : "startswith";
    const char *sort = self->bytes ? "bytes" : "str";
    if (in_tuple && !self->bytes)
        return throw(t, EXC_TypeError, "tuple for %s must only contain str, not %s", name, type_name(t, v));
    if (in_tuple)
        return throw(t, EXC_TypeError, "a bytes-like object is required, not '%s'", type_name(t, v));
    return throw(t, EXC_TypeError, "%s first arg must be %s or a tuple of %s, not %s", name, sort, sort,
                 type_name(t, v));
}

static enum vm_ret affix(struct task *t, value *args, bool at_end, value *ret)
{
    struct view self, one;
    size_t from, to, n = 1;
    bool valid, tuple = is_type(payload_or_self(args[1]), T_TUPLE);
    const value *items = &args[1];
    view_get(args[0], &self);
    if (args[2] == V_UNBOUND && view_like(&self, args[1], &one)) { // as it mostly is
        *ret = V_BOOL(has_affix(&self, 0, self.n, &one, at_end));
        return VM_OK;
    }
    enum vm_ret got = bounds(t, &self, args + 2, &from, &to, &valid);
    if (got != VM_OK)
        return got;
    if (tuple)
        items_view(t, args[1], &items, &n);
    *ret = V_FALSE;
    for (size_t i = 0; i < n; i++) {
        if (!view_like(&self, items[i], &one))
            return bad_affix(t, &self, items[i], at_end, tuple);
        if (valid && has_affix(&self, from, to, &one, at_end)) {
            *ret = V_TRUE;
            break;
        }
    }
    return VM_OK;
}

enum vm_ret text_startswith(struct task *t, value *args, value *ret)
{
    return affix(t, args, false, ret);
}

enum vm_ret text_endswith(struct task *t, value *args, value *ret)
{
    return affix(t, args, true, ret);
}

static enum vm_ret remove_affix(struct task *t, value *args, bool at_end, value *ret)
{
    struct view self, one;
    view_get(args[0], &self);
    if (!view_like(&self, args[1], &one)) {
        if (self.bytes)
            return throw(t, EXC_TypeError, "a bytes-like object is required, not '%s'", type_name(t, args[1]));
        return throw(t, EXC_TypeError, "%s() argument must be str, not %s",
                     at_end ? "removesuffix" : "removeprefix", arg_type(t, args[1]));
    }
    bool has = has_affix(&self, 0, self.n, &one, at_end);
    return str_return(view_part(t, &self, has && !at_end ? one.n : 0, has && at_end ? self.n - one.n : self.n), ret);
}

enum vm_ret text_removeprefix(struct task *t, value *args, value *ret)
{
    return remove_affix(t, args, false, ret);
}

enum vm_ret text_removesuffix(struct task *t, value *args, value *ret)
{
    return remove_affix(t, args, true, ret);
}

/* ---- strip ---- */

enum { BLANK_TEXT = 1, BLANK_BYTES = 2 };
static const uint8_t blank_sort[128] = {
    ['\t'] = 3, ['\n'] = 3, ['\v'] = 3, ['\f'] = 3, ['\r'] = 3, [' '] = 3,
    [0x1c] = BLANK_TEXT, [0x1d] = BLANK_TEXT, [0x1e] = BLANK_TEXT, [0x1f] = BLANK_TEXT,
};

/* The length of the blank at s[i], 0 if it is none. */
unsigned view_blank(const struct view *a, size_t i)
{
    uint32_t cp;
    unsigned char c = (unsigned char)a->s[i];
    if (c < 0x80)
        return (blank_sort[c] & (a->bytes ? BLANK_BYTES : BLANK_TEXT)) != 0;
    if (a->bytes)
        return 0;
    unsigned len = char_get(a->s + i, &cp);
    return cp_is_space(cp) ? len : 0;
}

size_t view_before(const struct view *a, size_t i)
{
    i--;
    while (!a->bytes && is_tail_byte(a->s[i]))
        i--;
    return i;
}

/* The length of the character at s[i] if the set has it, else 0. UTF-8 never matches across characters. */
static unsigned in_set(const struct view *a, size_t i, const struct view *set)
{
    unsigned len = a->bytes ? 1 : char_length(a->s[i]);
    return bytes_find(set->s, set->n, a->s + i, len) != SIZE_MAX ? len : 0;
}

enum { STRIP_LEFT = 1, STRIP_RIGHT = 2 };

static enum vm_ret strip(struct task *t, value *args, unsigned sides, const char *name, value *ret)
{
    struct view self, set;
    bool by_blanks = args[1] == V_UNBOUND || args[1] == V_NONE;
    view_get(args[0], &self);
    if (!by_blanks && !view_like(&self, args[1], &set)) {
        if (self.bytes)
            return throw(t, EXC_TypeError, "a bytes-like object is required, not '%s'", type_name(t, args[1]));
        return throw(t, EXC_TypeError, "%s arg must be None or str", name);
    }
    size_t from = 0, to = self.n;
    unsigned len;
    while ((sides & STRIP_LEFT) && from < to && (len = by_blanks ? view_blank(&self, from) : in_set(&self, from, &set)))
        from += len;
    while ((sides & STRIP_RIGHT) && to > from) {
        size_t before = view_before(&self, to);
        if (!(by_blanks ? view_blank(&self, before) : in_set(&self, before, &set)))
            break;
        to = before;
    }
    return str_return(view_part(t, &self, from, to), ret);
}

enum vm_ret text_strip(struct task *t, value *args, value *ret)
{
    return strip(t, args, STRIP_LEFT | STRIP_RIGHT, "strip", ret);
}

enum vm_ret text_lstrip(struct task *t, value *args, value *ret)
{
    return strip(t, args, STRIP_LEFT, "lstrip", ret);
}

enum vm_ret text_rstrip(struct task *t, value *args, value *ret)
{
    return strip(t, args, STRIP_RIGHT, "rstrip", ret);
}
