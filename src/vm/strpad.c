/* Methods of str and bytes that pad and translate. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vm/strview.h"

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
        to = text_put(to, fill->s, fill->n);
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
        return str_return(view_part(t, &self, 0, self.n), ret);
    size_t more = (size_t)width - self.chars;
    if (more > UINT32_MAX / 4)
        return throw(t, EXC_MemoryError, "string too large");
    // an odd blank goes to the left if the width is odd: CPython's choice
    size_t left = side == SIDE_LEFT ? 0 : side == SIDE_RIGHT ? more : more / 2 + (more & (size_t)width & 1);
    value made = view_room(t, &self, self.n + more * fill.n, (size_t)width, &to);
    if (!made)
        return VM_RAISE;
    to = put_fill(to, &fill, left);
    to = text_put(to, self.s, self.n);
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
        return str_return(view_part(t, &self, 0, self.n), ret);
    size_t more = (size_t)width - self.chars, sign = self.n && (self.s[0] == '+' || self.s[0] == '-');
    if (more > UINT32_MAX / 4)
        return throw(t, EXC_MemoryError, "string too large");
    value made = view_room(t, &self, self.n + more, (size_t)width, &to);
    if (!made)
        return VM_RAISE;
    to = text_put(to, self.s, sign);
    memset(to, '0', more);
    text_put(to + more, self.s + sign, self.n - sign);
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
    got = str_return(view_make(t, &self, out.text, out.n), ret);
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
