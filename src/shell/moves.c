/* moves.c: what can be done next where the student has come to, and what has been done.
 *
 * In:      a stand; a task's name or number with a sign behind it.
 * Out:     the moves so far, a word each, parted by blanks: a schedule (sh->exploring->moves). */
#include "shell/stepping.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

/* What can be made of a task, legal but nasty, besides its own step. */
static const struct befall {
    char sign;              // behind the task: in a schedule, in `pick`, in `step`
    size_t possible;        // of struct explorer_next
    const char *cannot;
} befalls[] = {
    { '!', offsetof(struct explorer_next, timed), N_("%s does not wait with a time-out") },
    { '?', offsetof(struct explorer_next, wakes), N_("%s does not wait at a condition") },
    { 'k', offsetof(struct explorer_next, killable), N_("%s cannot be killed: that is for processes which another one started") },
    { 's', offsetof(struct explorer_next, drains), N_("%s has no store that waits; `explore --tso` delays them") },
};

static const struct befall *befall_of(char sign)
{
    for (size_t i = 0; i < ARRAY_LEN(befalls); i++)
        if (befalls[i].sign == sign)
            return &befalls[i];
    return NULL;
}

static bool is_possible(const struct explorer_next *k, const struct befall *b)
{
    return *((const bool *)k + b->possible);
}

bool is_befall(char sign)
{
    return befall_of(sign);
}

const char *befall_cannot(char sign)
{
    const struct befall *b = befall_of(sign);
    return b ? _(b->cannot) : NULL;
}

size_t befall_signs(const struct explorer_next *k, char to[SIGNS_BYTES])
{
    size_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(befalls); i++)
        if (is_possible(k, &befalls[i]))
            to[n++] = befalls[i].sign;
    to[n] = 0;
    return n;
}

/* ---- where everybody stands ---- */

bool stand_look(struct shell *sh, struct stand *ret)
{
    struct exploring *x = sh->exploring;
    return explorer_next(x->explorer, buf_str(&x->moves), ret->task, TASKS_MAX, &ret->n) == 0 && ret->n > 0;
}

bool goes_on(const struct explorer_next *k)
{
    return k->enabled || k->drains;
}

unsigned stand_enabled(const struct stand *st)
{
    unsigned enabled = 0;
    for (unsigned i = 0; i < st->n; i++)
        enabled += goes_on(&st->task[i]);
    return enabled;
}

bool stand_all_done(const struct stand *st)
{
    for (unsigned i = 0; i < st->n; i++)
        if (!st->task[i].done)
            return false;
    return true;
}

const struct explorer_next *stand_thread(const struct stand *st, unsigned thread)
{
    for (unsigned i = 0; i < st->n; i++)
        if (st->task[i].thread == thread)
            return &st->task[i];
    return NULL;
}

static const struct explorer_next *named(const struct stand *st, const char *name)
{
    for (unsigned i = 0; i < st->n; i++)
        if (strcmp(st->task[i].name, name) == 0)
            return &st->task[i];
    return NULL;
}

/* ---- the moves so far ---- */

static void moves_add(struct exploring *x, const struct explorer_next *k, struct choice c)
{
    buf_addf(&x->moves, "%s%u", x->moves.n ? " " : "", k->thread);
    if (c.way)
        buf_addf(&x->moves, ".%u", c.way);
    if (c.sign)
        buf_addc(&x->moves, c.sign);
    x->moves_n++;
}

void moves_clear(struct exploring *x)
{
    buf_clear(&x->moves);
    x->moves_n = 0;
}

void moves_drop(struct exploring *x)
{
    size_t n = x->moves.n;
    while (n && x->moves.text[n - 1] != ' ')
        n--;
    x->moves.n = n ? n - 1 : 0;
    if (x->moves.text)
        x->moves.text[x->moves.n] = 0;
    x->moves_n -= x->moves_n > 0;
}

/* The task that moved last, by itself or because its time was over; -1: nobody has. */
static int moves_last(const struct exploring *x)
{
    const char *s = buf_str(&x->moves);
    for (size_t n = x->moves.n; n;) {
        char sign = s[n - 1];
        while (n && s[n - 1] != ' ')
            n--;
        if (sign == '!' || !befall_of(sign))
            return atoi(s + n);
        n -= n > 0;
    }
    return -1;
}

unsigned moves_switches(const struct exploring *x)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < x->moves_n && i < x->switched.n; i++)
        n += x->switched.text[i] == '1';
    return n;
}

/* Whether a move counts as a switch: another task was cut short, or something befalls one that need not. That a
 * store reaches memory is nobody's turn. */
static bool is_switch(const struct exploring *x, const struct stand *st, const struct explorer_next *k,
                      struct choice c)
{
    bool others = false, could = false;
    for (unsigned i = 0; i < st->n; i++) {
        others |= st->task[i].enabled && !st->task[i].timed;
        could |= st->task[i].enabled && st->task[i].thread == moves_last(x) && &st->task[i] != k;
    }
    switch (c.sign) {
    case 's': return false;
    case 'k': case '?': return true;
    case '!': return others; // before its time (R14)
    default: return could;
    }
}

void moves_make(struct exploring *x, const struct stand *st, const struct explorer_next *k, struct choice c)
{
    bool counts = is_switch(x, st, k, c);
    x->switched.n = MIN(x->switched.n, (size_t)x->moves_n);
    buf_addc(&x->switched, counts ? '1' : '0');
    moves_add(x, k, c);
}

/* ---- the next one ---- */

struct choice usual_move(const struct explorer_next *k)
{
    char sign = k->timed && k->enabled ? '!' : k->drains && !k->enabled ? 's' : 0;
    return (struct choice){ .thread = k->thread, .sign = sign };
}

const struct explorer_next *stand_next(const struct exploring *x, const struct stand *st)
{
    const struct explorer_next *first = NULL;
    for (unsigned i = 0; i < st->n; i++) {
        if (st->task[i].enabled && st->task[i].thread == moves_last(x))
            return &st->task[i];
        if (goes_on(&st->task[i]) && (!first || (st->task[i].enabled && !first->enabled)))
            first = &st->task[i];
    }
    return first;
}

bool may_move(const struct explorer_next *k, struct choice c)
{
    const struct befall *b = befall_of(c.sign);
    return b ? is_possible(k, b) : k->enabled && !k->timed && (!c.way || c.way < k->choices);
}

const struct explorer_next *stand_named(const struct stand *st, const char *word, struct choice *ret)
{
    char name[48];
    size_t bytes = strlen(word);
    const struct explorer_next *k = named(st, word);
    *ret = k ? usual_move(k) : (struct choice){ 0 };
    if (k || bytes < 2 || bytes > sizeof name || !befall_of(word[bytes - 1]))
        return k;
    memcpy(name, word, bytes - 1);
    name[bytes - 1] = 0;
    ret->sign = word[bytes - 1];
    return named(st, name);
}
