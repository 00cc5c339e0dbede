/* strview.h: str and bytes seen alike, for the files of their methods. */
#ifndef VM_STRVIEW_H
#define VM_STRVIEW_H

#include "vm/methods.h"
#include "vm/str.h"

struct view {
    const char *s;
    size_t n;       // bytes
    size_t chars;   // n for bytes and ASCII: then positions are offsets
    bool bytes;
    value v;
};

bool view_get_other(value v, struct view *ret); // of anything but a str itself
static inline bool view_get(value v, struct view *ret)
{
    if (UNLIKELY(!is_str(v)))
        return view_get_other(v, ret);
    const struct str *s = REF(v);
    *ret = (struct view){ str_data(s), s->o.n, s->chars, false, v };
    return true;
}
/* An argument of the same sort as self. */
static inline bool view_like(const struct view *self, value v, struct view *ret)
{
    return view_get(v, ret) && ret->bytes == self->bytes;
}
/* A new object of self's type. */
value view_make(struct task *t, const struct view *self, const char *s, size_t n);
/* A part of self: self itself when it is all of it and cannot change. */
value view_part(struct task *t, const struct view *self, size_t from, size_t to);
/* An object of self's type with room for n bytes; *ret_to is where they go. */
value view_room(struct task *t, const struct view *self, size_t n, size_t chars, char **ret_to);
size_t view_count(const char *s, size_t n, const struct view *what, size_t most); // occurrences, at most so many
unsigned view_blank(const struct view *a, size_t i);    // bytes of the blank at i, or 0
size_t view_before(const struct view *a, size_t i);     // where the character before i begins

/* Values gathered for a list. */
struct values {
    value *at;
    size_t n, cap;
    value room[32];
};

void values_init(struct values *vs);
/* False if v is 0: a failed allocation, whose exception is set. */
bool values_add(struct values *vs, value v);
enum vm_ret values_list(struct task *t, struct values *vs, bool good, value *ret);
/* All items of an iterable. VM_FALLBACK if it takes Python code. */
enum vm_ret values_gather(struct task *t, struct values *vs, value iterable);
void values_drop(struct values *vs);

#endif
