/* str.h: what the files about text and numbers share with each other and with the containers.
 *
 * In:      strings as values or as UTF-8 bytes with a length.
 * Out:     new strings; positions in characters where Python sees them, in bytes inside.
 * Owner:   a new string is the heap's. Strings never change, so nothing is guarded, but for the
 *          tail of a strbuf, which is claimed with a compare-and-swap.
 *
 * Text in a string is valid UTF-8, but for lone surrogates (chr(0xd800)), which are kept as three
 * bytes. So decoding needs no checks: char_get(). */
#ifndef VM_STR_H
#define VM_STR_H

#include "vm/vm.h"

/* ---- characters ---- */

static inline bool is_tail_byte(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

/* The length of the character that begins with this byte. */
static inline unsigned char_length(char lead)
{
    unsigned char c = (unsigned char)lead;
    return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* Decodes the character at s, which is the beginning of one. */
static inline unsigned char_get(const char *s, uint32_t *ret_cp)
{
    unsigned n = char_length(s[0]);
    uint32_t cp = (unsigned char)s[0];
    if (n > 1) {
        cp &= 0x7fu >> n;
        for (unsigned i = 1; i < n; i++)
            cp = cp << 6 | ((unsigned char)s[i] & 0x3f);
    }
    *ret_cp = cp;
    return n;
}

bool text_is_ascii(const char *s, size_t n);
size_t text_chars(const char *s, size_t n);             // characters in n bytes
size_t text_skip(const char *s, size_t n, size_t chars); // bytes of the first characters, at most n

/* memcpy() for texts, most of which are short: a call and its cases by size would take longer than the copy. */
static inline void text_copy(char *to, const char *from, size_t n)
{
    if (n > 16) {
        memcpy(to, from, n);
    } else if (n >= 8) { // the halves overlap
        uint64_t head, tail;
        memcpy(&head, from, 8);
        memcpy(&tail, from + n - 8, 8);
        memcpy(to, &head, 8);
        memcpy(to + n - 8, &tail, 8);
    } else if (n >= 4) {
        uint32_t head, tail;
        memcpy(&head, from, 4);
        memcpy(&tail, from + n - 4, 4);
        memcpy(to, &head, 4);
        memcpy(to + n - 4, &tail, 4);
    } else if (n) { // one, two or three: the first, the middle and the last are all
        char head = from[0], middle = from[n / 2], tail = from[n - 1];
        to[0] = head;
        to[n / 2] = middle;
        to[n - 1] = tail;
    }
}

/* text_copy(); returns what is behind the copy. */
static inline char *text_put(char *to, const char *s, size_t n)
{
    text_copy(to, s, n);
    return to + n;
}

/* ---- a short text on the C stack, which moves to malloc when it outgrows it ---- */

struct scratch {
    char *text;
    size_t n, cap;
    char room[240];
};

char *scratch_grow(struct scratch *s, size_t n);
static inline void scratch_init(struct scratch *s)
{
    s->text = s->room;
    s->n = 0;
    s->cap = sizeof s->room;
}
void scratch_finish(struct scratch *s);
/* Room for n more bytes; the caller adds what it wrote to s->n. */
static inline char *scratch_room(struct scratch *s, size_t n)
{
    return n <= s->cap - s->n ? s->text + s->n : scratch_grow(s, n);
}
static inline void scratch_add(struct scratch *s, const char *text, size_t n)
{
    text_copy(scratch_room(s, n), text, n);
    s->n += n;
}
static inline void scratch_addc(struct scratch *s, char c)
{
    *scratch_room(s, 1) = c;
    s->n++;
}

/* ---- making strings ---- */

/* A string whose n bytes the caller fills; NULL with MemoryError set. */
struct str *str_alloc(struct task *t, size_t n, size_t chars, bool ascii);
value str_ascii(struct task *t, const char *s, size_t n); // known to be ASCII
value str_known(struct task *t, const char *s, size_t n, size_t chars);
/* *ret = v and VM_OK, or VM_RAISE if v is 0. */
enum vm_ret str_return(value v, value *ret);

/* A finished string if it is a str or an instance of a subclass of str, else NULL. */
const struct str *str_get_payload(value v);
static inline const struct str *str_get(value v)
{
    return LIKELY(is_str(v)) ? (const struct str *)REF(v) : str_get_payload(v);
}
static inline bool str_all_ascii(const struct str *s) { return s->o.aux & STR_ASCII; }
uint32_t text_hash(const char *s, size_t n); // as stored in struct str; never 0

/* ---- strings as sequences: item_get, contains, +, *, iteration ---- */

/* s[key] for an int or a slice; VM_FALLBACK for instances. */
enum vm_ret str_item(struct task *t, value s, value key, value *ret);
enum vm_ret str_repeat(struct task *t, value s, value count, value *ret);
bool str_contains(value s, value part);
/* The character at byte offset *at, which moves behind it; 0 at the end, or with exc set. */
value str_next_char(struct task *t, const struct str *s, int64_t *at);
/* A new string of the bytes [from, to), cut between characters. */
value str_part(struct task *t, const struct str *s, size_t from, size_t to);

/* The same for bytes and bytearray. */
struct byte_span { const uint8_t *data; size_t n; };
bool bytes_get(value v, struct byte_span *ret);   // bytes, bytearray or a subclass's payload
value bytes_new(struct task *t, const void *data, size_t n); // data NULL: zeroed
/* The same, but a bytearray if `like` is one; and where the bytes of either are. */
value bytes_like(struct task *t, value like, const void *data, size_t n);
uint8_t *bytes_room(value v);
enum vm_ret bytes_item(struct task *t, value b, value key, value *ret);
enum vm_ret bytes_concat(struct task *t, value a, value b, value *ret);
enum vm_ret bytes_repeat(struct task *t, value b, value count, value *ret);
enum vm_ret bytes_contains(struct task *t, value b, value part, bool *ret);
/* bytes(v) of an iterable of ints or of a bytes-like object. */
enum vm_ret bytes_from_value(struct task *t, value v, value *ret);
int bytes_order(const struct byte_span *a, const struct byte_span *b);
void bytes_repr(struct buf *out, value b);
/* Changes of a bytearray; the caller holds its lock. */
enum vm_ret bytearray_set(struct task *t, value b, value key, value v);
enum vm_ret bytearray_del(struct task *t, value b, value key);
enum vm_ret bytearray_extend(struct task *t, value b, value more);

/* ---- searching ---- */

/* The first or last place of part in s, or SIZE_MAX. */
size_t bytes_find(const char *s, size_t n, const char *part, size_t part_n);
size_t bytes_rfind(const char *s, size_t n, const char *part, size_t part_n);

/* ---- arguments ---- */

/* An int argument; TypeError "'str' object cannot be interpreted as an integer", for instances with
 * __index__ as VM_NUMBER; OverflowError if it does not fit. Never VM_FALLBACK. */
enum vm_ret arg_index(struct task *t, value v, int64_t *ret);
/* An argument is not the int (or real number) that was wanted, and the exception for that is set. VM_NUMBER if it is an
 * instance whose __index__ (or __float__) can be asked: who called the builtin asks, and calls it again with the number. */
enum vm_ret may_be_number(struct task *t, value v, bool real);
/* An index or slice bound: like arg_index, but too large numbers are clamped, and None or
 * V_UNBOUND leave *ret as it is. */
enum vm_ret arg_bound(struct task *t, value v, int64_t *ret);
enum vm_ret slice_bound(struct task *t, value v, int64_t *ret); // … of a slice: VM_FALLBACK for an object whose __index__ is to be asked
/* An optional str argument as a C string: NULL if absent; false if it is something else. */
bool arg_option(value v, const char **ret);
/* The type as errors about arguments name it: None, not NoneType. */
const char *arg_type(struct task *t, value v);
/* The n, start and step that a slice takes from a sequence of length len. */
struct slice_range { int64_t start, step, n; };
enum vm_ret slice_range(struct task *t, value slice, int64_t len, struct slice_range *ret);

/* ---- repr ---- */

/* The text in quotes, as repr() or (only_ascii) ascii() write it. */
void text_repr(struct buf *out, const char *s, size_t n, bool only_ascii);
bool cp_is_printable(uint32_t cp);
bool cp_is_space(uint32_t cp);
enum vm_ret str_of(struct task *t, value v, value *ret);         // str(v)
enum vm_ret str_ascii_repr(struct task *t, value v, value *ret); // ascii(v)

/* ---- digits ---- */

unsigned double_text(char to[32], double d);    // as float_text()
/* str() of any int; ValueError beyond 4300 digits. */
enum vm_ret int_text_checked(struct task *t, struct buf *out, value v);
/* 'f', 'e', 'g' or 'r' (repr) with so many digits and the sign, as CPython's float formatting. */
enum double_flag { DOUBLE_ALT = 1, DOUBLE_DOT_ZERO = 2 };
void double_format(struct scratch *out, double d, char kind, int precision, unsigned flags);

/* Reads what float() reads; false if it is no float. */
bool float_scan(const char *s, size_t n, double *ret);
/* Digits of other scripts become 0-9, other blanks ' ', what is neither '?'. */
void text_fold_digits(struct scratch *out, const char *s, size_t n);

/* ---- encodings: codec.c ---- */

/* bytes to str and back; encoding and errors as given to decode() and encode(), or NULL. */
enum vm_ret text_decode(struct task *t, const uint8_t *s, size_t n, const char *encoding,
                        const char *errors, value *ret);
enum vm_ret text_encode(struct task *t, const struct str *s, const char *encoding, const char *errors,
                        value *ret);

/* ---- operators of floats: float.c ---- */
enum vm_ret float_binary(struct task *t, unsigned op, double a, double b, value *ret);
enum vm_ret float_round(struct task *t, double d, int64_t digits, value *ret);
enum vm_ret int_from_double(struct task *t, double d, value *ret); // int(d), with its errors

#endif
