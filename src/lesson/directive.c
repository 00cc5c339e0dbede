/* directive.c: `<!-- word key=value … -->` and what must follow it: the first line, questions, tries, notes, levels. */
#include "lesson/loading.h"

#include <stdlib.h>
#include <string.h>

/* ---- the first line ----------------------------------------------------------------------- */

static long attr_number(const struct load *l, size_t at, const struct step *step,
                        const char *key, long low, long high)
{
    const char *value = step_attr(step, key);
    if (!value)
        return 0;
    char *end;
    long n = strtol(value, &end, 10);
    if (*value < '0' || *value > '9' || *end || n < low || n > high)
        place_note(&l->at, NOTE_ERROR, at, "%s= is a number from %ld to %ld", key, low, high);
    return n;
}

static void split_needs(struct load *l, const char *needs)
{
    struct lesson *lesson = l->lesson;
    size_t n = 1;
    for (const char *p = needs; *p; p++)
        n += *p == ',';
    lesson->needs = ARENA_ARRAY(&lesson->arena, const char *, n);
    for (const char *p = needs;;) {
        size_t len = strcspn(p, ",");
        if (len)
            lesson->needs[lesson->needs_n++] = arena_text(&lesson->arena, p, len);
        if (!p[len])
            return;
        p += len + 1;
    }
}

void load_check_id(const struct load *l, size_t at, const char *id)
{
    if (!id_is_proper(id, strlen(id)))
        place_note(&l->at, NOTE_ERROR, at,
                   "an id is made of lower-case letters, digits and dashes");
}

static void read_head(struct load *l, size_t at, const struct step *head)
{
    struct lesson *lesson = l->lesson;
    if (place_line(&l->at, at) != 1 || l->head_seen)
        place_note(&l->at, NOTE_ERROR, at, "`conch-lesson` belongs on the first line, once");
    l->head_seen = true;
    attr_number(l, at, head, "v", 1, 1);
    lesson->level = (int)attr_number(l, at, head, "level", 1, 5);
    lesson->minutes = (int)attr_number(l, at, head, "minutes", 1, 240);
    lesson->id = step_attr(head, "id") ? step_attr(head, "id") : "";
    load_check_id(l, at, lesson->id);
    if (step_attr(head, "needs"))
        split_needs(l, step_attr(head, "needs"));
}

/* ---- directives ---------------------------------------------------------------------------- */

/* Takes `a. ` off a choice. */
static void read_choice(struct load *l, struct item *item, size_t at)
{
    struct slice t = item->text;
    if (t.n > 3 && t.s[0] >= 'a' && t.s[0] <= 'z' && t.s[1] == '.' && is_blank(t.s[2])) {
        item->letter = t.s[0];
        item->text = slice_trim((struct slice){t.s + 2, t.n - 2});
    } else {
        place_note(&l->at, NOTE_ERROR, at, "a choice begins with its letter: - [ ] a. …");
    }
}

/* The code spans of a try item are its commands. */
static void read_commands(struct load *l, struct item *item)
{
    struct slice t = item->text;
    unsigned cap = 0;
    for (size_t i = 0; i < t.n; i++) {
        if (t.s[i] != '`')
            continue;
        size_t ticks = 1;
        while (i + ticks < t.n && t.s[i + ticks] == '`')
            ticks++;
        size_t from = i + ticks, to = from, run = 0;
        while (to < t.n && run != ticks) { // a run of exactly as many ticks ends it
            for (run = 0; to + run < t.n && t.s[to + run] == '`'; run++)
                ;
            to += run ? run : 1;
        }
        if (run != ticks)
            return;
        if (item->command_n == cap) {
            unsigned old = cap;
            const char **grown = ARENA_ARRAY(&l->lesson->arena, const char *, cap = cap * 2 + 2);
            if (old)
                memcpy(grown, item->commands, old * sizeof *grown);
            item->commands = grown;
        }
        struct slice code = slice_trim((struct slice){t.s + from, to - ticks - from});
        item->commands[item->command_n++] = arena_text(&l->lesson->arena, code.s, code.n);
        i = to - 1;
    }
}

/* Where an item begins behind its mark and checkbox: md4c tells the first text only, which is
 * behind a backtick or star that the item may begin with. */
static size_t item_start(const struct load *l, const struct raw_item *raw)
{
    const char *s = l->at.text;
    size_t i = place_line_start(&l->at, place_line(&l->at, raw->from));
    while (i < raw->from && is_blank(s[i]))
        i++;
    while (i < raw->from && s[i] >= '0' && s[i] <= '9')
        i++;
    i += i < raw->from; // - + * . )
    while (i < raw->from && is_blank(s[i]))
        i++;
    if (raw->task && i + 3 < raw->from && s[i] == '[')
        i += 3;
    return MIN(i, raw->from);
}

static void read_items(struct load *l, uint32_t step_index, const struct raw_block *list)
{
    struct item *items = ARENA_ARRAY(&l->lesson->arena, struct item, list->item_n);
    struct step *step = &l->lesson->steps[step_index];
    for (uint32_t i = 0; i < list->item_n; i++) {
        const struct raw_item *raw = &l->blocks.items[list->item_first + i];
        size_t at = raw->to ? item_start(l, raw) : list->from;
        items[i].text = load_text(l, at, MAX(raw->to, at));
        items[i].line = place_line(&l->at, at);
        if (step->kind == STEP_TRY) {
            read_commands(l, &items[i]);
            if (items[i].command_n == 0)
                place_note(&l->at, NOTE_ERROR, at, "a try item needs a command in backticks");
            continue;
        }
        if (!raw->task)
            place_note(&l->at, NOTE_ERROR, at, "choices are a task list: - [ ] a. …");
        else
            read_choice(l, &items[i], at);
    }
    step->items = items;
    step->item_n = list->item_n;
    l->next++;
    load_skip_line(l, list->to ? list->to - 1 : list->from);
}

/* The paragraph b is what the step says. */
static void take_body(struct load *l, uint32_t step, const struct raw_block *b)
{
    size_t from = place_line_start(&l->at, place_line(&l->at, b->from));
    l->lesson->steps[step].body = load_text(l, from, b->to);
    l->lesson->steps[step].body_line = place_line(&l->at, b->from);
    l->next++;
    load_skip_line(l, b->to - 1);
}

/* predict + paragraph + task list (no list if the answer is a value) */
static void take_question(struct load *l, uint32_t step, size_t at)
{
    const struct raw_block *b = load_next(l);
    if (!b || b->kind != RAW_PARAGRAPH) {
        place_note(&l->at, NOTE_ERROR, at, "a question (a paragraph) must follow `predict`");
        return;
    }
    take_body(l, step, b);
    b = load_next(l);
    if (b && b->kind == RAW_LIST && b->item_n && l->blocks.items[b->item_first].task)
        read_items(l, step, b);
}

static void take_list(struct load *l, uint32_t step, size_t at)
{
    const struct raw_block *b = load_next(l);
    if (b && b->kind == RAW_LIST)
        read_items(l, step, b);
    else
        place_note(&l->at, NOTE_ERROR, at, "a list must follow `try`");
}

static void take_paragraph(struct load *l, uint32_t step, size_t at, const char *what)
{
    const struct raw_block *b = load_next(l);
    if (!b || b->kind == RAW_FENCE || b->kind == RAW_HTML || b->kind == RAW_HEADING ||
        b->to <= b->from) {
        place_note(&l->at, NOTE_ERROR, at, "a paragraph must follow `%s`", what);
        return;
    }
    take_body(l, step, b);
}

static void read_level(struct load *l, struct step *step, size_t at)
{
    const char *goal = step_attr(step, "goal");
    if (goal && strcmp(goal, "break") != 0 && strcmp(goal, "fix") != 0)
        place_note(&l->at, NOTE_ERROR, at, "goal= is break or fix");
    attr_number(l, at, step, "par", 1, 1000);
    const struct raw_block *b = load_next(l);
    if (b && b->kind == RAW_FENCE)
        step->about = l->lesson->step_n; // the program that comes next; links.c looks whether it is one
    else
        place_note(&l->at, NOTE_ERROR, at, "a program (a fence) must follow `level`");
}

static void read_speed(struct load *l, struct step *step, size_t at)
{
    const char *x = step_attr(step, "x");
    char *end = NULL;
    step->speed = x ? strtod(x, &end) : 0;
    if (!x || end == x || *end || !(step->speed >= 0.01 && step->speed <= 100))
        place_note(&l->at, NOTE_ERROR, at, "x= is a number from 0.01 to 100");
}

static void finish_directive(struct load *l, uint32_t index, size_t at)
{
    struct step *step = &l->lesson->steps[index];
    step->id = step_attr(step, "id");
    if (step->id)
        load_check_id(l, at, step->id);
    if (step->kind == STEP_TRY)
        step->run = step_attr(step, "for");
    step->answer = step_attr(step, "answer");
    switch (step->kind) {
    case STEP_PREDICT: take_question(l, index, at); break;
    case STEP_TRY: take_list(l, index, at); break;
    case STEP_NOTE: take_paragraph(l, index, at, "note"); break;
    case STEP_LEVEL: read_level(l, step, at); break;
    case STEP_SPEED: read_speed(l, step, at); break;
    default: break;
    }
}

void load_directive(struct load *l, size_t line_from, size_t from, size_t to)
{
    const char *s = l->at.text;
    while (from < to && is_blank(s[from]))
        from++;
    size_t word = from;
    while (from < to && !is_blank(s[from]))
        from++;
    const struct mark *mark = directive_named(s + word, from - word);
    if (!mark) {
        place_note(&l->at, NOTE_ERROR, word, "unknown directive `%.*s`",
                   (int)MIN(from - word, (size_t)40), s + word);
        return;
    }
    struct step head = {0};
    if (!attrs_parse(&l->lesson->arena, &l->at, from, to, &head.attrs, &head.attr_n) ||
        !attrs_check(&l->at, word, mark->word, mark->needs, mark->may, head.attrs, head.attr_n)) {
        l->head_seen |= mark->kind == STEP_COUNT;
        return;
    }
    if (mark->kind == STEP_COUNT) {
        read_head(l, line_from, &head);
        return;
    }
    if (l->folded)
        place_note(&l->at, NOTE_ERROR, word, "`%s` must not stand inside <details>", mark->word);
    struct step *step = load_step(l, mark->kind, place_line(&l->at, line_from));
    step->attrs = head.attrs;
    step->attr_n = head.attr_n;
    finish_directive(l, l->lesson->step_n - 1, word);
}
