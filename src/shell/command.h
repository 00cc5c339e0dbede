/* command.h: what can be typed at the prompt that is not Python.
 *
 * In:      a line, already cut into words.
 * Out:     what the command prints (shell_out), and whether it did what was asked.
 * Owner:   commands are constant tables; the shell owns everything else.
 * Threads: the shell's one thread; a handler must not block.
 *
 * Each group of commands is one file, cmd_GROUP.c, with one array of struct command.
 * command.c gathers the arrays; help, completion, "did you mean" and dispatch all
 * read them, so a command is written down once. */
#ifndef SHELL_COMMAND_H
#define SHELL_COMMAND_H

#include "base/buf.h"
#include "live/run.h"
#include "trace/trace.h"
#include "view/term.h"

struct shell;
struct command;

/* The words behind the command's name. 'two words' and "two words" are one, without quotes. */
struct args {
    const struct command *command;
    int n;
    char **word;      // NULL-terminated; borrowed
    const char *rest; // everything behind the name, as typed, without blanks around it
};

enum command_result {
    COMMAND_OK = 0,
    COMMAND_FAILED = 1, // it said why with shell_error()
    COMMAND_USAGE = 2,  // the caller prints how it is used
};
typedef enum command_result command_fn(struct shell *sh, const struct args *args);

/* A completion in the making: word number `index` (0: the first behind the name) begins with prefix. */
struct completion {
    int index;
    const char *prefix;  // as typed so far; may be ""
    const struct args *before;
    struct candidate {
        char *text;
        char *note;      // what it is, shown beside it; may be NULL
    } *list;
    unsigned n, cap;
    bool files;          // file names are welcome too
    bool names;          // and so are the program's names
};
typedef void complete_fn(struct shell *sh, struct completion *c);

/* Offers text if it begins with the prefix and is not offered yet; note may be NULL. Both are copied. */
void completion_add(struct completion *c, const char *text, const char *note);
void completion_finish(struct completion *c);

enum command_group {
#define GROUP(id, title) GROUP_##id,
#include "shell/group.def"
#undef GROUP
    GROUP_COUNT
};

struct command {
    const char *name;       // NULL ends an array
    enum command_group group;
    const char *usage;      // "lock NAME on|off"
    const char *summary;    // half a line, for the list of all
    const char *help;       // what it does, a few lines, each ending with a newline; may be ""
    const char *example;    // one line as typed
    complete_fn *complete;  // NULL: nothing to complete
    command_fn *run;
};

/* Every command, group by group. *ret_n is their number. */
const struct command *const *command_list(unsigned *ret_n);

/* The command of that name (n bytes; "?" is help), or NULL. */
const struct command *command_find(const char *name, size_t n);

/* The command whose name is nearest to a mistyped one, or NULL if none is near. */
const struct command *command_near(const char *name, size_t n);

extern const char *const group_title[GROUP_COUNT];

/* Adds a command that is not in a table of this room (the lessons' own). It is kept. */
void command_add(const struct command *command);

/* The help of one command, at most 12 lines with its example; of all, group by group. */
void command_help(struct buf *out, const struct command *command, const struct term *term);
void command_help_all(struct buf *out, const struct term *term);

/* The arrays, each ended by an entry without a name. */
extern const struct command cmd_run[];
extern const struct command cmd_switch[];
extern const struct command cmd_schedule[];
extern const struct command cmd_look[];
extern const struct command cmd_keep[];
extern const struct command cmd_self[];

/* Cuts a line into words; quotes hold blanks together. The first word is the name and goes to
 * *ret_name. free with args_finish. */
void args_split(struct args *args, const char *line, char **ret_name);
void args_finish(struct args *args);

/* Candidates for the word at the end of line (n bytes, up to the cursor): command names, or what
 * the command's completer offers. *ret_start is where that word begins. */
void command_complete(struct shell *sh, const char *line, size_t n, struct completion *c,
                      size_t *ret_start);

/* ---- what a handler may ask of the shell */

/* Results: the shell writes this buffer to standard output after the handler (and after every
 * shell_flush). Text of a learner's must have passed text_safe(). */
struct buf *shell_out(struct shell *sh);
void shell_flush(struct shell *sh);

/* A message on standard error, with a newline added: why something was not done, or a remark. */
void shell_error(struct shell *sh, const char *fmt, ...) PRINTF_LIKE(2, 3);
void shell_note(struct shell *sh, const char *fmt, ...) PRINTF_LIKE(2, 3);

const struct term *shell_term(const struct shell *sh);
bool shell_interactive(const struct shell *sh); // somebody types at a terminal

/* The run that is looked at: the present one, or the last one that ended; NULL before the first. */
struct run *shell_run(struct shell *sh);
struct trace *shell_trace(struct shell *sh); // NULL without a run

/* Ends the present run and starts another. opts' limits, seed, speed, gil … that are zero are
 * filled in from the command line; switches flipped before are applied. Does not wait for its
 * end. 0 or a negative errno (told already). */
int shell_start(struct shell *sh, const struct run_opts *opts);

/* The options that runs start with, as the command line and `set` have them. */
struct run_opts shell_run_opts(const struct shell *sh);

/* Runs a piece of Python at the prompt's main (started if need be) after everything that was
 * entered before. label is the file name in tracebacks; NULL: "<input N>". */
void shell_enter_python(struct shell *sh, const char *source, size_t n, const char *label);

/* Handles a line as if it had been typed, after everything that was entered before. */
void shell_enter_line(struct shell *sh, const char *line);

/* Calls fn once when the program or entry that now runs has ended (or is in a deadlock). */
void shell_when_done(struct shell *sh, void (*fn)(struct shell *sh, void *arg), void *arg);

/* Lets fn see each typed line first; true: it took it. prompt replaces the prompt meanwhile, NULL
 * keeps it. fn == NULL gives it back. Ctrl-C and Ctrl-D give it back too. */
void shell_take_lines(struct shell *sh, bool (*fn)(struct shell *sh, const char *line, void *arg),
                      void *arg, const char *prompt);

/* Lanes on or off, as `lanes` does. */
void shell_show_lanes(struct shell *sh, bool on);

/* Flips a switch now, and for every later run: the one door for lock, join, daemon … */
enum command_result shell_switch(struct shell *sh, const struct run_switch *s);

/* The same from a line as typed, "lock a off"; COMMAND_FAILED: it is no switch. */
enum command_result shell_switch_line(struct shell *sh, const char *line);

void shell_quit(struct shell *sh);

/* A line of a program, and who stands there: "t1, t2"; "" nobody. */
void source_row(struct shell *sh, uint32_t line, const char *s, size_t n, const char *who);

/* The text from where the line stands on, at cell indent; what does not fit in the columns goes on below its beginning. */
void help_hanging(struct buf *out, const char *s, size_t n, unsigned indent, unsigned columns);

/* Completers that several commands share. */
void complete_on_off(struct shell *sh, struct completion *c);
void complete_tasks(struct shell *sh, struct completion *c);
void complete_locks(struct shell *sh, struct completion *c);
void complete_files(struct shell *sh, struct completion *c);
void complete_python_names(struct shell *sh, struct completion *c); // of the program

/* The task with that name, or pid or tid as digits; TASK_NONE and a message if there is none. */
task_id shell_find_task(struct shell *sh, const char *name);

/* on/off (also 1/0, yes/no); false: neither. */
bool parse_on_off(const char *word, bool *ret);

#endif
