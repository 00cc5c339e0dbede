/* Methods of str and bytes that take apart, replace and join. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vm/strview.h"

/* ---- split ---- */

/* Words between blanks; after `most` cuts the rest is the last one. */
static bool split_blanks(struct task *t, const struct view *a, size_t most, struct values *out)
{
    size_t i = 0;
    unsigned len;
    bool good = true;
    while (good) {
        while (i < a->n && (len = view_blank(a, i)))
            i += len;
        if (i >= a->n)
            break;
        size_t from = i;
        if (out->n >= most)
            return values_add(out, view_part(t, a, from, a->n));
        while (i < a->n && !view_blank(a, i))
            i += a->bytes ? 1 : char_length(a->s[i]);
        good = values_add(out, view_part(t, a, from, i));
    }
    return good;
}

static bool rsplit_blanks(struct task *t, const struct view *a, size_t most, struct values *out)
{
    size_t i = a->n;
    bool good = true;
    while (good) {
        while (i > 0 && view_blank(a, view_before(a, i)))
            i = view_before(a, i);
        if (i == 0)
            break;
        size_t to = i;
        if (out->n >= most)
            return values_add(out, view_part(t, a, 0, to));
        while (i > 0 && !view_blank(a, view_before(a, i)))
            i = view_before(a, i);
        good = values_add(out, view_part(t, a, i, to));
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
        good = values_add(out, view_make(t, a, a->s + from, at));
        from += at + sep->n;
    }
    return good && values_add(out, view_part(t, a, from, a->n));
}

static bool rsplit_at(struct task *t, const struct view *a, const struct view *sep, size_t most, struct values *out)
{
    size_t to = a->n;
    bool good = true;
    while (good && out->n < most) {
        size_t at = bytes_rfind(a->s, to, sep->s, sep->n);
        if (at == SIZE_MAX)
            break;
        good = values_add(out, view_make(t, a, a->s + at + sep->n, to - at - sep->n));
        to = at;
    }
    return good && values_add(out, view_part(t, a, 0, to));
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
        good = values_add(&out, view_part(t, &self, from, keep ? i + end : i));
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
        value empty = view_make(t, &self, "", 0);
        three[0] = three[1] = three[2] = empty;
        three[last ? 2 : 0] = view_part(t, &self, 0, self.n);
    } else {
        three[0] = view_part(t, &self, 0, at);
        three[1] = is_type(sep.v, T_BYTEARRAY) || self.bytes ? view_make(t, &self, sep.s, sep.n) : sep.v;
        three[2] = view_part(t, &self, at + sep.n, self.n);
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

static void replace_fill(char *to, const struct view *a, const struct view *old, const struct view *new, size_t count)
{
    size_t from = 0;
    for (; count; count--) {
        size_t at = bytes_find(a->s + from, a->n - from, old->s, old->n);
        to = text_put(to, a->s + from, at);
        to = text_put(to, new->s, new->n);
        from += at + old->n;
    }
    text_put(to, a->s + from, a->n - from);
}

/* Nothing is found before every character and at the end. */
static void interleave(char *to, const struct view *a, const struct view *new, size_t count)
{
    size_t from = 0;
    for (; count; count--) {
        to = text_put(to, new->s, new->n);
        if (from == a->n)
            break;
        size_t len = a->bytes ? 1 : char_length(a->s[from]);
        to = text_put(to, a->s + from, len);
        from += len;
    }
    text_put(to, a->s + from, a->n - from);
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
    size_t count = old.n ? view_count(self.s, self.n, &old, limit) : MIN(self.chars + 1, limit);
    if (count == 0)
        return str_return(view_part(t, &self, 0, self.n), ret);
    if (new.n > old.n && count > (UINT32_MAX - self.n) / (new.n - old.n))
        return throw(t, EXC_MemoryError, "string too large");
    size_t n = self.n + count * new.n - count * old.n, chars = self.chars + count * new.chars - count * old.chars;
    value made = view_room(t, &self, n, chars, &to);
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
    return text_put(to, s, n);
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
    value made = view_room(t, self, n, n, &to);
    if (!made)
        return VM_RAISE;
    char *end = to + n;
    for (size_t i = 0; i < vs->n; i++) {
        view_get(vs->at[i], &one); // a bytearray may have changed its length since
        size_t need = one.n + (i ? self->n : 0);
        if (need > (size_t)(end - to))
            return throw(t, EXC_BufferError, "a bytearray changed its size while it was joined");
        if (i)
            to = text_put(to, self->s, self->n);
        to = text_put(to, one.s, one.n);
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
