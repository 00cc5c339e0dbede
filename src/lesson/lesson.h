/* lesson.h: lessons are Markdown files that can be played, checked and proved.
 *
 * In:      lesson files (format v1), the student's answers, what runs did.
 * Out:     what to say, what to run and what to ask next; whether a claim holds.
 * Owner:   a lesson owns its text, steps and messages in one arena; a player and a
 *          session borrow a lesson and own what the student answered.
 * Threads: all of it belongs to the shell's one thread; no globals that change.
 *
 *   file ──load──> lesson (a list of steps) ──player──> acts ──commands/play──> host (the shell)
 *                     │                                                     └─> runs, traces
 *                     ├──lint──>  messages FILE:LINE:COL
 *                     └──check──> claims, verified by a runner (live) and a prover (explorer)
 *
 * The room does no output and starts nothing by itself: what it needs from above comes as
 * function pointers (struct lesson_host, struct lesson_runner), because includes point down. */
#ifndef LESSON_LESSON_H
#define LESSON_LESSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "live/run.h"
#include "trace/trace.h"
#include "view/term.h"

/* ---- messages -------------------------------------------------------------------------- */

enum note_level { NOTE_ERROR, NOTE_WARNING };

/* One remark on a file. Lines and columns count from 1; columns count characters. */
struct lesson_note {
    enum note_level level;
    const char *file;
    uint32_t line, col;
    const char *text;
};

/* Remarks in the order they were found. A zeroed struct is an empty list. */
struct lesson_notes {
    struct arena arena;
    struct lesson_note *list;
    size_t count, cap;
    size_t errors;
};

void notes_init(struct lesson_notes *notes);
void notes_finish(struct lesson_notes *notes);

/* Keeps a copy of the text and of the file's name. At most 200 remarks are kept; all errors are counted. */
void notes_add(struct lesson_notes *notes, enum note_level level, const char *file,
               uint32_t line, uint32_t col, const char *fmt, ...) PRINTF_LIKE(6, 7);

/* Adds `FILE:LINE:COL: error: text` lines. */
void notes_render(struct buf *out, const struct lesson_notes *notes);

/* ---- the file -------------------------------------------------------------------------- */

enum { LESSON_MAX_BYTES = 256 * 1024, LESSON_MAX_LINE = 8 * 1024 };

/* A piece of the lesson's text; borrowed from the lesson. */
struct slice {
    const char *s;
    size_t n;
};

struct attr {
    const char *key, *value;
    uint32_t col;
};

enum step_kind {
#define STEP(id, word, help) STEP_##id,
#include "lesson/step.def"
#undef STEP
    STEP_COUNT
};
extern const char *const step_word[STEP_COUNT];

/* A choice of a prediction, or an item of a try list. */
struct item {
    char letter;              // predictions: 'a' …; try lists: 0
    struct slice text;        // Markdown, without the letter
    uint32_t line;
    const char **commands;    // try lists: the code spans
    unsigned command_n;
};

enum hint_kind { HINT_HINT, HINT_ANSWER, HINT_CHECK };

struct step {
    enum step_kind kind;
    uint32_t line;            // of the directive, fence or first line
    uint32_t body_line;       // of the body's first line
    struct slice body;        // prose: Markdown; fences: the text inside
    const char *lang;         // fences: the first word
    const struct attr *attrs;
    unsigned attr_n;
    const char *id;           // program, predict, level
    const char *run;          // for=, expect=, check=: the program spoken of; continue=
    const char *answer;       // predict: as written
    struct item *items;       // predict: choices; try: entries
    unsigned item_n;
    enum hint_kind hint;      // hint: what its summary says …
    const char *key;          // … and the wrong answer it is for, or NULL
    uint32_t about;           // hint: step index of its prediction; level: of its program; or NO_STEP
    uint8_t heading;          // prose: level of the heading it begins with, or 0
    double speed;             // speed
    bool folded;              // inside <details>: not said as prose
};
#define NO_STEP UINT32_MAX

struct lesson {
    struct arena arena;
    const char *path;
    const char *id, *title;
    int level, minutes, number;   // number: from the file's name, or 0
    const char **needs;
    unsigned needs_n;
    struct slice source;          // whole text, line ends are \n
    struct step *steps;
    uint32_t step_n;
};

/* Reads n bytes as a lesson. Every fault goes to *notes. Returns 0 and the lesson, to be freed
 * with lesson_free(), or -EINVAL if there was an error (then nothing is returned).
 * Never crashes and takes well under a second, whatever the bytes are. */
int lesson_load(const char *path, const char *text, size_t n, struct lesson_notes *notes,
                struct lesson **ret_lesson);

/* As above, from a file; also a negative errno if it cannot be read. */
int lesson_load_file(const char *path, struct lesson_notes *notes, struct lesson **ret_lesson);

void lesson_free(struct lesson *lesson);

/* The value of an attribute of a step, or NULL. */
const char *step_attr(const struct step *step, const char *key);

/* The program step with that id, or NULL. */
const struct step *lesson_program(const struct lesson *lesson, const char *id);

/* Chapters count from 1: the lesson's beginning, then each of its sections (##). A place is a
 * chapter's number or the id of a program, a question or a level. */
unsigned lesson_chapter_count(const struct lesson *lesson);
unsigned lesson_chapter_at(const struct lesson *lesson, uint32_t step); // when that step comes next
bool lesson_chapter(const struct lesson *lesson, unsigned number, uint32_t *ret_step,
                    struct slice *ret_title);
bool lesson_place(const struct lesson *lesson, const char *spec, uint32_t *ret_step);

/* What to compile for a program: for `continue=` the earlier blocks come first (comment lines
 * kept, so that line numbers within each block stay in order). Adds to *out. */
void lesson_program_text(const struct lesson *lesson, const struct step *program,
                         struct buf *out);

/* ---- where lessons are ----------------------------------------------------------------- */

/* Folders that hold en/ and zh/, best first. */
struct lesson_dirs {
    struct arena arena;
    const char *list[16];
    unsigned count;
};

/* The folder of --lessons (or NULL), then CONCH_LESSONS (separated by colons), ./lessons, lessons
 * near the executable, the XDG data folders. Folders that do not exist are left out. */
void lesson_dirs_init(struct lesson_dirs *dirs, const char *flag);
void lesson_dirs_finish(struct lesson_dirs *dirs);

struct lesson_entry {
    int number;
    char id[64];
    char *path;
    char lang[8]; // en if there is no file in the language asked for
};
struct lesson_index {
    struct lesson_entry *list; // by number, then id
    size_t count, cap;
};

/* All lessons of the folders, each in lang if there is such a file, else in en. */
void lesson_index_init(struct lesson_index *index, const struct lesson_dirs *dirs,
                       const char *lang);
void lesson_index_finish(struct lesson_index *index);

/* The lesson called by number ("130", also "13" if there is no 013), by id or by file name; NULL: none. */
const struct lesson_entry *lesson_index_find(const struct lesson_index *index, const char *spec);

/* The same, or by the path of any lesson.
 * Returns 0 and a new text in *ret_path (the caller frees it), or -ENOENT. *ret_fallback tells
 * that the file is English because lang has none. */
int lesson_find(const struct lesson_dirs *dirs, const char *spec, const char *lang,
                char **ret_path, bool *ret_fallback);

/* The lesson files that a path means: itself, or those in the folder and its en/ and zh/, by name. */
const char **lesson_files(struct arena *a, const char *path, size_t *ret_n);

/* ---- how it looks ---------------------------------------------------------------------- */

/* Adds Markdown as terminal lines, wrapped to the terminal's width (at most 92 cells); the text
 * ends with a newline. Without colour, code stands in `…` and nothing else is marked. */
void render_markdown(struct buf *out, struct slice markdown, const struct term *t);

/* Adds code with its line numbers, counted from first: `  3  count += 1`. Lines are not broken. */
void render_code(struct buf *out, struct slice code, uint32_t first, const struct term *t);

/* Adds a fence as it is shown, a line for each of its lines: a program with line numbers, anything else moved in. */
void render_fence(struct buf *out, const struct step *fence, const struct term *t);

/* ---- the matcher ----------------------------------------------------------------------- */

enum expect_order { ORDER_STRICT, ORDER_LANE, ORDER_ANY };

/* A line that a run printed, and who printed it (any number that tells tasks apart). */
struct printed_line {
    const char *text;
    size_t n;
    uint32_t lane;
};

/* Compares a `text expect=` block with what was printed. True if it fits; otherwise *why says
 * in one or two lines what does not. `...` alone in a line stands for any lines; <n> for any
 * token, <pid> <tid> for digits; <n:A> <pid:A> must be the same text wherever A is used. */
bool expect_match(struct slice pattern, enum expect_order order,
                  const struct printed_line *lines, size_t count, struct buf *why);

/* True if one line fits one pattern line; captures are checked within the line. */
bool expect_match_line(struct slice pattern, const char *line, size_t n);

/* The printed lines of a trace, in the order in which each was completed, one lane a task.
 * The list and its texts are in the arena. */
struct printed_line *expect_lines(struct arena *a, const struct trace *t, size_t *ret_n);

/* The order named by the attribute (NULL: lane). -EINVAL if there is no such order. */
int expect_order_named(const char *name, enum expect_order *ret_order);

/* ---- claims ---------------------------------------------------------------------------- */

enum claim_kind {
    CLAIM_EVERY,     // expect every EXPR      a Python expression, at the end, in main
    CLAIM_SOME,      // expect some EXPR
    CLAIM_DEADLOCK,  // expect deadlock: some run
    CLAIM_NO_DEADLOCK, // expect no deadlock: no run
    CLAIM_OUTCOMES,  // expect outcomes {…}: exactly these
    CLAIM_STATES,    // expect states <= n
    CLAIM_OUTPUT,    // expect output LINE: every run prints a line like this
    CLAIM_OUTPUT_SOME, // expect some output LINE
    CLAIM_LACKS,     // expect no output LINE: no run prints such a line
    CLAIM_LACKS_SOME, // expect some no output LINE: some run does not
};

struct claim {
    enum claim_kind kind;
    const char *text;        // as written, without `expect`
    const char *expr;        // expression, or pattern line
    const char **outcomes;   // sorted as written
    unsigned outcome_n;
    uint64_t states;
    uint32_t line;           // in the lesson
    const char *const *switches; // commands that stand before it in its block, all of them
    unsigned switch_n;
};

struct claims {
    struct claim *list;
    size_t count;
};

/* Reads the claims of a check block; faults go to *notes. Everything is in the arena. */
int claims_parse(struct arena *a, const char *path, const struct step *check,
                 struct lesson_notes *notes, struct claims *ret_claims);

/* What the lesson claims of the program or the level of that id: the claims of its check blocks, in
 * their order. Everything is in the arena. None: an empty list. */
int lesson_claims(struct arena *a, const struct lesson *lesson, const char *id,
                  struct claims *ret_claims);

enum verdict {
    VERDICT_PROVED,  // the explorer has seen every interleaving
    VERDICT_SEEN,    // `some`: a run showed it; `every`: no run spoke against it
    VERDICT_FAILS,
    VERDICT_OPEN,    // not verified live: only the explorer can tell, or no run showed it
};

/* One run that a check asks for. */
struct lesson_run_ask {
    const char *name;            // "lessons/en/130-lost-update.md: race"
    const char *source;
    size_t source_n;
    const char *const *switches; // command lines typed before the run: "lock m off"
    unsigned switch_n;
    uint64_t seed;               // another one for each run
    bool controlled;             // every visible step by the seed: races show at once
    const char *const *exprs;    // evaluated by main when the program has ended
    unsigned expr_n;
};

/* What it did. The runner fills it; texts live in the arena that it is given. */
struct lesson_run_result {
    const struct printed_line *lines;
    size_t line_n;
    const struct trace *trace;   // borrowed until the next run; may be NULL
    int exit_code;
    bool deadlock, timed_out;
    const char **values;         // repr() of each expression, NULL if it could not be evaluated
    const char *trouble;         // what the runner could not do, or NULL
    const char *refused;         // why it was not run at all: nothing can be told; or NULL
};

/* How one run speaks about a claim: for it, against it, or not at all. expr: which of the ask's expressions
 * is the claim's. */
enum voice { VOICE_YES, VOICE_NO, VOICE_SILENT };
enum voice claim_voice(const struct claim *claim, const struct lesson_run_result *res, unsigned expr);

/* Whether one run that speaks for it is enough; else all must. */
bool claim_needs_one(enum claim_kind kind);

/* Why a run speaks against a claim, in the run's own words. */
void claim_tell_against(struct buf *why, const struct claim *claim, const struct lesson_run_result *res, unsigned expr);

/* How a check runs programs; given by the shell. run() may block and returns 0 or a negative
 * errno (the world failed, not the program). prove() asks the explorer and may be NULL: it returns 0 and a
 * verdict, with a sentence in *why, or -ENOTSUP for a claim that it cannot decide. */
struct lesson_runner {
    void *ctx;
    int (*run)(void *ctx, const struct lesson_run_ask *ask, struct arena *a,
               struct lesson_run_result *ret_result);
    int (*prove)(void *ctx, const struct lesson_run_ask *ask, const struct claim *claim,
                 enum verdict *ret_verdict, struct buf *why);
    /* The fewest switches with which the program ends badly, for a level's par; may be NULL, -ENOTSUP. */
    int (*fewest)(void *ctx, const struct lesson_run_ask *ask, unsigned *ret_switches);
};

/* One thing that was looked at. */
struct check_line {
    const char *path;
    uint32_t line;
    enum verdict verdict;
    const char *what, *why; // why may be empty
};

struct check_opts {
    unsigned runs;       // live runs for each group of claims; 0: 8
    bool strict;         // VERDICT_OPEN is a failure too
    void (*told)(void *ctx, const struct check_line *line); // also gets each line; may be NULL
    void *ctx;
};
struct check_count {
    unsigned proved, seen, fails, open;
};

/* Verifies the claims and the expected texts of a lesson; one line a claim is added to *out.
 * Returns 0, or the runner's negative errno. */
int check_lesson(const struct lesson *lesson, const struct lesson_runner *runner,
                 const struct check_opts *opts, struct buf *out, struct check_count *ret_count);

/* The lesson's text in which each expected text of a seeded run that no longer fits is what the run
 * prints now. Returns 0, or the runner's negative errno. */
int promote_lesson(const struct lesson *lesson, const struct lesson_runner *runner, struct buf *ret_text,
                   unsigned *ret_changed);

/* What was checked, for other programs. Texts are copied. */
struct check_report {
    struct arena arena;
    struct check_line *list;
    size_t count, cap;
};
void check_report_init(struct check_report *r);
void check_report_finish(struct check_report *r);
void check_report_add(void *report, const struct check_line *line); // as check_opts.told

/* "tap", "junit" or "json". False: there is no such format. */
bool check_report_render(struct buf *out, const struct check_report *r, const char *format);

/* ---- lint ------------------------------------------------------------------------------ */

/* Faults of one lesson that loading does not see: name and id, needs, ordering sleeps, a missing
 * prediction, toggle, check or picture, claims that cannot be read. */
void lint_lesson(const struct lesson *lesson, const struct lesson_dirs *dirs,
                 struct lesson_notes *notes);

/* What is wrong with one line of commands, told in the caller's words, or NULL. */
typedef const char *command_fault_fn(void *ctx, const char *line, size_t n);

/* Faults that keep a lesson from being run: programs and claims that cannot be read, commands that do
 * not exist. fault may be NULL: commands are not looked at. */
void lint_compiles(const struct lesson *lesson, command_fault_fn *fault, void *ctx,
                   struct lesson_notes *notes);

/* Differences between a lesson and its translation: directives, attributes, code (comment lines do not count). */
void lint_pair(const struct lesson *en, const struct lesson *zh, struct lesson_notes *notes);

/* Lints files and folders (a folder that has en/ also brings its zh/ twins). Adds all messages
 * to *out and returns the number of errors. fault as in lint_compiles(). */
size_t lint_paths(char **paths, int count, command_fault_fn *fault, void *ctx, struct buf *out);

/* A new lesson's text, one that passes lint. id: lower-case letters, digits, dashes. -EINVAL if not. */
int lesson_template(struct buf *out, const char *id, const char *lang);

/* ---- the player: what comes next ------------------------------------------------------- */

enum act_kind {
    ACT_SAY,      // show text (Markdown)
    ACT_CODE,     // show a program, with its lines' numbers
    ACT_RECALL,   // show question and choices again, nothing is asked
    ACT_ASK,      // a prediction is asked for: show question and choices; the player waits for it
    ACT_RUN,      // run `program`, recorded; tell player_ran() when it has ended
    ACT_COMMAND,  // carry out a command line, as if it had been typed
    ACT_TOGGLES,  // show the try list: the student may press a number
    ACT_PAUSE,    // nothing more until the student says next
    ACT_SPEED,    // playback speed from here on
    ACT_NOTE,     // for the presenter only
    ACT_REVEAL,   // the answer beside what was predicted
    ACT_REFUSE,   // not now; text says why and what to type
    ACT_END,      // text says what to type next
};

struct act {
    enum act_kind kind;
    const struct step *step;   // what it comes from, or NULL
    const char *text;          // Markdown, or a command line; owned by the player until the next call
    double speed;
};

enum player_state {
    PLAYER_READY,     // next goes on
    PLAYER_ASKS,      // a prediction must be given first
    PLAYER_RUNS,      // waits for player_ran()
    PLAYER_DONE,
};

/* What the student predicted. */
struct prediction {
    const struct step *step;
    char *first, *last;   // first and latest answer, as given; NULL: none yet
    bool revealed, right; // right: the first answer was right
    bool last_right;      // the answer that was revealed last
    bool asked_again;
    unsigned hints;       // how many un-keyed hints have been opened
    bool keyed_open;      // the hint for its wrong answer has been opened
};

struct player_opts {
    bool exam;             // no hints, no answers, nothing is jumped over; stronger than may_skip
    bool may_skip;         // a presenter may run before predicting
};

struct player;

struct player *player_new(const struct lesson *lesson, const struct player_opts *opts);
void player_free(struct player *p);

/* Each of these fills the queue of acts; player_act() hands them out one by one.
 * next: goes on to the next thing that the student must do. */
void player_next(struct player *p);

/* Runs the last shown program again; refused before its prediction. */
void player_again(struct player *p);

/* The student's answer to the open question: a letter, or a value. It may be changed until the run. */
void player_predict(struct player *p, const char *answer);

/* Opens the next hint: first the one for the wrong answer given, then the others one by one. */
void player_hint(struct player *p);

/* Item number (from 1) of the current try list: its commands. */
void player_try(struct player *p, unsigned number);

/* Whether the student may run a program now. If not, the queue says why. */
bool player_may_run(struct player *p);

/* A run of the lesson's program has ended, however it was started. */
void player_ran(struct player *p);

/* The run that ACT_RUN asked for could not be started: what waited for its end is dropped, and
 * nothing is revealed. */
void player_run_failed(struct player *p);

/* Goes back so many pages (1: to the one before this) and says that one again. Answers stay. */
void player_back(struct player *p, unsigned pages);

/* Goes on from that step; questions before it are not asked. In an exam only backwards. */
void player_jump(struct player *p, uint32_t step);

/* A new player asks this one question, beside its program, and is done when it has been answered.
 * False if the lesson has no such question. */
bool player_review(struct player *p, const char *question);

/* Says again what the student is to do now. */
void player_recall(struct player *p);

/* Takes the next act; false if there is none. */
bool player_act(struct player *p, struct act *ret_act);

enum player_state player_state(const struct player *p);
uint32_t player_position(const struct player *p); // index of the step that the student sees next
const struct step *player_last(const struct player *p);    // the one that came last, or NULL
const struct step *player_program(const struct player *p); // shown last, or NULL
const struct step *player_question(const struct player *p); // the open prediction, or NULL
const struct step *player_tries(const struct player *p);   // the current try list, or NULL
const struct step *player_level(const struct player *p);   // the current level, or NULL
bool player_reviews(const struct player *p);
const struct prediction *player_predictions(const struct player *p, unsigned *ret_n);

/* ---- progress ---------------------------------------------------------------------------- */

struct progress {
    bool done;
    unsigned right, wrong; // predictions, at their first asking
    unsigned levels;       // passed
    unsigned chapter;      // where it was left, 0 if it was finished since
};

/* A file below the state folder ($XDG_STATE_HOME/conch, else ~/.local/state/conch), in the folder `part`
 * of it unless that is empty; the folders are made. Empty if there is no home. */
void state_path(struct buf *path, const char *part, const char *name);

/* Adds a line, with the time before it, to the progress file (`progress` in the state folder). Returns 0 or a negative errno. */
int progress_add(const char *line);

/* Adds the file's text; nothing if there is none. At most about a megabyte. */
void progress_read(struct buf *out);

/* One line of it; slices of the text. */
struct progress_line {
    uint64_t time_s;       // since 1970; 0: the line does not say
    struct slice kind, lesson, rest, whole;
};
bool progress_line(struct slice *rest, struct progress_line *ret);

/* What a text of such lines says about one lesson. Lines that are not understood do not count. */
void progress_count(const char *text, const char *lesson, struct progress *ret);

/* A question that went wrong once and has not been right often enough since. */
struct due_question {
    const char *lesson, *question;
    uint64_t due_s;        // when it should come again, seconds since 1970
    unsigned box;          // how often it was right in a row since
};

/* All of them, the most urgent first, in the arena. */
size_t progress_due(struct arena *a, const char *text, struct due_question **ret_list);

/* Adds the lines of both, each once, by their times. */
void progress_merge(struct buf *out, const char *mine, const char *other);

/* ---- the session: commands at the prompt ------------------------------------------------ */

enum say_kind { SAY_TEXT, SAY_GREY, SAY_ERROR };

struct level_judge; // level.h
struct level_run;

/* What the room needs from the shell. say, run and command must be there. */
struct lesson_host {
    void *ctx;
    void (*say)(void *ctx, enum say_kind kind, const char *text, size_t n);
    /* Starts a program; the shell calls session_ran() when it has ended. */
    int (*run)(void *ctx, const struct run_opts *opts);
    /* Carries out one line as typed at the prompt (a command or Python). Returns 0 or a negative errno. */
    int (*command)(void *ctx, const char *line);
    void (*remember)(void *ctx, const char *line);         // NULL: progress_add()
    void (*set_speed)(void *ctx, double speed);            // may be NULL
    /* Lets the person change the file; calls done(arg) when that is over, at once or later. 0 or a
     * negative errno (told). NULL: nothing can be edited here. */
    int (*edit)(void *ctx, const char *path, void (*done)(void *arg), void *arg);
    /* Gives each typed line to fn, under that prompt, until fn returns false; at each key, where the terminal can,
     * counted says what stands behind the line while it is typed. May be NULL. */
    void (*take_lines)(void *ctx, bool (*fn)(void *arg, const char *line),
                       void (*counted)(void *arg, const char *line, struct buf *to), void *arg, const char *prompt);
    /* Shows the presenter's second terminal a text, instead of the one before. May be NULL. */
    void (*presenter)(void *ctx, const char *text, size_t n);
    const struct level_judge *judge;                       // NULL: there is no explorer
    const struct term *(*term)(void *ctx);                 // width and styles now; may be NULL
};

struct lesson_session;

struct lesson_session *session_new(const struct lesson_host *host, const char *lessons_flag,
                                   const char *lang);
void session_free(struct lesson_session *s);
void session_set_lang(struct lesson_session *s, const char *lang);
void session_set_presenter(struct lesson_session *s, bool on); // may run before predicting; sees notes
void session_set_free_play(struct lesson_session *s, bool on); // the lesson waits, as `play` does
void session_set_exam(struct lesson_session *s, bool on);      // as player_opts.exam, from the next lesson on
void session_set_large(struct lesson_session *s, bool on);     // wide margins, for the back row

/* Adds what the prompt should say of the lesson. False: nothing. */
bool session_prompt(const struct lesson_session *s, struct buf *out);

/* Goes one page back, as `back` does. False: no lesson is open, or it is at rest for free play. */
bool session_back(struct lesson_session *s, unsigned pages);

/* The shell tells how a run of the open lesson's program ended whose turns somebody chose: for a
 * level that is to be broken. Before session_ran(). */
void session_level_run(struct lesson_session *s, const struct level_run *run);

/* Opens a lesson (number, id or path) and says its beginning. 0, or a negative errno (told). */
int session_open(struct lesson_session *s, const char *spec);

/* Opens a lesson at a place (lesson_place). */
int session_open_at(struct lesson_session *s, const char *spec, const char *place);

/* The shell tells: the run that host->run, or `run` at the prompt, started has ended. */
void session_ran(struct lesson_session *s);

/* The shell tells: an exploration has ended; whether the lesson or the student began it. */
void session_explored(struct lesson_session *s);

/* Asked by the shell before `run` at the prompt: may it? If not, the reason has been said.
 * True when no lesson is open. */
bool session_may_run(struct lesson_session *s);

/* What `run ARGS` means in a lesson: [--seed N] [--slow X] [--gil] [ID] in any order, ID being one
 * of the lesson's programs, else the one shown last is meant. False if it means none (no lesson, an unknown word): then
 * it is the shell's own `run`. The options borrow from the session. */
bool session_run_opts(struct lesson_session *s, const char *args, struct run_opts *ret_opts);

/* The claims of the open lesson about the program that session_run_opts() called file. */
void session_claims(const struct lesson_session *s, const char *file, struct arena *a, struct claims *ret_claims);

/* The open lesson and its player, or NULL. */
const struct lesson *session_lesson(const struct lesson_session *s);
const struct player *session_player(const struct lesson_session *s);

/* In a lesson a short line is an answer: "" is `next`; while a question is open one of its letters,
 * or a number if it has no choices, is `predict`; else a number is `try`. True if it was one and has been carried out. */
bool session_shortcut(struct lesson_session *s, const char *line);

struct lesson_command {
    const char *name, *usage, *summary, *help, *example; // as in the shell's table
    int (*run)(struct lesson_session *s, const char *args); // 0 or a negative errno; has told
};
extern const struct lesson_command lesson_commands[];
extern const size_t lesson_command_count;

/* ---- conch play ------------------------------------------------------------------------- */

/* What happens next in a playback. */
enum play_state {
    PLAY_TYPES,   // call play_step() again after *ret_wait_ns (how a typist looks; orders nothing)
    PLAY_WAITS,   // for a run: call play_step() when the run's state has changed
    PLAY_PAUSES,  // the lesson says `pause`: call play_step() when somebody wants to go on
    PLAY_DONE,    // the lesson's end, or the place of play_until()
};

struct play_host {
    void *ctx;
    void (*type)(void *ctx, const char *text, size_t n); // shows keys being typed; NULL: a line begins
    bool (*run_over)(void *ctx);                         // no run is going on
};

struct play;

/* A playback of the session's open lesson. speed 1: a quick typist; 0: no pauses at all. */
struct play *play_new(struct lesson_session *s, const struct play_host *host, double speed);
void play_free(struct play *p);

void play_set_speed(struct play *p, double speed);

/* Ends the playback before that place. False: the lesson has no such place. */
bool play_until(struct play *p, const char *place);

/* Drops what is being typed: the line will begin anew. */
void play_drop(struct play *p);

/* Drops what is being typed and goes one page back. */
void play_back(struct play *p);

/* Does the next thing. It never waits by itself. */
enum play_state play_step(struct play *p, uint64_t *ret_wait_ns);

#endif
