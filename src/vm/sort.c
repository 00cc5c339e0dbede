/* sort.c: list.sort() and sorted() without Python code.
 *
 * Rows of ints or of floats are sorted by their bits (a radix sort, least digit first: D. Knuth,
 * TAOCP 5.2.5). Strings and mixed rows are merged from runs that are found in the data, in the manner
 * of T. Peters' listsort.txt but without galloping; strings and tuples carry 8 bytes of their
 * beginning with them, so that most comparisons do not touch them. All of it is stable. Up to 63 items the same
 * pairs are compared in the same order as by CPython, so that a TypeError names the same types.
 *
 * The list itself is written only at the end. */
#include "vm/container.h"

#include "lang/lang.h"

enum keys { KEYS_INT, KEYS_FLOAT, KEYS_STR, KEYS_TUPLE, KEYS_OTHER };

struct pair { uint64_t key; value v; };                 // key: bits in the order of the numbers
struct named { uint64_t prefix; value key, v; };        // prefix: 8 bytes, the first one highest;
                                                        // of a tuple, those or the bits of its first item
struct other { value key, v; };

/* What comparing needs; result: what went wrong first. */
struct sorter { struct task *t; enum vm_ret result; };

/* ---- by bits ---- */

/* Ints: the sign turned over. Floats: all bits of negative ones turned over. */
static uint64_t int_bits(value v) { return v ^ 1ull << 63; }
static value bits_int(uint64_t b) { return b ^ 1ull << 63; }

static uint64_t float_bits(value v)
{
    double d = float_of(v);
    uint64_t b;
    memcpy(&b, &d, sizeof b);
    return b ^ (b >> 63 ? UINT64_MAX : 1ull << 63);
}

/* Which bits are to be sorted: from `low`, in `passes` digits of `width` bits. */
struct digits { unsigned low, width, passes; };

static struct digits digits_of(uint64_t differing, size_t n)
{
    unsigned low = (unsigned)__builtin_ctzll(differing), high = 64 - (unsigned)__builtin_clzll(differing);
    unsigned most = n < 1500 ? 8 : 11; // the counters of 11 bits just fit the first cache
    unsigned passes = (high - low + most - 1) / most;
    return (struct digits){ low, (high - low + passes - 1) / passes, passes };
}

/* name: sorts n elements with the help of as many at tmp; KEY(e) is what is compared. */
#define BITS_SORT(name, type, KEY)                                                         \
    static void name##_insert(type *a, size_t n)                                           \
    {                                                                                      \
        for (size_t i = 1; i < n; i++) {                                                   \
            type e = a[i];                                                                 \
            size_t j = i;                                                                  \
            for (; j > 0 && KEY(e) < KEY(a[j - 1]); j--)                                   \
                a[j] = a[j - 1];                                                           \
            a[j] = e;                                                                      \
        }                                                                                  \
    }                                                                                      \
    static void name##_pass(const type *a, type *to, size_t n, unsigned shift, uint32_t mask) \
    {                                                                                      \
        uint32_t at[2048] = { 0 };                                                         \
        for (size_t i = 0; i < n; i++)                                                     \
            at[KEY(a[i]) >> shift & mask]++;                                               \
        for (uint32_t d = 0, sum = 0, here; d <= mask; d++, sum += here) {                 \
            here = at[d];                                                                  \
            at[d] = sum;                                                                   \
        }                                                                                  \
        for (size_t i = 0; i < n; i++)                                                     \
            to[at[KEY(a[i]) >> shift & mask]++] = a[i];                                    \
    }                                                                                      \
    static void name(type *a, type *tmp, size_t n)                                         \
    {                                                                                      \
        uint64_t differing = 0;                                                            \
        bool sorted = true;                                                                \
        for (size_t i = 1; i < n; i++) {                                                   \
            differing |= KEY(a[i]) ^ KEY(a[0]);                                            \
            sorted &= KEY(a[i - 1]) <= KEY(a[i]);                                          \
        }                                                                                  \
        if (sorted)                                                                        \
            return;                                                                        \
        if (n < 48) {                                                                      \
            name##_insert(a, n);                                                           \
            return;                                                                        \
        }                                                                                  \
        struct digits d = digits_of(differing, n);                                         \
        type *from = a, *to = tmp;                                                         \
        for (unsigned i = 0; i < d.passes; i++) {                                          \
            name##_pass(from, to, n, d.low + i * d.width, (1u << d.width) - 1);            \
            type *swap = from;                                                             \
            from = to;                                                                     \
            to = swap;                                                                     \
        }                                                                                  \
        if (from != a)                                                                     \
            memcpy(a, from, n * sizeof *a);                                                \
    }

#define KEY_WORD(e) (e)
#define KEY_PAIR(e) ((e).key)
BITS_SORT(sort_words, uint64_t, KEY_WORD)
BITS_SORT(sort_pairs, struct pair, KEY_PAIR)

/* ---- by merging ---- */

struct run { size_t at, n; };

/* The least run, so that n is close to that times a power of two (listsort.txt). */
static size_t min_run(size_t n)
{
    size_t odd = 0;
    for (; n >= 64; n >>= 1)
        odd |= n & 1;
    return n + odd;
}

#define MERGE_SORT(name, type, LESS)                                                       \
    static size_t name##_run(struct sorter *s, type *a, size_t n)                          \
    {                                                                                      \
        size_t i = 2;                                                                      \
        if (n < 2)                                                                         \
            return n;                                                                      \
        if (!LESS(s, &a[1], &a[0])) {                                                      \
            while (i < n && !LESS(s, &a[i], &a[i - 1]))                                    \
                i++;                                                                       \
            return i;                                                                      \
        }                                                                                  \
        while (i < n && LESS(s, &a[i], &a[i - 1]))                                         \
            i++;                                                                           \
        for (size_t x = 0, y = i; x + 1 < y; x++) {                                        \
            type e = a[x];                                                                 \
            a[x] = a[--y];                                                                 \
            a[y] = e;                                                                      \
        }                                                                                  \
        return i;                                                                          \
    }                                                                                      \
    static void name##_insert(struct sorter *s, type *a, size_t sorted, size_t n)          \
    {                                                                                      \
        for (size_t i = sorted; i < n; i++) {                                              \
            type e = a[i];                                                                 \
            size_t low = 0, high = i;                                                      \
            while (low < high) {                                                           \
                size_t mid = low + (high - low) / 2;                                       \
                if (LESS(s, &e, &a[mid]))                                                  \
                    high = mid;                                                            \
                else                                                                       \
                    low = mid + 1;                                                         \
            }                                                                              \
            memmove(&a[low + 1], &a[low], (i - low) * sizeof *a);                          \
            a[low] = e;                                                                    \
        }                                                                                  \
    }                                                                                      \
    static void name##_merge(struct sorter *s, type *a, size_t n, size_t m, type *tmp)     \
    {                                                                                      \
        type *right = a + n, *end = right + m;                                             \
        if (!LESS(s, right, right - 1))                                                    \
            return;                                                                        \
        while (n > 0 && !LESS(s, right, a)) { /* these stay where they are */              \
            a++;                                                                           \
            n--;                                                                           \
        }                                                                                  \
        memcpy(tmp, a, n * sizeof *a);                                                     \
        for (type *left = tmp, *last = tmp + n; left < last;) {                            \
            if (right < end && LESS(s, right, left))                                       \
                *a++ = *right++;                                                           \
            else                                                                           \
                *a++ = *left++;                                                            \
        }                                                                                  \
    }                                                                                      \
    static void name(struct sorter *s, type *a, type *tmp, size_t n)                       \
    {                                                                                      \
        struct run runs[96];                                                               \
        unsigned k = 0;                                                                    \
        size_t least = min_run(n);                                                         \
        for (size_t at = 0; at < n && s->result == VM_OK;) {                               \
            size_t have = name##_run(s, a + at, n - at), want = MIN(least, n - at);        \
            if (have < want)                                                               \
                name##_insert(s, a + at, have, want);                                      \
            runs[k++] = (struct run){ at, MAX(have, want) };                               \
            at += runs[k - 1].n;                                                           \
            while (k > 1 && run_due(runs, k, at == n)) {                                   \
                unsigned i = run_due(runs, k, at == n) == 2 ? k - 3 : k - 2;               \
                name##_merge(s, a + runs[i].at, runs[i].n, runs[i + 1].n, tmp);            \
                runs[i].n += runs[i + 1].n;                                                \
                if (i + 2 < k)                                                             \
                    runs[i + 1] = runs[i + 2];                                             \
                k--;                                                                       \
            }                                                                              \
        }                                                                                  \
    }

/* Which of the k runs are to be merged now, so that their lengths fall faster than Fibonacci's
 * numbers from left to right: 0 none, 1 the last two, 2 the two before the last. */
static int run_due(const struct run *r, unsigned k, bool all)
{
    bool crowded = (k > 2 && r[k - 3].n <= r[k - 2].n + r[k - 1].n)
                   || (k > 3 && r[k - 4].n <= r[k - 3].n + r[k - 2].n);
    if (k > 2 && (crowded || all) && r[k - 3].n < r[k - 1].n)
        return 2;
    return crowded || all || r[k - 2].n <= r[k - 1].n;
}

static bool less_named(struct sorter *s, const struct named *a, const struct named *b)
{
    (void)s;
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix;
    return a->key != b->key && str_order(a->key, b->key) < 0;
}

static bool less_other(struct sorter *s, const struct other *a, const struct other *b)
{
    bool less = false;
    if (s->result == VM_OK)
        s->result = value_order(s->t, OPR_LT, a->key, b->key, &less);
    return s->result == VM_OK && less;
}

/* Tuples whose first items are alike: equal prefixes leave it to the whole. */
static bool less_tuple(struct sorter *s, const struct named *a, const struct named *b)
{
    bool less = false;
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix;
    if (s->result == VM_OK)
        s->result = value_order(s->t, OPR_LT, a->key, b->key, &less);
    return s->result == VM_OK && less;
}

MERGE_SORT(sort_named, struct named, less_named)
MERGE_SORT(sort_tuples, struct named, less_tuple)
MERGE_SORT(sort_other, struct other, less_other)

/* ---- choosing ---- */

/* NaN is unordered and -0.0 equals 0.0: such rows are compared, not sorted by bits. */
static bool plain_float(value v)
{
    if (!is_float(v))
        return false;
    double d = float_of(v);
    return d != 0 ? d == d : v == V_ZERO_FLOAT;
}

static bool is_filled_tuple(value v) { return is_type(v, T_TUPLE) && obj_of(v)->n > 0; }

static enum keys keys_kind(const value *keys, size_t n)
{
    size_t i = 0;
    while (i < n && is_filled_tuple(keys[i]))
        i++;
    if (i == n)
        return KEYS_TUPLE;
    i = 0;
    if (is_int(keys[0]))
        while (i < n && is_int(keys[i]))
            i++;
    if (i == n)
        return KEYS_INT;
    i = 0;
    if (is_str(keys[0]))
        while (i < n && is_str(keys[i]))
            i++;
    if (i == n)
        return KEYS_STR;
    i = 0;
    while (i < n && plain_float(keys[i]))
        i++;
    return i == n ? KEYS_FLOAT : KEYS_OTHER;
}

static uint64_t str_prefix(value v)
{
    const struct str *s = REF(v);
    uint64_t prefix = 0;
    memcpy(&prefix, str_data(s), MIN(s->o.n, 8u));
    return __builtin_bswap64(prefix);
}

/* n things of so many words each, for as long as this builtin runs. */
static void *scratch_words(struct task *t, size_t n, size_t words)
{
    struct array *a = array_new(t, n * words);
    return a ? a->item : NULL;
}

/* Sorts the values v[0…n) by keys; both may be one row. */
static enum vm_ret sort_by_bits(struct task *t, enum keys kind, const value *keys, value *v, size_t n)
{
    struct pair *a = scratch_words(t, 2 * n, 2);
    if (!a)
        return VM_RAISE;
    for (size_t i = 0; i < n; i++)
        a[i] = (struct pair){ kind == KEYS_INT ? int_bits(keys[i]) : float_bits(keys[i]), v[i] };
    sort_pairs(a, a + n, n);
    for (size_t i = 0; i < n; i++)
        v[i] = a[i].v;
    return VM_OK;
}

static enum vm_ret sort_ints(struct task *t, value *v, size_t n)
{
    uint64_t *a = scratch_words(t, 2 * n, 1);
    if (!a)
        return VM_RAISE;
    for (size_t i = 0; i < n; i++)
        a[i] = int_bits(v[i]);
    sort_words(a, a + n, n);
    for (size_t i = 0; i < n; i++)
        v[i] = bits_int(a[i]);
    return VM_OK;
}

static enum vm_ret sort_strings(struct task *t, const value *keys, value *v, size_t n)
{
    struct sorter s = { t, VM_OK };
    struct named *a = scratch_words(t, 2 * n, 3);
    if (!a)
        return VM_RAISE;
    for (size_t i = 0; i < n; i++)
        a[i] = (struct named){ str_prefix(keys[i]), keys[i], v[i] };
    sort_named(&s, a, a + n, n);
    for (size_t i = 0; i < n; i++)
        v[i] = a[i].v;
    return VM_OK;
}

/* First items that are all ints, all floats or all strings order most tuples. */
static enum vm_ret sort_by_first(struct task *t, const value *keys, value *v, size_t n)
{
    struct sorter s = { t, VM_OK };
    struct named *a = scratch_words(t, 2 * n, 3);
    value *first = scratch_words(t, n, 1);
    if (!a || !first)
        return VM_RAISE;
    for (size_t i = 0; i < n; i++)
        first[i] = tuple_of(keys[i])->item[0];
    enum keys kind = keys_kind(first, n);
    for (size_t i = 0; i < n; i++) {
        uint64_t prefix = kind == KEYS_INT ? int_bits(first[i]) : kind == KEYS_FLOAT ? float_bits(first[i])
                          : kind == KEYS_STR ? str_prefix(first[i]) : 0;
        a[i] = (struct named){ prefix, keys[i], v[i] };
    }
    sort_tuples(&s, a, a + n, n);
    for (size_t i = 0; s.result == VM_OK && i < n; i++)
        v[i] = a[i].v;
    return s.result;
}

static enum vm_ret sort_others(struct task *t, const value *keys, value *v, size_t n)
{
    struct sorter s = { t, VM_OK };
    struct other *a = scratch_words(t, 2 * n, 2);
    if (!a)
        return VM_RAISE;
    for (size_t i = 0; i < n; i++)
        a[i] = (struct other){ keys[i], v[i] };
    sort_other(&s, a, a + n, n);
    for (size_t i = 0; s.result == VM_OK && i < n; i++)
        v[i] = a[i].v;
    return s.result;
}

static void row_reverse(value *a, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        value v = a[i];
        a[i] = a[--n];
        a[n] = v;
    }
}

/* In place, in private rows. Equal items keep their order, also with reverse: hence turned twice. */
static enum vm_ret row_sort(struct task *t, value *keys, value *v, size_t n, bool reverse)
{
    enum vm_ret r;
    if (n < 2)
        return VM_OK;
    if (reverse) {
        row_reverse(v, n);
        if (keys != v)
            row_reverse(keys, n);
    }
    enum keys kind = keys_kind(keys, n);
    if (kind == KEYS_INT && keys == v)
        r = sort_ints(t, v, n);
    else if (kind == KEYS_INT || kind == KEYS_FLOAT)
        r = sort_by_bits(t, kind, keys, v, n);
    else if (kind == KEYS_TUPLE)
        r = sort_by_first(t, keys, v, n);
    else
        r = kind == KEYS_STR ? sort_strings(t, keys, v, n) : sort_others(t, keys, v, n);
    if (reverse)
        row_reverse(v, n);
    return r;
}

/* A private copy of a list's items. */
static bool row_copy(struct task *t, value list, value **ret, size_t *ret_n)
{
    const value *items;
    if (!items_view(t, list, &items, ret_n))
        return false;
    struct array *a = array_new(t, *ret_n);
    if (a && *ret_n)
        memcpy(a->item, items, *ret_n * sizeof *items);
    *ret = a ? a->item : NULL;
    return a != NULL;
}

static enum vm_ret list_sort_by(struct task *t, value list, value keys, bool reverse)
{
    value *v, *k;
    size_t n, m;
    if (!row_copy(t, list, &v, &n))
        return VM_RAISE;
    k = v;
    m = n;
    if (keys != list && !row_copy(t, keys, &k, &m))
        return VM_RAISE;
    if (m != n)
        return throw(t, EXC_ValueError, "list modified during sort");
    enum vm_ret r = row_sort(t, k, v, n, reverse);
    struct list_obj *l = list_of(list);
    if (r != VM_OK || n == 0)
        return r;
    struct array *a = REF(l->items);
    for (size_t i = 0; i < MIN(n, l->len); i++)
        slot_set(&a->item[i], v[i]);
    return VM_OK;
}

/* key and reverse as given; VM_FALLBACK if they take Python code. */
static enum vm_ret sort_args(struct task *t, value key, value reverse, bool *ret_reverse)
{
    *ret_reverse = false;
    if (key != V_UNBOUND && key != V_NONE)
        return VM_FALLBACK;
    if (reverse == V_UNBOUND)
        return VM_OK;
    if (kind_of(reverse) != T_BOOL && kind_of(reverse) != T_INT && kind_of(reverse) != T_INSTANCE)
        return throw(t, EXC_TypeError, "'%s' object cannot be interpreted as an integer", type_name(t, reverse));
    return truth(t, reverse, ret_reverse) ? VM_OK : VM_FALLBACK;
}

/* args: self, key, reverse */
enum vm_ret list_m_sort(struct task *t, value *args, value *ret)
{
    bool reverse;
    value list = receiver(args[0]);
    enum vm_ret r = sort_args(t, args[1], args[2], &reverse);
    *ret = V_NONE;
    return r == VM_OK ? list_sort_by(t, list, list, reverse) : r;
}

/* args: iterable, key, reverse */
enum vm_ret builtin_sorted(struct task *t, value *args, value *ret)
{
    const value *items;
    size_t n;
    bool reverse;
    struct iter_mark mark = { 0 };

    enum vm_ret r = sort_args(t, args[1], args[2], &reverse);
    if (r != VM_OK)
        return r;
    if (!iter_mark(&mark, args[0]))
        return VM_FALLBACK;
    r = iter_collect(t, args[0], &items, &n);
    if (r != VM_OK)
        return r;
    *ret = list_new(t, items, n);
    if (!*ret)
        return VM_RAISE;
    if (n) // the list is new and nobody else has it: sorted where it is
        r = row_sort(t, ((struct array *)REF(list_of(*ret)->items))->item,
                     ((struct array *)REF(list_of(*ret)->items))->item, n, reverse);
    if (r == VM_FALLBACK)
        iter_reset(&mark);
    return r;
}

/* args: list, list of its keys, reverse. Sorts the list; False if Python code must compare the keys. */
enum vm_ret builtin_sort_keyed(struct task *t, value *args, value *ret)
{
    bool reverse;
    enum vm_ret r = sort_args(t, V_NONE, args[2], &reverse);
    if (r == VM_OK)
        r = list_sort_by(t, receiver(args[0]), receiver(args[1]), reverse);
    *ret = V_BOOL(r == VM_OK);
    return r == VM_RAISE ? r : VM_OK;
}
