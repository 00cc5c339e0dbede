#include "lang/lang.h"
#include "lesson/parts.h"

#include "base/i18n.h"

#include <errno.h>
#include <string.h>

enum { CLAIMS_MAX = 64 };

struct claim_reader {
    struct arena *arena;
    struct lesson_notes *notes;
    const char *path;
    struct claims *out;
    const char **switches;
    unsigned switch_n;
    uint32_t line;
};

static bool eat_word(struct slice *s, const char *word)
{
    size_t n = strlen(word);
    if (s->n < n || memcmp(s->s, word, n) != 0 || (s->n > n && !is_blank(s->s[n])))
        return false;
    *s = slice_trim((struct slice){s->s + n, s->n - n});
    return true;
}

static void claim_fault(struct claim_reader *r, const char *text)
{
    notes_add(r->notes, NOTE_ERROR, r->path, r->line, 1, "%s", _(text));
}

/* One member of a set: quotes go. */
static const char *outcome_text(struct claim_reader *r, struct slice s)
{
    s = slice_trim(s);
    if (s.n >= 2 && (*s.s == '"' || *s.s == '\'') && s.s[s.n - 1] == *s.s)
        s = (struct slice){s.s + 1, s.n - 2};
    return arena_text(r->arena, s.s, s.n);
}

/* {a, b, "c, d"} */
static bool read_outcomes(struct claim_reader *r, struct slice set, struct claim *claim)
{
    if (set.n < 3 || set.s[0] != '{' || set.s[set.n - 1] != '}') {
        claim_fault(r, "outcomes are a set: expect outcomes {2, 3}");
        return false;
    }
    set = (struct slice){set.s + 1, set.n - 2};
    claim->outcomes = ARENA_ARRAY(r->arena, const char *, set.n + 1);
    char quote = 0;
    size_t from = 0;
    for (size_t i = 0; i <= set.n; i++) {
        char c = i < set.n ? set.s[i] : ',';
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == ',') {
            claim->outcomes[claim->outcome_n++] =
                outcome_text(r, (struct slice){set.s + from, i - from});
            from = i + 1;
        }
    }
    if (quote)
        claim_fault(r, "a quote is missing in this set");
    return !quote;
}

static bool read_states(struct claim_reader *r, struct slice s, struct claim *claim)
{
    if (!eat_word(&s, "<=") || s.n == 0 || s.n > 18) {
        claim_fault(r, "write: expect states <= 5000");
        return false;
    }
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] < '0' || s.s[i] > '9') {
            claim_fault(r, "write: expect states <= 5000");
            return false;
        }
        claim->states = claim->states * 10 + (uint64_t)(s.s[i] - '0');
    }
    return true;
}

static bool is_expression(struct slice s)
{
    struct arena a;
    struct node *tree;
    struct diag diag;
    arena_init(&a);
    bool ok = lang_parse(&a, s.s, s.n, &(struct parse_opts){.file = ""}, &tree, &diag) == PARSE_OK &&
              tree->body.n == 1 && tree->body.first->kind == N_EXPR;
    arena_finish(&a);
    return ok;
}

static bool read_rest(struct claim_reader *r, struct slice s, struct claim *claim,
                      enum claim_kind kind, const char *what)
{
    claim->kind = kind;
    claim->expr = arena_text(r->arena, s.s, s.n);
    if (s.n == 0)
        claim_fault(r, what);
    if ((kind == CLAIM_EVERY || kind == CLAIM_SOME) && s.n && !is_expression(s)) {
        claim_fault(r, "this is no expression of Python");
        return false;
    }
    return s.n > 0;
}

static bool read_claim(struct claim_reader *r, struct slice s, struct claim *claim)
{
    claim->text = arena_text(r->arena, s.s, s.n);
    if (eat_word(&s, "output"))
        return read_rest(r, s, claim, CLAIM_OUTPUT, "a line is missing after `output`");
    if (eat_word(&s, "no output"))
        return read_rest(r, s, claim, CLAIM_LACKS, "a line is missing after `output`");
    if (eat_word(&s, "every")) {
        if (eat_word(&s, "output"))
            return read_rest(r, s, claim, CLAIM_OUTPUT, "a line is missing after `output`");
        return read_rest(r, s, claim, CLAIM_EVERY, "an expression is missing after `every`");
    }
    if (eat_word(&s, "some")) {
        if (eat_word(&s, "output"))
            return read_rest(r, s, claim, CLAIM_OUTPUT_SOME, "a line is missing after `output`");
        if (eat_word(&s, "no output"))
            return read_rest(r, s, claim, CLAIM_LACKS_SOME, "a line is missing after `output`");
        return read_rest(r, s, claim, CLAIM_SOME, "an expression is missing after `some`");
    }
    claim->kind = CLAIM_DEADLOCK;
    if (slice_is(s, "deadlock"))
        return true;
    claim->kind = CLAIM_NO_DEADLOCK;
    if (slice_is(s, "no deadlock"))
        return true;
    claim->kind = CLAIM_OUTCOMES;
    if (eat_word(&s, "outcomes"))
        return read_outcomes(r, s, claim);
    claim->kind = CLAIM_STATES;
    if (eat_word(&s, "states"))
        return read_states(r, s, claim);
    claim_fault(r, "after `expect` comes every, some, output, outcomes, states, deadlock or "
                   "no deadlock");
    return false;
}

static void read_line(struct claim_reader *r, struct slice line)
{
    line = slice_trim(line);
    if (line_is_comment(line))
        return;
    if (!eat_word(&line, "expect")) {
        if (r->switch_n == CLAIMS_MAX)
            claim_fault(r, "too many lines in this block");
        else
            r->switches[r->switch_n++] = arena_text(r->arena, line.s, line.n);
        return;
    }
    if (r->out->count == CLAIMS_MAX) {
        claim_fault(r, "too many lines in this block");
        return;
    }
    struct claim claim = {.line = r->line, .switches = r->switches, .switch_n = r->switch_n};
    if (read_claim(r, line, &claim))
        r->out->list[r->out->count++] = claim;
}

int claims_parse(struct arena *a, const char *path, const struct step *check,
                 struct lesson_notes *notes, struct claims *ret_claims)
{
    size_t errors = notes->errors;
    struct claims out = {.list = ARENA_ARRAY(a, struct claim, CLAIMS_MAX)};
    struct claim_reader r = {.arena = a, .notes = notes, .path = path, .out = &out,
                             .switches = ARENA_ARRAY(a, const char *, CLAIMS_MAX),
                             .line = check->body_line};
    struct slice rest = check->body, line;
    for (; slice_line(&rest, &line); r.line++)
        read_line(&r, line);
    *ret_claims = out;
    if (out.count == 0 && notes->errors == errors)
        notes_add(notes, NOTE_ERROR, path, check->line, 1, "this check claims nothing");
    return notes->errors > errors ? -EINVAL : 0;
}
