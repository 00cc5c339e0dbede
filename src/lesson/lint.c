#include "lesson/level.h"
#include "lesson/parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "lang/lang.h"

/* ---- one lesson ---------------------------------------------------------------------------------- */

struct lint {
    const struct lesson *lesson;
    const struct lesson_dirs *dirs;
    struct lesson_notes *notes;
};

static void lint_note(const struct lint *l, enum note_level level, uint32_t line,
                      const char *text, const char *what)
{
    notes_add(l->notes, level, l->lesson->path, line, 1, text, what ? what : "");
}

/* The id is the file's name behind its number. */
static void lint_name(const struct lint *l)
{
    const char *slash = strrchr(l->lesson->path, '/');
    const char *name = slash ? slash + 1 : l->lesson->path;
    struct buf want = {0};
    buf_addf(&want, "%03d-%s.md", l->lesson->number, l->lesson->id);
    if (strcmp(want.text, name) != 0)
        lint_note(l, NOTE_ERROR, 1, "by its id this file should be called %s", want.text);
    if (l->lesson->number % 10 != 0)
        lint_note(l, NOTE_WARNING, 1, "lessons are numbered in tens", NULL);
    buf_finish(&want);
}

static void lint_needs(const struct lint *l)
{
    struct lesson_index index;
    lesson_index_init(&index, l->dirs, "en");
    for (unsigned i = 0; i < l->lesson->needs_n; i++) {
        const struct lesson_entry *found = NULL;
        for (size_t k = 0; k < index.count; k++)
            if (strcmp(index.list[k].id, l->lesson->needs[i]) == 0)
                found = &index.list[k];
        if (!found)
            lint_note(l, NOTE_ERROR, 1, "needs=: there is no lesson `%s`", l->lesson->needs[i]);
        else if (found->number >= l->lesson->number)
            lint_note(l, NOTE_ERROR, 1, "needs=: `%s` comes later", l->lesson->needs[i]);
    }
    lesson_index_finish(&index);
}

/* A sleep passes time and orders nothing. A program that shows sleeping says so: sleeps=shown. */
static void lint_sleeps(const struct lint *l, const struct step *step)
{
    struct buf code = {0};
    struct slice rest = step->body, line;
    uint32_t number = step->body_line;
    if (step_attr(step, "sleeps"))
        return;
    for (; slice_line(&rest, &line); number++) {
        buf_clear(&code);
        code_without_comments(&code, line);
        if (code.n && strstr(code.text, "sleep("))
            lint_note(l, NOTE_ERROR, number,
                      "a sleep must not order anything; wait for what you mean (join, an event, a "
                      "queue), or write sleeps=shown if sleeping is the subject", NULL);
    }
    buf_finish(&code);
}

/* A program that cannot be parsed is told as python3 would, at its place in the lesson. */
static void lint_syntax(const struct lint *l, const struct step *step)
{
    struct arena a;
    struct node *tree;
    struct diag diag;
    arena_init(&a);
    if (lang_parse(&a, step->body.s, step->body.n, &(struct parse_opts){.file = l->lesson->path},
                   &tree, &diag) == PARSE_ERROR)
        notes_add(l->notes, NOTE_ERROR, l->lesson->path, step->body_line + diag.at.line - 1,
                  diag.at.col + 1, "%s: %s", diag.kind, diag.message);
    arena_finish(&a);
}

static void lint_program(const struct lint *l, const struct step *step)
{
    lint_syntax(l, step);
    struct slice rest = step->body, line;
    unsigned lines = 0;
    while (slice_line(&rest, &line))
        lines++;
    if (lines > 40)
        lint_note(l, NOTE_WARNING, step->line, "`%s` is longer than 40 lines", step->id);
    lint_sleeps(l, step);
}

/* Every lesson can be done on a terminal of 24 × 80. What is wider goes on at the left margin. */
enum { SCREEN_COLUMNS = 80, TAB_COLUMNS = 8 };

static size_t shown_width(struct slice line)
{
    size_t width = 0;
    for (size_t i = 0; i < line.n;) {
        uint32_t cp;
        i += utf8_get(line.s + i, line.n - i, &cp);
        width += cp == '\t' ? TAB_COLUMNS - width % TAB_COLUMNS : cp_width(cp);
    }
    return width;
}

static bool is_too_wide(struct slice shown)
{
    return shown_width(shown) > SCREEN_COLUMNS;
}

static void note_wide(const struct lint *l, uint32_t line, struct slice shown)
{
    notes_add(l->notes, NOTE_WARNING, l->lesson->path, line, 1,
              "this line is shown %zu columns wide; %d fit on a terminal", shown_width(shown), SCREEN_COLUMNS);
}

static void lint_fence_width(const struct lint *l, const struct step *fence)
{
    struct buf screen = {0};
    struct term t;
    term_plain(&t, SCREEN_COLUMNS, false);
    render_fence(&screen, fence, &t);
    struct slice rest = {buf_str(&screen), screen.n}, shown;
    for (uint32_t line = fence->body_line; slice_line(&rest, &shown); line++)
        if (is_too_wide(shown))
            note_wide(l, line, shown);
    buf_finish(&screen);
}

/* Takes the lines off *rest up to and with the one that is shown so, and counts them: code stands in the file as it is
 * shown, behind other marks. 0 if there is none; then *rest stays. */
static uint32_t lines_until(struct slice *rest, struct slice shown)
{
    struct slice ahead = *rest, line;
    while (shown.n && (is_blank(*shown.s) || *shown.s == '|')) // what stands before a line in a list or quotation
        shown.s++, shown.n--;
    for (uint32_t n = 1; slice_line(&ahead, &line); n++)
        if (memmem(line.s, line.n, shown.s, shown.n)) {
            *rest = ahead;
            return n;
        }
    return 0;
}

/* Sentences are wrapped; what is too wide is code in a list, a quotation or a hint. */
static void lint_prose_width(const struct lint *l, const struct step *prose)
{
    struct buf screen = {0};
    struct term t;
    term_plain(&t, SCREEN_COLUMNS, false);
    render_markdown(&screen, prose->body, &t);
    struct slice rest = {buf_str(&screen), screen.n}, source = prose->body, shown;
    for (uint32_t before = prose->line; slice_line(&rest, &shown);) {
        if (!is_too_wide(shown))
            continue;
        uint32_t n = lines_until(&source, shown);
        before += n;
        note_wide(l, n ? before - 1 : prose->line, shown);
    }
    buf_finish(&screen);
}

/* A program is numbered, a picture moved in. The parts that are only checked are not shown. */
static void lint_width(const struct lint *l, const struct step *step)
{
    if (step->kind == STEP_PROGRAM || step->kind == STEP_SHOW)
        lint_fence_width(l, step);
    else if (step->kind == STEP_PROSE || step->kind == STEP_HINT)
        lint_prose_width(l, step);
}

static void lint_claims(const struct lint *l, const struct step *step)
{
    struct arena a;
    struct claims claims;
    arena_init(&a);
    claims_parse(&a, l->lesson->path, step, l->notes, &claims);
    arena_finish(&a);
}

/* Every wrong answer has its hint. */
static void lint_hints(const struct lint *l, uint32_t predict)
{
    const struct step *step = &l->lesson->steps[predict];
    for (unsigned i = 0; i < step->item_n; i++) {
        char letter[2] = {step->items[i].letter, 0};
        bool found = strchr(step->answer, letter[0]) != NULL;
        for (uint32_t k = predict; k < l->lesson->step_n; k++) {
            const struct step *hint = &l->lesson->steps[k];
            found |= hint->kind == STEP_HINT && hint->about == predict && hint->key &&
                     strcmp(hint->key, letter) == 0;
        }
        if (!found)
            lint_note(l, NOTE_ERROR, step->items[i].line,
                      "the wrong answer `%s` has no hint of its own", letter);
    }
}

static void lint_parts(const struct lint *l)
{
    unsigned count[STEP_COUNT] = {0}, pictures = 0;
    for (uint32_t i = 0; i < l->lesson->step_n; i++) {
        const struct step *step = &l->lesson->steps[i];
        count[step->kind]++;
        pictures += step->kind == STEP_SHOW && strcmp(step->lang, "text") == 0;
    }
    if (!count[STEP_PROGRAM])
        return; // a page that runs nothing
    static const enum step_kind wanted[] = {STEP_PREDICT, STEP_TRY, STEP_EXPECT, STEP_CHECK};
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
        if (!count[wanted[i]])
            lint_note(l, NOTE_ERROR, 1, "the lesson has no `%s`", step_word[wanted[i]]);
    if (!pictures)
        lint_note(l, NOTE_ERROR, 1, "the lesson has no picture (a text fence)", NULL);
}

/* A repair level says what must hold, and has a solution, which is what par counts. */
static void lint_fix(const struct lint *l, const struct step *level)
{
    struct arena a;
    struct claims claims;
    arena_init(&a);
    lesson_claims(&a, l->lesson, level->id, &claims);
    if (claims.count == 0)
        lint_note(l, NOTE_ERROR, level->line,
                  "level `%s` needs claims that the repaired program must keep (conch check=…)", level->id);
    arena_finish(&a);
    const struct step *solution = level_solution(l->lesson, level);
    const char *par = step_attr(level, "par");
    if (!solution) {
        lint_note(l, NOTE_ERROR, level->line,
                  "level `%s` has no solution (in a folded Solution: python id=… solves=…)", level->id);
        return;
    }
    unsigned changes = level_changes(level_program(l->lesson, level)->body, solution->body);
    if (par && strtoul(par, NULL, 10) != changes)
        notes_add(l->notes, NOTE_ERROR, l->lesson->path, level->line, 1,
                  "par=%s, but the solution changes %u lines", par, changes);
}

static void lint_level(const struct lint *l, const struct step *level)
{
    if (!step_attr(level, "par"))
        lint_note(l, NOTE_WARNING, level->line, "level `%s` has no par=", level->id);
    if (level_goal_of(level) == GOAL_FIX)
        lint_fix(l, level);
    else if (level_solution(l->lesson, level))
        lint_note(l, NOTE_ERROR, level->line, "solves= is for levels with goal=fix, and `%s` has goal=break",
                  level->id);
}

/* The last prose tells what to type next. */
static void lint_end(const struct lint *l)
{
    const struct lesson *lesson = l->lesson;
    for (uint32_t i = lesson->step_n; i-- > 0;) {
        const struct step *step = &lesson->steps[i];
        if (step->kind != STEP_PROSE)
            continue;
        if (!memmem(step->body.s, step->body.n, "`lesson", 7))
            lint_note(l, NOTE_WARNING, step->line,
                      "the lesson should end with what to type next, `lesson …`", NULL);
        return;
    }
}

void lint_lesson(const struct lesson *lesson, const struct lesson_dirs *dirs,
                 struct lesson_notes *notes)
{
    struct lint l = {lesson, dirs, notes};
    lint_name(&l);
    lint_needs(&l);
    lint_parts(&l);
    lint_end(&l);
    for (uint32_t i = 0; i < lesson->step_n; i++) {
        const struct step *step = &lesson->steps[i];
        lint_width(&l, step);
        if (step->kind == STEP_PROGRAM)
            lint_program(&l, step);
        else if (step->kind == STEP_CHECK)
            lint_claims(&l, step);
        else if (step->kind == STEP_PREDICT)
            lint_hints(&l, i);
        else if (step->kind == STEP_LEVEL)
            lint_level(&l, step);
    }
}

static void lint_commands(const struct lint *l, const struct step *step, command_fault_fn *fault, void *ctx)
{
    struct slice rest = step->body, line;
    for (uint32_t i = 0; slice_line(&rest, &line); i++) {
        const char *wrong = fault(ctx, line.s, line.n);
        if (wrong)
            notes_add(l->notes, NOTE_ERROR, l->lesson->path, step->body_line + i, 1, "%s", wrong);
    }
}

/* The code spans of a try list run when its item is chosen. */
static void lint_items(const struct lint *l, const struct step *step, command_fault_fn *fault, void *ctx)
{
    for (unsigned i = 0; i < step->item_n; i++)
        for (unsigned k = 0; k < step->items[i].command_n; k++) {
            const char *line = step->items[i].commands[k], *wrong = fault(ctx, line, strlen(line));
            if (wrong)
                notes_add(l->notes, NOTE_ERROR, l->lesson->path, step->items[i].line, 1, "%s", wrong);
        }
}

/* What is typed for the student must be something that conch knows. */
static void lint_lines(const struct lint *l, command_fault_fn *fault, void *ctx)
{
    for (uint32_t i = 0; fault && i < l->lesson->step_n; i++) {
        const struct step *step = &l->lesson->steps[i];
        if (step->kind == STEP_COMMANDS)
            lint_commands(l, step, fault, ctx);
        else if (step->kind == STEP_TRY)
            lint_items(l, step, fault, ctx);
    }
}

void lint_compiles(const struct lesson *lesson, command_fault_fn *fault, void *ctx,
                   struct lesson_notes *notes)
{
    struct lint l = {lesson, NULL, notes};
    for (uint32_t i = 0; i < lesson->step_n; i++) {
        const struct step *step = &lesson->steps[i];
        if (step->kind == STEP_PROGRAM)
            lint_syntax(&l, step);
        else if (step->kind == STEP_CHECK)
            lint_claims(&l, step);
    }
    lint_lines(&l, fault, ctx);
}

/* ---- a lesson and its translation ----------------------------------------------------------------- */

/* Prose, notes' words and the words of hints are free; the rest must agree. */
static bool is_bound(const struct step *s)
{
    return s->kind != STEP_PROSE && !(s->kind == STEP_SHOW && strcmp(s->lang, "text") == 0);
}

static uint32_t next_bound(const struct lesson *lesson, uint32_t i)
{
    while (i < lesson->step_n && !is_bound(&lesson->steps[i]))
        i++;
    return i;
}

static bool attrs_equal(const struct step *a, const struct step *b)
{
    if (a->attr_n != b->attr_n)
        return false;
    for (unsigned i = 0; i < a->attr_n; i++) {
        const char *other = step_attr(b, a->attrs[i].key);
        if (!other || strcmp(other, a->attrs[i].value) != 0)
            return false;
    }
    return true;
}

static bool code_equal(const struct step *a, const struct step *b)
{
    struct buf x = {0}, y = {0};
    code_without_comments(&x, a->body);
    code_without_comments(&y, b->body);
    bool equal = strcmp(buf_str(&x), buf_str(&y)) == 0;
    buf_finish(&x);
    buf_finish(&y);
    return equal;
}

static bool items_equal(const struct step *a, const struct step *b)
{
    if (a->item_n != b->item_n)
        return false;
    for (unsigned i = 0; i < a->item_n; i++) {
        const struct item *x = &a->items[i], *y = &b->items[i];
        if (x->letter != y->letter || x->command_n != y->command_n)
            return false;
        for (unsigned k = 0; k < x->command_n; k++)
            if (strcmp(x->commands[k], y->commands[k]) != 0)
                return false;
    }
    return true;
}

static bool same_or_null(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* What differs between two steps, or NULL. */
static const char *step_difference(const struct step *a, const struct step *b)
{
    if (a->kind != b->kind)
        return "another kind of block stands here";
    if (!attrs_equal(a, b))
        return "the attributes differ";
    if (!same_or_null(a->lang, b->lang))
        return "the fences' languages differ";
    if (a->kind == STEP_HINT && (a->hint != b->hint || !same_or_null(a->key, b->key)))
        return "the hints differ";
    if ((a->kind == STEP_PREDICT || a->kind == STEP_TRY) && !items_equal(a, b))
        return a->kind == STEP_TRY ? "the commands differ" : "the choices differ";
    if (a->lang && !code_equal(a, b))
        return "the code differs";
    return NULL;
}

static void pair_note(const struct lesson *en, uint32_t en_line, const struct lesson *zh,
                      uint32_t zh_line, const char *what, struct lesson_notes *notes)
{
    notes_add(notes, NOTE_ERROR, zh->path, zh_line, 1, "differs from %s:%u: %s", en->path,
              en_line, what);
}

static bool heads_equal(const struct lesson *en, const struct lesson *zh)
{
    if (strcmp(en->id, zh->id) != 0 || en->level != zh->level || en->minutes != zh->minutes ||
        en->needs_n != zh->needs_n)
        return false;
    for (unsigned i = 0; i < en->needs_n; i++)
        if (strcmp(en->needs[i], zh->needs[i]) != 0)
            return false;
    return true;
}

void lint_pair(const struct lesson *en, const struct lesson *zh, struct lesson_notes *notes)
{
    if (!heads_equal(en, zh))
        pair_note(en, 1, zh, 1, "the first lines differ", notes);
    uint32_t i = next_bound(en, 0), k = next_bound(zh, 0);
    while (i < en->step_n && k < zh->step_n) {
        const struct step *a = &en->steps[i], *b = &zh->steps[k];
        const char *what = step_difference(a, b);
        if (what)
            pair_note(en, a->line, zh, b->line, what, notes);
        if (what && a->kind != b->kind)
            return; // all that follows would differ too
        i = next_bound(en, i + 1);
        k = next_bound(zh, k + 1);
    }
    if (i < en->step_n)
        pair_note(en, en->steps[i].line, zh, zh->step_n ? zh->steps[zh->step_n - 1].line : 1,
                  "this block is missing", notes);
    else if (k < zh->step_n)
        pair_note(en, en->step_n ? en->steps[en->step_n - 1].line : 1, zh, zh->steps[k].line,
                  "this block is not there", notes);
}

/* ---- files and folders ------------------------------------------------------------------------------ */

/* lessons/en/130-x.md → lessons/zh/130-x.md, or NULL if the path is no English lesson. */
static char *twin_path(const char *path)
{
    const char *at = NULL;
    for (const char *p = path; (p = strstr(p, "en/")); p++)
        if ((p == path || p[-1] == '/') && !strchr(p + 3, '/'))
            at = p;
    if (!at)
        return NULL;
    char *twin = mem_text(path, strlen(path));
    memcpy(twin + (at - path), "zh", 2);
    return twin;
}

static void lint_file(const char *path, const struct lesson_dirs *dirs, command_fault_fn *fault, void *ctx,
                      struct lesson_notes *notes)
{
    struct lesson *lesson, *twin;
    int r = lesson_load_file(path, notes, &lesson);
    if (r < 0) {
        if (r != -EINVAL)
            notes_add(notes, NOTE_ERROR, path, 1, 1, "%s", i18n_errno(-r));
        return;
    }
    lint_lesson(lesson, dirs, notes);
    lint_lines(&(struct lint){lesson, dirs, notes}, fault, ctx);
    char *other = twin_path(path);
    struct lesson_notes quiet; // the twin's own faults are told when it is linted itself
    notes_init(&quiet);
    if (other && lesson_load_file(other, &quiet, &twin) == 0) {
        lint_pair(lesson, twin, notes);
        lesson_free(twin);
    } else if (other) {
        notes_add(notes, NOTE_WARNING, path, 1, 1, "there is no Chinese twin that can be read");
    }
    notes_finish(&quiet);
    free(other);
    lesson_free(lesson);
}

static void lint_path(const char *path, const struct lesson_dirs *dirs, command_fault_fn *fault, void *ctx,
                      struct lesson_notes *notes)
{
    struct arena a;
    size_t n;
    arena_init(&a);
    const char **files = lesson_files(&a, path, &n);
    for (size_t i = 0; i < n; i++)
        lint_file(files[i], dirs, fault, ctx, notes);
    struct stat st;
    if (n == 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        notes_add(notes, NOTE_ERROR, path, 1, 1, "there are no lessons in this folder");
    else if (n == 0)
        lint_file(path, dirs, fault, ctx, notes); // which says what is wrong with it
    arena_finish(&a);
}

/* The nearest folder at or above the path that holds en/, for needs=. */
static void dirs_of_path(struct lesson_dirs *dirs, const char *path)
{
    char *folder = mem_text(path, strlen(path)), *slash = folder;
    const char *found = NULL;
    for (int up = 0; up < 3 && slash && !found; up++) {
        struct buf en = {0};
        struct stat st;
        buf_addf(&en, "%s/en", *folder ? folder : ".");
        if (stat(en.text, &st) == 0 && S_ISDIR(st.st_mode))
            found = *folder ? folder : ".";
        buf_finish(&en);
        slash = strrchr(folder, '/');
        if (!found && slash)
            *slash = 0;
    }
    lesson_dirs_init(dirs, found);
    free(folder);
}

size_t lint_paths(char **paths, int count, command_fault_fn *fault, void *ctx, struct buf *out)
{
    struct lesson_notes notes;
    notes_init(&notes);
    for (int i = 0; i < count; i++) {
        struct lesson_dirs dirs;
        dirs_of_path(&dirs, paths[i]);
        lint_path(paths[i], &dirs, fault, ctx, &notes);
        lesson_dirs_finish(&dirs);
    }
    notes_render(out, &notes);
    size_t errors = notes.errors;
    notes_finish(&notes);
    return errors;
}
