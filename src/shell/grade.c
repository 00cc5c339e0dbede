/* conch grade: repaired programs of a class, judged on all interleavings.
 *
 *     conch grade --level lost-update:mend answers/            a line for each student
 *     conch grade --level … --format csv --key key answers/    signed, for a spreadsheet
 *     conch grade --level … --key key --verify class.csv answers/
 *
 * A student's id is the file's name without .py, or the folder's in a folder of folders. The same files give
 * the same text: sorted, without times. Each line of a transcript ends with an HMAC-SHA-256 of what stands
 * before it, so an edited line, or one under another's id, is noticed. Nothing more is claimed: what
 * counts is that grading runs the handed-in program again. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "base/text.h"
#include "lesson/level.h"
#include "shell/explorer.h"
#include "shell/teach.h"

struct row {
    const char *student, *path;
    struct slice source;
    char digest[SHA256_HEX];
    unsigned changes;
    const char *same_as;      // the first student with the same code, or NULL
    struct level_verdict verdict;
};

struct grading {
    struct shell *sh;
    struct arena arena;       // everything of the rows
    struct lesson *lesson;
    const struct step *level;
    struct claims claims;
    struct buf original, key;
    struct row *rows;
    size_t n, cap;
    const char *format;
};

/* ---- what is handed in ---- */

static const char *keep(struct grading *g, const char *s, size_t n)
{
    return arena_text(&g->arena, s, n);
}

/* A regular file of at most a lesson's size; a link is not followed. */
static int read_answer(struct grading *g, const char *path, struct slice *ret)
{
    struct stat st;
    struct buf text = { 0 };
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    if (fd < 0)
        return -errno;
    int r = fstat(fd, &st) < 0 ? -errno : S_ISREG(st.st_mode) ? 0 : -EINVAL;
    ssize_t n = r == 0;
    while (n > 0 && text.n < LESSON_MAX_BYTES)
        if ((n = read(fd, buf_room(&text, 65536), 65536)) > 0)
            text.n += (size_t)n;
    if (n < 0)
        r = -errno;
    close(fd);
    *ret = (struct slice){ keep(g, text.text ? text.text : "", text.n), text.n };
    buf_finish(&text);
    return r;
}

static int add_row(struct grading *g, const char *student, const char *path)
{
    struct row row = { .student = keep(g, student, strlen(student)), .path = keep(g, path, strlen(path)) };
    int r = read_answer(g, path, &row.source);
    if (r < 0) {
        shell_error(g->sh, "%s: %s", path, i18n_errno(-r));
        return r;
    }
    sha256_hex(row.source.s, row.source.n, row.digest);
    MEM_GROW(g->rows, g->n, g->cap, 32);
    g->rows[g->n++] = row;
    return 0;
}

static bool is_program(const char *name)
{
    size_t n = strlen(name);
    return n > 3 && strcmp(name + n - 3, ".py") == 0 && name[0] != '.';
}

/* ann.py is ann's, ann/anything.py too. */
static int add_file(struct grading *g, const char *path, const char *owner)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char *own = mem_text(name, strlen(name) - (is_program(name) ? 3 : 0));
    int r = add_row(g, owner ? owner : own, path);
    free(own);
    return r;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int add_folder(struct grading *g, const char *path, const char *owner)
{
    struct dirent **list;
    int n = scandir(path, &list, NULL, by_name), r = n < 0 ? -errno : 0;
    if (n < 0)
        shell_error(g->sh, "%s: %s", path, i18n_errno(-r));
    for (int i = 0; i < n; i++) {
        struct buf full = { 0 };
        struct stat st;
        const char *name = list[i]->d_name;
        buf_addf(&full, "%s/%s", path, name);
        bool found = name[0] != '.' && lstat(full.text, &st) == 0;
        int one = 0;
        if (found && S_ISREG(st.st_mode) && is_program(name))
            one = add_file(g, full.text, owner);
        else if (found && S_ISDIR(st.st_mode) && !owner)
            one = add_folder(g, full.text, name);
        r = one < 0 ? one : r;
        buf_finish(&full);
        free(list[i]);
    }
    if (n >= 0)
        free(list);
    return r;
}

static int add_path(struct grading *g, char *path)
{
    struct stat st;
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        path[--n] = 0;
    if (stat(path, &st) < 0) {
        shell_error(g->sh, "%s: %s", path, i18n_errno(errno));
        return -ENOENT;
    }
    return S_ISDIR(st.st_mode) ? add_folder(g, path, NULL) : add_file(g, path, NULL);
}

static int compare_rows(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    int order = strcmp(x->student, y->student);
    return order ? order : strcmp(x->path, y->path);
}

/* Whose code, comments aside, stood here before. */
static void find_twins(struct grading *g)
{
    for (size_t i = 1; i < g->n; i++)
        for (size_t k = 0; k < i && !g->rows[i].same_as; k++)
            if (strcmp(g->rows[i].student, g->rows[k].student) != 0 &&
                level_changes(g->rows[k].source, g->rows[i].source) == 0)
                g->rows[i].same_as = g->rows[k].student;
}

/* ---- the level ---- */

/* LESSON:ID, the lesson by number, name or file. */
static int open_level(struct grading *g, const char *spec)
{
    struct lesson_dirs dirs;
    struct lesson_notes notes;
    const char *colon = spec ? strrchr(spec, ':') : NULL;
    char *path = NULL;
    bool fallback;
    if (!colon)
        return -EINVAL;
    char *name = mem_text(spec, (size_t)(colon - spec));
    lesson_dirs_init(&dirs, g->sh->opts.lessons);
    notes_init(&notes);
    int r = lesson_find(&dirs, name, g->sh->lang, &path, &fallback);
    if (r == 0)
        r = lesson_load_file(path, &notes, &g->lesson);
    notes_render(shell_out(g->sh), &notes);
    g->level = r == 0 ? lesson_level(g->lesson, colon + 1) : NULL;
    if (r == 0 && (!g->level || level_goal_of(g->level) != GOAL_FIX))
        r = -ENOENT;
    if (r < 0)
        shell_error(g->sh, _("there is no level `%s` that asks for a repair"), spec);
    free(name);
    free(path);
    notes_finish(&notes);
    lesson_dirs_finish(&dirs);
    return r;
}

enum { KEY_MIN = 16 };

static int open_key(struct grading *g, const char *path)
{
    struct slice text;
    int r = path ? read_answer(g, path, &text) : 0;
    if (r < 0) {
        shell_error(g->sh, "%s: %s", path, i18n_errno(-r));
        return r;
    }
    while (path && text.n && (text.s[text.n - 1] == '\n' || text.s[text.n - 1] == '\r'))
        text.n--; // an editor's line end is no part of it
    if (path && text.n < KEY_MIN) {
        shell_error(g->sh, _("%s: a key has at least %d bytes; `head -c 32 /dev/urandom | base64 > key` makes one"),
                    path, KEY_MIN);
        return -EINVAL;
    }
    if (path)
        buf_add(&g->key, text.s, text.n);
    return 0;
}

/* One answer that cannot be judged (its worker was killed, say) leaves the others their verdicts. */
static void leave_open(struct grading *g, struct row *row, int error)
{
    struct buf why = { 0 };
    explorer_silent(error, &why);
    const char **reasons = ARENA_ARRAY(&g->arena, const char *, 1);
    reasons[0] = keep(g, buf_str(&why), why.n);
    row->verdict = (struct level_verdict){ .result = LEVEL_UNKNOWN, .reasons = reasons, .reason_n = 1 };
    buf_finish(&why);
}

static void judge_row(struct grading *g, struct row *row)
{
    struct level_ask ask = {
        .name = row->path, .lesson = g->lesson, .level = g->level, .source = row->source,
        .original = { buf_str(&g->original), g->original.n }, .claims = &g->claims,
    };
    row->changes = level_changes(ask.original, ask.source);
    int r = level_judge(shell_judge(g->sh), &ask, &g->arena, &row->verdict);
    if (r < 0)
        leave_open(g, row, r);
}

/* ---- transcripts ---- */

static void add_reasons(struct buf *out, const struct level_verdict *v)
{
    for (unsigned i = 0; i < v->reason_n; i++)
        buf_addf(out, "%s%s", i ? " " : "", v->reasons[i]);
}

static void json_field(struct buf *out, const char *key, const char *s)
{
    buf_addf(out, ",\"%s\":", key);
    json_string(out, s, strlen(s));
}

static void add_json(struct buf *out, const struct grading *g, const struct row *row)
{
    const char *par = step_attr(g->level, "par");
    struct buf reasons = { 0 };
    add_reasons(&reasons, &row->verdict);
    buf_adds(out, "{\"student\":");
    json_string(out, row->student, strlen(row->student));
    json_field(out, "sha256", row->digest);
    json_field(out, "lesson", g->lesson->id);
    json_field(out, "level", g->level->id);
    json_field(out, "result", level_result_word[row->verdict.result]);
    buf_addf(out, ",\"changes\":%u,\"par\":%s,\"states\":%llu", row->changes, par ? par : "null",
             (unsigned long long)row->verdict.states);
    json_field(out, "reasons", buf_str(&reasons));
    json_field(out, "schedule", row->verdict.schedule ? row->verdict.schedule : "");
    json_field(out, "same_as", row->same_as ? row->same_as : "");
    json_field(out, "file", row->path);
    buf_finish(&reasons);
}

/* Quoted, and never a formula to a spreadsheet. */
static void csv_field(struct buf *out, const char *s)
{
    buf_adds(out, *s && strchr("=+-@\t\r", *s) ? "\"'" : "\"");
    for (; *s; s++)
        buf_addf(out, *s == '"' ? "\"%c" : "%c", *s == '\n' ? ' ' : *s);
    buf_adds(out, "\",");
}

static void add_csv(struct buf *out, const struct grading *g, const struct row *row)
{
    const char *par = step_attr(g->level, "par");
    struct buf reasons = { 0 };
    add_reasons(&reasons, &row->verdict);
    csv_field(out, row->student);
    csv_field(out, row->digest);
    csv_field(out, g->lesson->id);
    csv_field(out, g->level->id);
    csv_field(out, level_result_word[row->verdict.result]);
    buf_addf(out, "%u,%s,%llu,", row->changes, par ? par : "", (unsigned long long)row->verdict.states);
    csv_field(out, buf_str(&reasons));
    csv_field(out, row->verdict.schedule ? row->verdict.schedule : "");
    csv_field(out, row->same_as ? row->same_as : "");
    csv_field(out, row->path);
    out->n--; // the comma behind the last one
    buf_finish(&reasons);
}

static void add_text(struct buf *out, const struct grading *g, const struct row *row)
{
    static const char *const words[LEVEL_RESULT_COUNT] = {
        [LEVEL_PASSED] = N_("passed"), [LEVEL_SLOW] = N_("passed, but slower than it need be"),
        [LEVEL_FAILED] = N_("failed"), [LEVEL_UNKNOWN] = N_("not settled"),
    };
    (void)g;
    text_safe(out, row->student, strlen(row->student), false);
    buf_addf(out, ": %s", _(words[row->verdict.result]));
    buf_addf(out, ngettext_(" (%u line changed)", " (%u lines changed)", row->changes), row->changes);
    for (unsigned i = 0; i < row->verdict.reason_n; i++) {
        buf_adds(out, "\n    ");
        text_safe(out, row->verdict.reasons[i], strlen(row->verdict.reasons[i]), false);
    }
    if (row->same_as)
        buf_addf(out, _("\n    the same code as %s's"), row->same_as);
}

static const struct transcript {
    const char *name, *head;
    void (*add)(struct buf *out, const struct grading *g, const struct row *row);
    const char *sign, *end; // around the signature; NULL: no place for one
} transcripts[] = {
    { "text", "", add_text, NULL, "" },
    { "csv", "student,sha256,lesson,level,result,changes,par,states,reasons,schedule,same_as,file", add_csv,
      ",", "" },
    { "json", "", add_json, ",\"signature\":\"", "\"}" },
};

static const struct transcript *transcript_named(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(transcripts); i++)
        if (strcmp(transcripts[i].name, name ? name : "text") == 0)
            return &transcripts[i];
    return NULL;
}

static void add_signed(struct buf *out, const struct grading *g, const struct transcript *t, const struct row *row)
{
    struct buf line = { 0 };
    char signature[SHA256_HEX];
    t->add(&line, g, row);
    buf_add(out, line.text, line.n);
    if (t->sign && g->key.n) {
        hmac_sha256_hex(g->key.text, g->key.n, line.text, line.n, signature);
        buf_addf(out, "%s%s%s\n", t->sign, signature, t->end);
    } else {
        buf_addf(out, "%s\n", t->sign && *t->end ? "}" : "");
    }
    buf_finish(&line);
}

static void tell_all(struct grading *g, const struct transcript *t)
{
    struct buf *out = shell_out(g->sh);
    if (*t->head)
        buf_addf(out, "%s%s\n", t->head, g->key.n ? ",signature" : "");
    for (size_t i = 0; i < g->n; i++)
        add_signed(out, g, t, &g->rows[i]);
    shell_flush(g->sh);
}

/* ---- a transcript is looked at again ---- */

/* What a line was signed for, and whether the signature is right. */
static bool is_signed(const struct grading *g, struct slice line, struct slice *ret_payload)
{
    char signature[SHA256_HEX];
    size_t n = 2 * SHA256_BYTES;
    for (size_t i = 1; i < ARRAY_LEN(transcripts); i++) {
        const struct transcript *t = &transcripts[i];
        size_t sign = strlen(t->sign), end = strlen(t->end);
        if (line.n < n + sign + end || memcmp(line.s + line.n - end, t->end, end) != 0)
            continue;
        size_t payload = line.n - end - n - sign;
        if (memcmp(line.s + payload, t->sign, sign) != 0)
            continue;
        *ret_payload = (struct slice){ line.s, payload };
        hmac_sha256_hex(g->key.text, g->key.n, line.s, payload, signature);
        return memcmp(line.s + payload + sign, signature, n) == 0;
    }
    *ret_payload = line;
    return false;
}

/* The row that the line speaks of: both name the student and the text first. */
static const struct row *row_of(const struct grading *g, struct slice payload)
{
    for (size_t i = 0; i < g->n; i++) {
        struct buf json = { 0 }, csv = { 0 };
        add_json(&json, g, &g->rows[i]);
        add_csv(&csv, g, &g->rows[i]);
        const struct buf *own = payload.n && *payload.s == '{' ? &json : &csv;
        size_t head = (size_t)(strstr(own->text, g->rows[i].digest) - own->text) + 2 * SHA256_BYTES;
        bool same = payload.n > head && memcmp(payload.s, own->text, head) == 0;
        buf_finish(&json);
        buf_finish(&csv);
        if (same)
            return &g->rows[i];
    }
    return NULL;
}

static bool line_says(struct slice payload, const char *word)
{
    struct buf quoted = { 0 };
    buf_addf(&quoted, "\"%s\"", word);
    bool says = memmem(payload.s, payload.n, quoted.text, quoted.n) != NULL;
    buf_finish(&quoted);
    return says;
}

/* Returns the number of lines that are not as they should be. */
static unsigned verify_all(struct grading *g, struct slice text, bool regraded)
{
    struct slice payload, line;
    unsigned wrong = 0, number = 0;
    while (text.n) {
        const char *end = memchr(text.s, '\n', text.n);
        line = (struct slice){ text.s, end ? (size_t)(end - text.s) : text.n };
        text.s += line.n + (end != NULL);
        text.n -= line.n + (end != NULL);
        number++;
        if (line.n == 0 || (number == 1 && line.n > 8 && memcmp(line.s, "student,", 8) == 0))
            continue;
        const char *what = NULL;
        bool good = is_signed(g, line, &payload);
        const struct row *row = regraded ? row_of(g, payload) : NULL;
        if (!good)
            what = _("the line was changed, or signed with another key");
        else if (regraded && !row)
            what = _("this student's program was not handed in now, or is another one");
        else if (row && !line_says(payload, level_result_word[row->verdict.result]))
            what = _("grading it again gives another verdict");
        wrong += what != NULL;
        buf_addf(shell_out(g->sh), "%u: %s\n", number, what ? what : _("as it was signed"));
    }
    shell_flush(g->sh);
    return wrong;
}

static int verify(struct grading *g, const char *path)
{
    struct slice text;
    if (!g->key.n) {
        shell_error(g->sh, _("--verify needs the --key that signed it"));
        return 2;
    }
    int r = read_answer(g, path, &text);
    if (r < 0) {
        shell_error(g->sh, "%s: %s", path, i18n_errno(-r));
        return 3;
    }
    return verify_all(g, text, g->n > 0) ? 1 : 0;
}

/* ---- all of it ---- */

static int grade_all(struct grading *g)
{
    int status = 0;
    qsort(g->rows, g->n, sizeof *g->rows, compare_rows);
    find_twins(g);
    for (size_t i = 0; i < g->n; i++) {
        judge_row(g, &g->rows[i]);
        enum level_result result = g->rows[i].verdict.result;
        status = result == LEVEL_FAILED ? 1 : result == LEVEL_UNKNOWN && !status ? 124 : status;
    }
    return status;
}

static int grade(struct grading *g, int argc, char **argv)
{
    const struct options *o = &g->sh->opts;
    const struct transcript *t = transcript_named(o->format);
    if (!t || (argc < 1 && !o->verify) || (argc && !o->level)) {
        shell_error(g->sh, _("usage: conch grade --level LESSON:ID [--format text|csv|json] [--key FILE] "
                             "[--verify FILE] FILE|FOLDER…"));
        return 2;
    }
    if (open_key(g, o->key) < 0 || (argc && open_level(g, o->level) < 0))
        return 3;
    if (argc) {
        lesson_program_text(g->lesson, level_program(g->lesson, g->level), &g->original);
        lesson_claims(&g->arena, g->lesson, g->level->id, &g->claims);
    }
    for (int i = 0; i < argc; i++)
        if (add_path(g, argv[i]) < 0)
            return 3;
    int status = grade_all(g);
    if (o->verify)
        return verify(g, o->verify);
    tell_all(g, t);
    return status;
}

int learn_grade(struct shell *sh, int argc, char **argv)
{
    struct grading g = { .sh = sh };
    arena_init(&g.arena);
    int status = grade(&g, argc, argv);
    shell_flush(sh);
    lesson_free(g.lesson);
    buf_finish(&g.original);
    buf_finish(&g.key);
    arena_finish(&g.arena);
    free(g.rows);
    return status;
}
