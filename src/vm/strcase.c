#include <string.h>

#include "base/text.h"
#include "vm/methods.h"
#include "vm/str.h"

/* ---- what is known about characters ---- */

struct cp_range {
    uint32_t first, last;
};
struct case_run { // every stride-th character from first to last has its image at a distance
    uint32_t first, last;
    uint8_t stride;
    int32_t distance;
};
struct case_special {
    uint32_t cp, to[3];
};

#include "vm/cases.inc"

static bool range_has(const struct cp_range *table, size_t n, uint32_t cp)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (cp > table[mid].last)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && cp >= table[low].first;
}

#define IN(table, cp) range_has((table), ARRAY_LEN(table), (cp))

static bool ascii_upper(uint32_t c) { return c - 'A' < 26; }
static bool ascii_lower(uint32_t c) { return c - 'a' < 26; }
static bool ascii_digit(uint32_t c) { return c - '0' < 10; }

static bool cp_upper(uint32_t cp) { return cp < 0x80 ? ascii_upper(cp) : IN(upper, cp); }
static bool cp_lower(uint32_t cp) { return cp < 0x80 ? ascii_lower(cp) : IN(lower, cp); }
static bool cp_title(uint32_t cp) { return cp >= 0x80 && IN(title, cp); }
static bool cp_cased(uint32_t cp) { return cp_upper(cp) || cp_lower(cp) || cp_title(cp); }
static bool cp_alpha(uint32_t cp) { return cp < 0x80 ? ascii_upper(cp & ~0x20u) : IN(alpha, cp); }

bool cp_is_space(uint32_t cp)
{
    return cp < 0x80 ? cp == ' ' || cp - 9 < 5 || cp - 0x1c < 4 : IN(space, cp);
}

/* What bytes take for blank: not the separators from 0x1c on. */
static bool cp_byte_space(uint32_t cp) { return cp == ' ' || cp - 9 < 5; }

bool cp_is_printable(uint32_t cp)
{
    return cp < 0x80 ? cp >= 0x20 && cp < 0x7f : !IN(unprintable, cp);
}

/* The value of a decimal digit of any script, or -1. */
static int decimal_value(uint32_t cp)
{
    if (cp < 0x80)
        return ascii_digit(cp) ? (int)(cp - '0') : -1;
    size_t low = 0, high = ARRAY_LEN(decimal_zeros);
    while (low < high) { // the first zero above cp
        size_t mid = (low + high) / 2;
        if (cp >= decimal_zeros[mid])
            low = mid + 1;
        else
            high = mid;
    }
    return low > 0 && cp - decimal_zeros[low - 1] < 10 ? (int)(cp - decimal_zeros[low - 1]) : -1;
}

static bool cp_decimal(uint32_t cp) { return decimal_value(cp) >= 0; }
static bool cp_digit(uint32_t cp) { return cp_decimal(cp) || (cp >= 0x80 && IN(digit, cp)); }
static bool cp_numeric(uint32_t cp) { return cp_digit(cp) || (cp >= 0x80 && IN(numeric, cp)); }
static bool cp_alnum(uint32_t cp) { return cp_alpha(cp) || cp_numeric(cp); }

void text_fold_digits(struct scratch *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        i += char_get(s + i, &cp);
        int d = decimal_value(cp);
        scratch_addc(out, cp < 0x80 ? (char)cp : d >= 0 ? (char)('0' + d) : cp_is_space(cp) ? ' ' : '?');
    }
}

/* ---- one character's image ---- */

struct case_map {
    const struct case_run *runs;
    const struct case_special *specials;
    size_t run_count, special_count;
};

#define CASE_MAP(name) \
    { name##_runs, name##_specials, ARRAY_LEN(name##_runs), ARRAY_LEN(name##_specials) }
static const struct case_map map_upper = CASE_MAP(to_upper), map_lower = CASE_MAP(to_lower),
                             map_title = CASE_MAP(to_title), map_fold = CASE_MAP(to_fold);

static const struct case_special *special_find(const struct case_map *map, uint32_t cp)
{
    size_t low = 0, high = map->special_count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (cp > map->specials[mid].cp)
            low = mid + 1;
        else
            high = mid;
    }
    return low < map->special_count && map->specials[low].cp == cp ? &map->specials[low] : NULL;
}

static uint32_t run_map(const struct case_map *map, uint32_t cp)
{
    size_t low = 0, high = map->run_count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (cp > map->runs[mid].last)
            low = mid + 1;
        else
            high = mid;
    }
    const struct case_run *run = &map->runs[low];
    if (low == map->run_count || cp < run->first || (cp - run->first) % run->stride)
        return cp;
    return (uint32_t)((int32_t)cp + run->distance);
}

static uint32_t ascii_map(const struct case_map *map, uint32_t c)
{
    if (map == &map_upper || map == &map_title)
        return ascii_lower(c) ? c - 32 : c;
    return ascii_upper(c) ? c + 32 : c;
}

static void add_cp(struct scratch *out, uint32_t cp)
{
    out->n += utf8_put(scratch_room(out, 4), cp);
}

/* Adds the image of cp; returns how many characters it has. */
static size_t add_mapped(struct scratch *out, const struct case_map *map, uint32_t cp)
{
    if (cp < 0x80) {
        scratch_addc(out, (char)ascii_map(map, cp));
        return 1;
    }
    const struct case_special *special = special_find(map, cp);
    if (!special) {
        add_cp(out, run_map(map, cp));
        return 1;
    }
    size_t n = 0;
    for (; n < 3 && special->to[n]; n++)
        add_cp(out, special->to[n]);
    return n;
}

/* ---- whole texts ---- */

enum style { STYLE_UPPER, STYLE_LOWER, STYLE_FOLD, STYLE_SWAP, STYLE_TITLE, STYLE_CAPITAL };

static bool is_ignorable(uint32_t cp)
{
    return cp < 0x80 ? cp && strchr("'.:^`", (int)cp) : IN(ignorable, cp);
}

/* Whether the capital sigma at byte `at` ends a word: a cased letter before it and none after it, not
 * counting what is ignorable. Source: the Unicode Standard, table 3-17, Final_Sigma. */
static bool sigma_is_final(const char *s, size_t n, size_t at)
{
    uint32_t cp = 0;
    size_t i = at;
    bool cased = false;
    while (i > 0 && !cased) {
        for (i--; is_tail_byte(s[i]); i--)
            ;
        char_get(s + i, &cp);
        if (!is_ignorable(cp) && !cp_cased(cp))
            return false;
        cased = !is_ignorable(cp);
    }
    if (!cased)
        return false;
    for (i = at + 2; i < n;) {
        i += char_get(s + i, &cp);
        if (!is_ignorable(cp))
            return !cp_cased(cp);
    }
    return true;
}

enum { CAPITAL_SIGMA = 0x3a3, FINAL_SIGMA = 0x3c2 };

static const struct case_map *style_map(enum style style, uint32_t cp, bool first, bool after_cased)
{
    switch (style) {
    case STYLE_UPPER:
        return &map_upper;
    case STYLE_LOWER:
        return &map_lower;
    case STYLE_FOLD:
        return &map_fold;
    case STYLE_SWAP:
        return cp_upper(cp) ? &map_lower : cp_lower(cp) ? &map_upper : NULL;
    case STYLE_TITLE:
        return after_cased ? &map_lower : &map_title;
    case STYLE_CAPITAL:
        return first ? &map_title : &map_lower;
    }
    return NULL;
}

static value change_wide(struct task *t, const struct str *s, enum style style)
{
    struct scratch out;
    const char *text = str_data(s);
    bool after_cased = false;
    size_t chars = 0;
    scratch_init(&out);
    for (size_t i = 0; i < s->o.n;) {
        uint32_t cp;
        unsigned len = char_get(text + i, &cp);
        const struct case_map *map = style_map(style, cp, i == 0, after_cased);
        if (cp == CAPITAL_SIGMA && map == &map_lower && sigma_is_final(text, s->o.n, i)) {
            add_cp(&out, FINAL_SIGMA);
            chars++;
        } else if (map) {
            chars += add_mapped(&out, map, cp);
        } else {
            scratch_add(&out, text + i, len);
            chars++;
        }
        after_cased = style == STYLE_TITLE && cp_cased(cp);
        i += len;
    }
    value v = str_known(t, out.text, out.n, chars);
    scratch_finish(&out);
    return v;
}

/* ASCII: the bit 0x20 makes the difference. The two common ones are loops that vectorise. */
static void change_ascii(char *to, const char *s, size_t n, enum style style)
{
    bool after_letter = false;
    if (style == STYLE_UPPER) {
        for (size_t i = 0; i < n; i++)
            to[i] = (char)(s[i] ^ (ascii_lower((unsigned char)s[i]) << 5));
        return;
    }
    if (style == STYLE_LOWER || style == STYLE_FOLD) {
        for (size_t i = 0; i < n; i++)
            to[i] = (char)(s[i] ^ (ascii_upper((unsigned char)s[i]) << 5));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        bool up = ascii_upper(c), down = ascii_lower(c);
        bool wants_up = style == STYLE_SWAP ? down : style == STYLE_TITLE ? !after_letter : i == 0;
        to[i] = (char)((up && !wants_up) || (down && wants_up) ? c ^ 0x20 : c);
        after_letter = up || down;
    }
}

static enum vm_ret change_bytes(struct task *t, value v, enum style style, value *ret)
{
    struct byte_span s;
    bytes_get(v, &s);
    value made = bytes_like(t, v, NULL, s.n);
    if (!made)
        return VM_RAISE;
    change_ascii((char *)bytes_room(made), (const char *)s.data, s.n, style);
    *ret = made;
    return VM_OK;
}

static enum vm_ret change(struct task *t, value v, enum style style, value *ret)
{
    const struct str *s = str_get(v);
    if (!s)
        return change_bytes(t, v, style, ret);
    if (!str_all_ascii(s))
        return str_return(change_wide(t, s, style), ret);
    struct str *made = str_alloc(t, s->o.n, s->o.n, true);
    if (!made)
        return VM_RAISE;
    change_ascii(made->bytes, str_data(s), s->o.n, style);
    *ret = value_of(made);
    return VM_OK;
}

#define CHANGE(fn, style) \
    enum vm_ret fn(struct task *t, value *args, value *ret) { return change(t, args[0], style, ret); }

CHANGE(text_upper, STYLE_UPPER)
CHANGE(text_lower, STYLE_LOWER)
CHANGE(text_swapcase, STYLE_SWAP)
CHANGE(text_title, STYLE_TITLE)
CHANGE(text_capitalize, STYLE_CAPITAL)
CHANGE(str_casefold, STYLE_FOLD)

/* ---- questions ---- */

/* Bytes are asked like text in which those beyond ASCII are nothing: an unassigned character. */
struct asked {
    const char *s;
    size_t n;
    bool bytes;
};

static struct asked ask(value v)
{
    struct byte_span b;
    const struct str *s = str_get(v);
    if (s)
        return (struct asked){ str_data(s), s->o.n, false };
    bytes_get(v, &b);
    return (struct asked){ (const char *)b.data, b.n, true };
}

static unsigned asked_next(const struct asked *a, size_t at, uint32_t *ret_cp)
{
    if (!a->bytes)
        return char_get(a->s + at, ret_cp);
    unsigned char c = (unsigned char)a->s[at];
    *ret_cp = c < 0x80 ? c : 0x10ffff;
    return 1;
}

typedef bool cp_test(uint32_t cp);

static bool all_are(value v, cp_test *test, bool if_empty)
{
    struct asked a = ask(v);
    for (size_t i = 0; i < a.n;) {
        uint32_t cp;
        i += asked_next(&a, i, &cp);
        if (!test(cp))
            return false;
    }
    return a.n > 0 || if_empty;
}

static bool cp_ascii(uint32_t cp) { return cp < 0x80; }

/* At least one cased letter, and none of the other case. */
static bool one_case(value v, cp_test *wanted, cp_test *other)
{
    struct asked a = ask(v);
    bool any = false;
    for (size_t i = 0; i < a.n;) {
        uint32_t cp;
        i += asked_next(&a, i, &cp);
        if (other(cp) || cp_title(cp))
            return false;
        any |= wanted(cp);
    }
    return any;
}

/* Upper or title case only at the beginning of words, lower case only inside, and some of it. */
static bool titled(value v)
{
    struct asked a = ask(v);
    bool after_cased = false, any = false;
    for (size_t i = 0; i < a.n;) {
        uint32_t cp;
        i += asked_next(&a, i, &cp);
        bool big = cp_upper(cp) || cp_title(cp), small = cp_lower(cp);
        if ((big && after_cased) || (small && !after_cased))
            return false;
        after_cased = big || small;
        any |= after_cased;
    }
    return any;
}

static bool identifier(value v)
{
    struct asked a = ask(v);
    for (size_t i = 0; i < a.n;) {
        uint32_t cp;
        bool first = i == 0;
        i += asked_next(&a, i, &cp);
        if (first ? !cp_starts_name(cp) : !cp_continues_name(cp))
            return false;
    }
    return a.n > 0;
}

#define QUESTION(fn, answer) \
    enum vm_ret fn(struct task *t, value *args, value *ret) \
    { \
        (void)t; \
        *ret = V_BOOL(answer); \
        return VM_OK; \
    }

QUESTION(text_isalnum, all_are(args[0], cp_alnum, false))
QUESTION(text_isalpha, all_are(args[0], cp_alpha, false))
QUESTION(text_isascii, all_are(args[0], cp_ascii, true))
QUESTION(text_isdigit, all_are(args[0], cp_digit, false))
QUESTION(text_islower, one_case(args[0], cp_lower, cp_upper))
QUESTION(text_isspace, all_are(args[0], str_get(args[0]) ? cp_is_space : cp_byte_space, false))
QUESTION(text_istitle, titled(args[0]))
QUESTION(text_isupper, one_case(args[0], cp_upper, cp_lower))
QUESTION(str_isdecimal, all_are(args[0], cp_decimal, false))
QUESTION(str_isidentifier, identifier(args[0]))
QUESTION(str_isnumeric, all_are(args[0], cp_numeric, false))
QUESTION(str_isprintable, all_are(args[0], cp_is_printable, true))
