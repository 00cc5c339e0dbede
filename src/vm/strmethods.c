#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vm/methods.h"
#include "vm/str.h"

/* ---- str and bytes seen alike ---- */

struct view {
    const char *s;
    size_t n;       // bytes
    size_t chars;   // n for bytes and ASCII: then positions are offsets
    bool bytes;
    value v;
};

static bool view_get(value v, struct view *ret)
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

/* An argument of the same sort as self. */
static bool view_like(const struct view *self, value v, struct view *ret)
{
    return view_get(v, ret) && ret->bytes == self->bytes;
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

/* A new object of self's type. */
static value make(struct task *t, const struct view *self, const char *s, size_t n)
{
    if (self->bytes)
        return bytes_like(t, self->v, s, n);
    return str_known(t, s, n, is_plain(self) ? n : text_chars(s, n));
}

/* A part of self: self itself when it is all of it and cannot change. */
static value part(struct task *t, const struct view *self, size_t from, size_t to)
{
    if (from == 0 && to == self->n && !is_type(self->v, T_BYTEARRAY))
        return self->v;
    return make(t, self, self->s + from, to - from);
}

/* ---- values gathered for a list ---- */

struct values {
    value *at;
    size_t n, cap;
    value room[32];
};

static void values_init(struct values *vs)
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

/* False if v is 0: a failed allocation, whose exception is set. */
static bool values_add(struct values *vs, value v)
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

static enum vm_ret values_list(struct task *t, struct values *vs, bool good, value *ret)
{
    value list = good ? list_new(t, vs->at, vs->n) : 0;
    values_finish(vs);
    return str_return(list, ret);
}

/* All items of an iterable. VM_FALLBACK if it takes Python code. */
static enum vm_ret values_gather(struct task *t, struct values *vs, value iterable)
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

static void values_drop(struct values *vs)
{
    if (vs->cap)
        values_finish(vs);
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
    if (!is_integer(payload_or_self(v)))
        return throw(t, EXC_TypeError, "argument should be integer or bytes-like object, not '%s'", type_name(t, v));
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
static size_t count_in(const char *s, size_t n, const struct view *what, size_t most)
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
        count = what.n ? count_in(self.s + from, to - from, &what, SIZE_MAX) : chars_in(&self, from, to) + 1;
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
    return str_return(part(t, &self, has && !at_end ? one.n : 0, has && at_end ? self.n - one.n : self.n), ret);
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
static inline unsigned blank_at(const struct view *a, size_t i)
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

static size_t char_before(const struct view *a, size_t i)
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
    while ((sides & STRIP_LEFT) && from < to && (len = by_blanks ? blank_at(&self, from) : in_set(&self, from, &set)))
        from += len;
    while ((sides & STRIP_RIGHT) && to > from) {
        size_t before = char_before(&self, to);
        if (!(by_blanks ? blank_at(&self, before) : in_set(&self, before, &set)))
            break;
        to = before;
    }
    return str_return(part(t, &self, from, to), ret);
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

/* ---- split ---- */

/* Words between blanks; after `most` cuts the rest is the last one. */
static bool split_blanks(struct task *t, const struct view *a, size_t most, struct values *out)
{
    size_t i = 0;
    unsigned len;
    bool good = true;
    while (good) {
        while (i < a->n && (len = blank_at(a, i)))
            i += len;
        if (i >= a->n)
            break;
        size_t from = i;
        if (out->n >= most)
            return values_add(out, part(t, a, from, a->n));
        while (i < a->n && !blank_at(a, i))
            i += a->bytes ? 1 : char_length(a->s[i]);
        good = values_add(out, part(t, a, from, i));
    }
    return good;
}

static bool rsplit_blanks(struct task *t, const struct view *a, size_t most, struct values *out)
{
    size_t i = a->n;
    bool good = true;
    while (good) {
        while (i > 0 && blank_at(a, char_before(a, i)))
            i = char_before(a, i);
        if (i == 0)
            break;
        size_t to = i;
        if (out->n >= most)
            return values_add(out, part(t, a, 0, to));
        while (i > 0 && !blank_at(a, char_before(a, i)))
            i = char_before(a, i);
        good = values_add(out, part(t, a, i, to));
    }
    return good;
}

static bool split_at(struct task *t, const struct view *a, const struct view *sep, size_t most, struct values *out)
{
    size_t from = 0;
    bool good = true;
    while (good && out->n < most) {
        size_t at = bytes_find(a->s + from, a->n - from, sep->s, sep->n);
        if (at == SIZE_MAX)
            break;
        good = values_add(out, make(t, a, a->s + from, at));
        from += at + sep->n;
    }
    return good && values_add(out, part(t, a, from, a->n));
}

static bool rsplit_at(struct task *t, const struct view *a, const struct view *sep, size_t most, struct values *out)
{
    size_t to = a->n;
    bool good = true;
    while (good && out->n < most) {
        size_t at = bytes_rfind(a->s, to, sep->s, sep->n);
        if (at == SIZE_MAX)
            break;
        good = values_add(out, make(t, a, a->s + at + sep->n, to - at - sep->n));
        to = at;
    }
    return good && values_add(out, part(t, a, 0, to));
}

static void reverse(struct values *vs)
{
    for (size_t i = 0; i < vs->n / 2; i++) {
        value v = vs->at[i];
        vs->at[i] = vs->at[vs->n - 1 - i];
        vs->at[vs->n - 1 - i] = v;
    }
}

static enum vm_ret split(struct task *t, value *args, bool from_right, value *ret)
{
    struct view self, sep;
    struct values out;
    int64_t most = -1;
    bool by_blanks = args[1] == V_UNBOUND || args[1] == V_NONE, good;
    view_get(args[0], &self);
    enum vm_ret got = args[2] == V_UNBOUND ? VM_OK : arg_index(t, args[2], &most);
    if (got != VM_OK)
        return got;
    if (!by_blanks && !view_like(&self, args[1], &sep)) {
        if (self.bytes)
            return throw(t, EXC_TypeError, "a bytes-like object is required, not '%s'", type_name(t, args[1]));
        return throw(t, EXC_TypeError, "must be str or None, not %s", type_name(t, args[1]));
    }
    if (!by_blanks && sep.n == 0)
        return throw(t, EXC_ValueError, "empty separator");
    values_init(&out);
    size_t limit = most < 0 ? SIZE_MAX : (size_t)most;
    if (by_blanks)
        good = (from_right ? rsplit_blanks : split_blanks)(t, &self, limit, &out);
    else
        good = (from_right ? rsplit_at : split_at)(t, &self, &sep, limit, &out);
    if (from_right)
        reverse(&out);
    return values_list(t, &out, good, ret);
}

enum vm_ret text_split(struct task *t, value *args, value *ret)
{
    return split(t, args, false, ret);
}

enum vm_ret text_rsplit(struct task *t, value *args, value *ret)
{
    return split(t, args, true, ret);
}

/* The length of the line end at s[i], 0 if there is none. */
static unsigned line_end(const struct view *a, size_t i)
{
    char c = a->s[i];
    uint32_t cp;
    if (c == '\n')
        return 1;
    if (c == '\r')
        return i + 1 < a->n && a->s[i + 1] == '\n' ? 2 : 1;
    if (a->bytes || (c > 0x1e && c < 0x7f))
        return 0;
    unsigned len = char_get(a->s + i, &cp);
    bool ends = cp == 0x0b || cp == 0x0c || (cp >= 0x1c && cp <= 0x1e) || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
    return ends ? len : 0;
}

enum vm_ret text_splitlines(struct task *t, value *args, value *ret)
{
    struct view self;
    struct values out;
    int64_t keep = 0;
    bool good = true;
    enum vm_ret got = args[1] == V_UNBOUND ? VM_OK : arg_index(t, args[1], &keep);
    if (got != VM_OK)
        return got;
    view_get(args[0], &self);
    values_init(&out);
    for (size_t from = 0, i = 0; good && from < self.n; from = i) {
        unsigned end = 0;
        while (i < self.n && !(end = line_end(&self, i)))
            i += self.bytes ? 1 : char_length(self.s[i]);
        good = values_add(&out, part(t, &self, from, keep ? i + end : i));
        i += end;
    }
    return values_list(t, &out, good, ret);
}

static enum vm_ret partition(struct task *t, value *args, bool last, value *ret)
{
    struct view self, sep;
    value three[3];
    view_get(args[0], &self);
    if (!view_like(&self, args[1], &sep))
        return throw(t, EXC_TypeError, self.bytes ? "a bytes-like object is required, not '%s'" : "must be str, not %s",
                     type_name(t, args[1]));
    if (sep.n == 0)
        return throw(t, EXC_ValueError, "empty separator");
    size_t at = (last ? bytes_rfind : bytes_find)(self.s, self.n, sep.s, sep.n);
    if (at == SIZE_MAX) {
        value empty = make(t, &self, "", 0);
        three[0] = three[1] = three[2] = empty;
        three[last ? 2 : 0] = part(t, &self, 0, self.n);
    } else {
        three[0] = part(t, &self, 0, at);
        three[1] = is_type(sep.v, T_BYTEARRAY) || self.bytes ? make(t, &self, sep.s, sep.n) : sep.v;
        three[2] = part(t, &self, at + sep.n, self.n);
    }
    if (!three[0] || !three[1] || !three[2])
        return VM_RAISE;
    *ret = tuple_new(t, three, 3);
    return VM_OK;
}

enum vm_ret text_partition(struct task *t, value *args, value *ret)
{
    return partition(t, args, false, ret);
}

enum vm_ret text_rpartition(struct task *t, value *args, value *ret)
{
    return partition(t, args, true, ret);
}

/* ---- replace ---- */

/* An object of self's type with room for n bytes; *ret_to is where they go. */
static value room_for(struct task *t, const struct view *self, size_t n, size_t chars, char **ret_to)
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

static char *put(char *to, const char *s, size_t n)
{
    memcpy(to, s, n);
    return to + n;
}

static void replace_fill(char *to, const struct view *a, const struct view *old, const struct view *new, size_t count)
{
    size_t from = 0;
    for (; count; count--) {
        size_t at = bytes_find(a->s + from, a->n - from, old->s, old->n);
        to = put(to, a->s + from, at);
        to = put(to, new->s, new->n);
        from += at + old->n;
    }
    put(to, a->s + from, a->n - from);
}

/* Nothing is found before every character and at the end. */
static void interleave(char *to, const struct view *a, const struct view *new, size_t count)
{
    size_t from = 0;
    for (; count; count--) {
        to = put(to, new->s, new->n);
        if (from == a->n)
            break;
        size_t len = a->bytes ? 1 : char_length(a->s[from]);
        to = put(to, a->s + from, len);
        from += len;
    }
    put(to, a->s + from, a->n - from);
}

enum vm_ret text_replace(struct task *t, value *args, value *ret)
{
    struct view self, old, new;
    int64_t most = -1;
    char *to;
    view_get(args[0], &self);
    for (int i = 1; i <= 2; i++) {
        if (view_like(&self, args[i], i == 1 ? &old : &new))
            continue;
        if (self.bytes)
            return throw(t, EXC_TypeError, "a bytes-like object is required, not '%s'", type_name(t, args[i]));
        return throw(t, EXC_TypeError, "replace() argument %d must be str, not %s", i, arg_type(t, args[i]));
    }
    enum vm_ret got = args[3] == V_UNBOUND ? VM_OK : arg_index(t, args[3], &most);
    if (got != VM_OK)
        return got;
    size_t limit = most < 0 ? SIZE_MAX : (size_t)most;
    size_t count = old.n ? count_in(self.s, self.n, &old, limit) : MIN(self.chars + 1, limit);
    if (count == 0)
        return str_return(part(t, &self, 0, self.n), ret);
    if (new.n > old.n && count > (UINT32_MAX - self.n) / (new.n - old.n))
        return throw(t, EXC_MemoryError, "string too large");
    size_t n = self.n + count * new.n - count * old.n, chars = self.chars + count * new.chars - count * old.chars;
    value made = room_for(t, &self, n, chars, &to);
    if (!made)
        return VM_RAISE;
    if (old.n)
        replace_fill(to, &self, &old, &new, count);
    else
        interleave(to, &self, &new, count);
    *ret = made;
    return VM_OK;
}

/* ---- join ---- */

static enum vm_ret bad_item(struct task *t, const struct view *self, const struct values *vs, size_t i)
{
    return throw(t, EXC_TypeError,
                 self->bytes ? "sequence item %zu: expected a bytes-like object, %s found"
                             : "sequence item %zu: expected str instance, %s found",
                 i, type_name(t, vs->at[i]));
}

/* Pieces are short: copying eight bytes at once where there is room beats a call. */
static inline char *put_short(char *to, const char *end, const char *s, size_t n, size_t readable)
{
    if (n <= 8 && readable >= 8 && end - to >= 8) {
        memcpy(to, s, 8);
        return to + n;
    }
    return put(to, s, n);
}

static enum vm_ret join_strs(struct task *t, const struct view *self, const struct values *vs, value *ret)
{
    size_t n = vs->n ? self->n * (vs->n - 1) : 0, chars = vs->n ? self->chars * (vs->n - 1) : 0;
    for (size_t i = 0; i < vs->n; i++) {
        const struct str *s = str_get(vs->at[i]);
        if (!s)
            return bad_item(t, self, vs, i);
        n += s->o.n;
        chars += s->chars;
    }
    if (vs->n == 1 && is_str(vs->at[0])) {
        *ret = vs->at[0];
        return VM_OK;
    }
    struct str *made = str_alloc(t, n, chars, n == chars);
    if (!made)
        return VM_RAISE;
    char *to = made->bytes, *end = to + n;
    for (size_t i = 0; i < vs->n; i++) {
        const struct str *s = str_get(vs->at[i]);
        if (i)
            to = put_short(to, end, self->s, self->n, self->n);
        to = put_short(to, end, str_data(s), s->o.n, 8); // a string has eight bytes or more
    }
    *ret = value_of(made);
    return VM_OK;
}

static enum vm_ret join_bytes(struct task *t, const struct view *self, const struct values *vs, value *ret)
{
    size_t n = vs->n ? self->n * (vs->n - 1) : 0;
    struct view one;
    char *to;
    for (size_t i = 0; i < vs->n; i++) {
        if (!view_like(self, vs->at[i], &one))
            return bad_item(t, self, vs, i);
        n += one.n;
    }
    value made = room_for(t, self, n, n, &to);
    if (!made)
        return VM_RAISE;
    char *end = to + n;
    for (size_t i = 0; i < vs->n; i++) {
        view_get(vs->at[i], &one); // a bytearray may have changed its length since
        size_t need = one.n + (i ? self->n : 0);
        if (need > (size_t)(end - to))
            return throw(t, EXC_BufferError, "a bytearray changed its size while it was joined");
        if (i)
            to = put(to, self->s, self->n);
        to = put(to, one.s, one.n);
    }
    *ret = made;
    return VM_OK;
}

enum vm_ret text_join(struct task *t, value *args, value *ret)
{
    struct view self;
    struct values vs;
    enum type_id type = type_of(args[1]);
    if (type == T_NONETYPE || type == T_INT || type == T_FLOAT || type == T_BOOL || type == T_FUNC)
        return throw(t, EXC_TypeError, "can only join an iterable");
    view_get(args[0], &self);
    values_init(&vs);
    enum vm_ret got = values_gather(t, &vs, args[1]);
    if (got == VM_OK)
        got = (self.bytes ? join_bytes : join_strs)(t, &self, &vs, ret);
    values_drop(&vs);
    return got;
}

/* ---- padding ---- */

static enum vm_ret fill_arg(struct task *t, const struct view *self, value v, const char *name, struct view *ret)
{
    static const char blank[] = " ";
    *ret = (struct view){ blank, 1, 1, self->bytes, V_UNBOUND };
    if (v == V_UNBOUND)
        return VM_OK;
    if (self->bytes) {
        if (view_like(self, v, ret) && ret->n == 1)
            return VM_OK;
        return throw(t, EXC_TypeError, "%s() argument 2 must be a byte string of length 1, not %s", name,
                     type_name(t, v));
    }
    if (!view_like(self, v, ret))
        return throw(t, EXC_TypeError, "The fill character must be a unicode character, not %s", type_name(t, v));
    if (ret->chars != 1)
        return throw(t, EXC_TypeError, "The fill character must be exactly one character long");
    return VM_OK;
}

static char *put_fill(char *to, const struct view *fill, size_t count)
{
    if (fill->n == 1) {
        memset(to, fill->s[0], count);
        return to + count;
    }
    while (count--)
        to = put(to, fill->s, fill->n);
    return to;
}

enum side { SIDE_LEFT, SIDE_RIGHT, SIDE_BOTH }; // where the text stands

static enum vm_ret pad(struct task *t, value *args, enum side side, const char *name, value *ret)
{
    struct view self, fill;
    int64_t width;
    char *to;
    view_get(args[0], &self);
    enum vm_ret got = arg_index(t, args[1], &width);
    if (got == VM_OK)
        got = fill_arg(t, &self, args[2], name, &fill);
    if (got != VM_OK)
        return got;
    if (width <= (int64_t)self.chars)
        return str_return(part(t, &self, 0, self.n), ret);
    size_t more = (size_t)width - self.chars;
    if (more > UINT32_MAX / 4)
        return throw(t, EXC_MemoryError, "string too large");
    // an odd blank goes to the left if the width is odd: CPython's choice
    size_t left = side == SIDE_LEFT ? 0 : side == SIDE_RIGHT ? more : more / 2 + (more & (size_t)width & 1);
    value made = room_for(t, &self, self.n + more * fill.n, (size_t)width, &to);
    if (!made)
        return VM_RAISE;
    to = put_fill(to, &fill, left);
    to = put(to, self.s, self.n);
    put_fill(to, &fill, more - left);
    *ret = made;
    return VM_OK;
}

enum vm_ret text_ljust(struct task *t, value *args, value *ret)
{
    return pad(t, args, SIDE_LEFT, "ljust", ret);
}

enum vm_ret text_rjust(struct task *t, value *args, value *ret)
{
    return pad(t, args, SIDE_RIGHT, "rjust", ret);
}

enum vm_ret text_center(struct task *t, value *args, value *ret)
{
    return pad(t, args, SIDE_BOTH, "center", ret);
}

enum vm_ret text_zfill(struct task *t, value *args, value *ret)
{
    struct view self;
    int64_t width;
    char *to;
    view_get(args[0], &self);
    enum vm_ret got = arg_index(t, args[1], &width);
    if (got != VM_OK)
        return got;
    if (width <= (int64_t)self.chars)
        return str_return(part(t, &self, 0, self.n), ret);
    size_t more = (size_t)width - self.chars, sign = self.n && (self.s[0] == '+' || self.s[0] == '-');
    if (more > UINT32_MAX / 4)
        return throw(t, EXC_MemoryError, "string too large");
    value made = room_for(t, &self, self.n + more, (size_t)width, &to);
    if (!made)
        return VM_RAISE;
    to = put(to, self.s, sign);
    memset(to, '0', more);
    put(to + more, self.s + sign, self.n - sign);
    *ret = made;
    return VM_OK;
}

enum vm_ret text_expandtabs(struct task *t, value *args, value *ret)
{
    struct view self;
    struct scratch out;
    int64_t size = 8, column = 0;
    if (args[1] != V_UNBOUND && is_integer(args[1]) && (!int_get(args[1], &size) || size > INT32_MAX))
        return throw(t, EXC_OverflowError, "Python int too large to convert to C int");
    enum vm_ret got = args[1] == V_UNBOUND ? VM_OK : arg_index(t, args[1], &size);
    if (got != VM_OK)
        return got;
    view_get(args[0], &self);
    scratch_init(&out);
    for (size_t i = 0; i < self.n; i++) {
        char c = self.s[i];
        if (c != '\t') {
            scratch_addc(&out, c);
            column = c == '\n' || c == '\r' ? 0 : column + (self.bytes || !is_tail_byte(c));
            continue;
        }
        size_t blanks = size > 0 ? (size_t)(size - column % size) : 0;
        if (out.n + blanks > UINT32_MAX / 4 || !heap_room(t, out.n + blanks)) {
            scratch_finish(&out);
            return throw(t, EXC_OverflowError, "new string is too long");
        }
        memset(scratch_room(&out, blanks), ' ', blanks);
        out.n += blanks;
        column += (int64_t)blanks;
    }
    got = str_return(make(t, &self, out.text, out.n), ret);
    scratch_finish(&out);
    return got;
}

/* ---- translate ---- */

/* What a table has for a character: V_UNBOUND if nothing. */
static enum vm_ret table_get(struct task *t, value table, uint32_t cp, value *ret)
{
    const value *items;
    size_t n;
    value own = payload_or_self(table);
    if (is_type(table, T_DICT))
        return dict_get(t, REF(table), V_INT(cp), ret);
    if (is_type(table, T_INSTANCE)) // may have __missing__ or its own __getitem__
        return VM_FALLBACK;
    *ret = V_UNBOUND;
    if (items_view(t, own, &items, &n)) {
        *ret = cp < n ? items[cp] : V_UNBOUND;
        return VM_OK;
    }
    struct view sequence;
    if (view_get(own, &sequence)) {
        if (cp >= sequence.chars)
            return VM_OK;
        return sequence.bytes ? bytes_item(t, own, V_INT(cp), ret) : str_item(t, own, V_INT(cp), ret);
    }
    return throw(t, EXC_TypeError, "'%s' object is not subscriptable", type_name(t, table));
}

/* Adds what a character became; returns how many characters, or -1 with exc set. */
static int64_t add_translated(struct task *t, struct scratch *out, value v)
{
    int64_t cp;
    const struct str *s = str_get(v);
    if (v == V_NONE)
        return 0;
    if (s) {
        scratch_add(out, str_data(s), s->o.n);
        return s->chars;
    }
    if (!is_integer(v)) {
        throw(t, EXC_TypeError, "character mapping must return integer, None or str");
        return -1;
    }
    if (!int_get(v, &cp) || cp < 0 || cp > 0x10ffff) {
        throw(t, EXC_ValueError, "character mapping must be in range(0x110000)");
        return -1;
    }
    const struct str *one = REF(str_char(t, (uint32_t)cp));
    scratch_add(out, one->bytes, one->o.n);
    return 1;
}

enum vm_ret str_translate(struct task *t, value *args, value *ret)
{
    const struct str *s = str_get(args[0]);
    const char *text = str_data(s);
    struct scratch out;
    enum vm_ret got = VM_OK;
    size_t chars = 0;
    scratch_init(&out);
    for (size_t i = 0; i < s->o.n && got == VM_OK;) {
        uint32_t cp;
        value to;
        unsigned len = char_get(text + i, &cp);
        got = table_get(t, args[1], cp, &to);
        if (got == VM_OK && to == V_UNBOUND) {
            scratch_add(&out, text + i, len);
            chars++;
        } else if (got == VM_OK) {
            int64_t added = add_translated(t, &out, to);
            got = added < 0 ? VM_RAISE : VM_OK;
            chars += (size_t)added;
        }
        i += len;
    }
    if (got == VM_OK)
        got = str_return(str_known(t, out.text, out.n, chars), ret);
    scratch_finish(&out);
    return got;
}

/* One dict: its keys of one character become numbers. */
static enum vm_ret table_from_dict(struct task *t, value given, value made)
{
    uint32_t at = 0, cp;
    value key, v;
    value own = payload_or_self(given);
    enum vm_ret got = VM_OK;
    if (!is_type(own, T_DICT))
        return throw(t, EXC_TypeError, "if you give only one argument to maketrans it must be a dict");
    while (got == VM_OK && dict_next(REF(own), &at, &key, &v)) {
        const struct str *s = str_get(key);
        if (s && s->chars != 1)
            return throw(t, EXC_ValueError, "string keys in translate table must be of length 1");
        if (!s && !is_integer(key))
            return throw(t, EXC_TypeError, "keys in translate table must be strings or integers");
        if (s)
            char_get(str_data(s), &cp);
        got = dict_set(t, REF(made), s ? V_INT(cp) : key, v);
    }
    return got;
}

static enum vm_ret table_from_pairs(struct task *t, const struct str *x, const struct str *y, value made)
{
    const char *from = str_data(x), *to = str_data(y), *end = from + x->o.n;
    enum vm_ret got = VM_OK;
    if (x->chars != y->chars)
        return throw(t, EXC_ValueError, "the first two maketrans arguments must have equal length");
    while (got == VM_OK && from < end) {
        uint32_t a, b;
        from += char_get(from, &a);
        to += char_get(to, &b);
        got = dict_set(t, REF(made), V_INT(a), V_INT(b));
    }
    return got;
}

enum vm_ret str_maketrans(struct task *t, value *args, value *ret)
{
    *ret = dict_new(t);
    if (args[1] == V_UNBOUND)
        return table_from_dict(t, args[0], *ret);
    const struct str *s[3] = { NULL };
    for (int i = 0; i < 3 && args[i] != V_UNBOUND; i++) {
        s[i] = str_get(args[i]);
        if (!s[i] && i == 0)
            return throw(t, EXC_TypeError, "first maketrans argument must be a string if there is a second argument");
        if (!s[i])
            return throw(t, EXC_TypeError, "maketrans() argument %d must be str, not %s", i + 1, arg_type(t, args[i]));
    }
    enum vm_ret got = table_from_pairs(t, s[0], s[1], *ret);
    for (size_t i = 0; s[2] && got == VM_OK && i < s[2]->o.n;) {
        uint32_t cp;
        i += char_get(str_data(s[2]) + i, &cp);
        got = dict_set(t, REF(*ret), V_INT(cp), V_NONE);
    }
    return got;
}
