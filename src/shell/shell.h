/* shell.h: inside the room: the session that the files of shell/ share.
 *
 *   loop.c: keys, script, signals ─> lines.c, entry.c: command or Python?
 *      │       (prompt.c: editing)      ├─ commands: cmd_*.c, at once
 *      │                                └─ Python: session.c's queue, to main one entry at a time
 *      └─ run (live/run.h) ─ events ─> session.c ─> output.c: program output, lanes, JSON, records
 *
 * One thread, one poll loop. What is typed while main is busy waits in the queue; commands
 * do not wait, so ps, tree, kill and the switches always work. */
#ifndef SHELL_SHELL_H
#define SHELL_SHELL_H

#include "base/buf.h"
#include "live/run.h"
#include "shell/command.h"
#include "shell/history.h"
#include "shell/options.h"
#include "shell/permission.h"
#include "shell/record.h"
#include "view/view.h"

enum shell_mode {
    SHELL_PROMPT,   // somebody types at a terminal
    SHELL_SCRIPT,   // lines from a file or a pipe
    SHELL_PROGRAM,  // one program, as python3 would run it
    SHELL_PLAY,     // a lesson plays by itself
};
enum lanes_mode { LANES_OFF, LANES_AUTO, LANES_ON }; // auto: while there is more than one task

/* What waits until main is free. */
struct pending {
    char *text;
    char *label;    // of Python: the file name in tracebacks; NULL: a line, not looked at yet
};

/* Lines that come from a descriptor: a script, or the answers to input(). */
struct source {
    int fd;          // -1: all has been read
    struct buf text;
    size_t at;       // start of the first line that was not taken
    unsigned line;   // lines taken
    const char *name;
};

struct done_hook {
    void (*fn)(struct shell *sh, void *arg);
    void *arg;
};

struct shell {
    struct options opts;
    enum shell_mode mode;
    struct term out, err; // what descriptors 1 and 2 can do
    char lang[8];

    // the run that is looked at
    struct run *run;
    bool takes_entries;   // it waits for entries, rather than running one program
    bool sent;            // an entry or program was given to it and its end was not noted
    bool deadlock_told, end_told;
    struct run_switch *switches; // flipped so far, for the next run too
    unsigned switch_n;
    struct buf program;   // text of the program, for `list`; empty: main is asked
    char *program_name;   // its file, as shown
    struct exploring *exploring; // exploring.c; NULL: nothing has been explored
    struct done_hook *done;
    unsigned done_n;

    // output.c
    struct buf results;   // of commands
    size_t told;          // events that have been shown
    bool forgets;         // nobody can look back: they are forgotten then
    struct lanes lanes;
    enum lanes_mode lanes_mode;
    bool lanes_active;
    size_t steps, left_out; // small steps of this entry or program; those that were not drawn
    uint64_t left_out_ns;   // when that was told last
    uint8_t *living;      // by task_id: 1 seen, 2 ended
    uint32_t living_cap, others; // others: living tasks beside main
    bool mid_line;        // the terminal's last line is not finished
    struct recording recording;
    char *recorded;       // its file

    // what is entered
    struct buf entry;     // Python that is not whole yet
    bool entry_waits;     // whether it is whole is told by the next line, which is not there yet
    bool marked;          // it began with the marks of Python's own prompt
    unsigned entry_n;
    struct pending *queue;
    size_t queue_n, queue_cap;
    struct source source; // script; standard input of a program
    bool (*taker)(struct shell *sh, const char *line, void *arg);
    void *taker_arg;
    char *taker_prompt;
    const char *taker_left, *taker_right; // lines that the arrows enter; NULL: none
    void (*taker_hint)(const char *line, struct buf *to); // what stands behind the line at each key; NULL: nothing
    struct buf names;     // Python's global names, as main told them last
    struct buf builtins;  // and those of its builtins, once main has told them

    // rights.c
    struct wants wants;   // of what was typed
    bool asks_rights;     // the queue waits for the answer
    bool denied_exec, denied_net;

    struct history history;
    bool hints;           // show what could follow the line
    void (*tick)(struct shell *sh); // a playback's next step; it sets tick_at_ns
    uint64_t tick_at_ns;

    struct guard_note *guard; // NULL: none
    int32_t guarded;          // the group that it was told of
    int signal_fd;
    uint64_t prompt_at_ns;   // a busy main hides the prompt until then
    uint64_t interrupted_ns;
    uint64_t ends_ns;        // --time-limit; 0: none
    bool warned_quit;
    bool leaving;         // a script is over, main was told to end
    bool quit;
    int status;              // exit code
};

/* session.c */
void shell_init(struct shell *sh, const struct options *o, enum shell_mode mode);
void shell_options_changed(struct shell *sh); // more options were read: language, colours, symbols
void shell_finish(struct shell *sh);
/* Starts the run, or asks at the terminal first for what the source wants beyond the usual. The options'
 * file and source must live until the answer. 0, or a negative errno (told). */
int shell_start_or_ask(struct shell *sh, struct run_opts *o, const char *source, size_t n);
int shell_start_main(struct shell *sh); // a main that waits for entries; as shell_start
void shell_line(struct shell *sh, const char *line); // typed now, or next in a script
bool shell_idle(const struct shell *sh);             // the next entry could run
bool shell_stuck(const struct shell *sh);            // all of the run wait for ever
bool shell_asked(const struct shell *sh);            // a task waits for an answer
bool shell_takes_entries(const struct shell *sh);    // there is a main that takes entries
void shell_fail(struct shell *sh, int status);       // an error: ends a script
void shell_close_run(struct shell *sh);              // ends it, if it has not; what it told is shown
void shell_advance(struct shell *sh);                // goes on as far as it can without waiting
void shell_enqueue(struct shell *sh, const char *text, size_t n, const char *label);
void shell_drop_queue(struct shell *sh);

/* lines.c */
void source_read(struct shell *sh);                  // its descriptor is readable
bool source_take(struct source *s, char **ret);      // the next whole line, the caller's to free
bool source_over(const struct source *s);
void entry_try(struct shell *sh);                    // to main, if what was entered is whole
void entry_drop(struct shell *sh);
bool line_is_command(struct shell *sh, const char *line);
bool names_learn(struct shell *sh);                  // names and builtins; false: main cannot be asked now

/* rights.c: puts a question if the entry needs what main has not; true: it waits for the answer. */
bool rights_ask(struct shell *sh, const char *source, const char *label);

/* prompt.c */
void prompt_open(struct shell *sh);                  // the line editor
bool prompt_wanted(const struct shell *sh);
void prompt_update(struct shell *sh);                // shows it, or takes it away

/* loop.c */
int shell_loop(struct shell *sh);                    // returns the exit code
void loop_open_signals(struct shell *sh);
bool loop_leaving(void);                             // asked to end by a signal: what is not written yet is dropped

/* output.c */
void output_events(struct shell *sh);                // shows all that has happened
/* The same, but after until_ns the rest waits for the next call, so that keys are not kept waiting by a
 * flood of events. */
void output_some(struct shell *sh, uint64_t until_ns);
bool output_behind(const struct shell *sh);          // there is a rest
void output_skip(struct shell *sh);                  // a long rest is told by its number
void output_write(struct shell *sh, int fd, const char *s, size_t n); // above the prompt, if there is one
void output_new_run(struct shell *sh);
bool output_in_lanes(const struct shell *sh);        // events are drawn in lanes now
void output_end_line(struct shell *sh);              // before a prompt is shown
void output_idle(struct shell *sh);                  // nothing runs: lanes rest
void output_finish(struct shell *sh);
void output_bytes(struct shell *sh, const char *s, size_t n); // from the line editor, as they are
/* Begins a recording, told if it cannot: 0 or a negative errno. flags as record_open's. */
int shell_record(struct shell *sh, const char *path, int flags);

/* locale.c: chooses the language and UTF-8; before the first prompt. */
void locale_choose(struct shell *sh, const char *lang);

/* cmd_learn.c: the lessons' side. */
void learn_register(void);                                 // their commands
bool learn_shortcut(struct shell *sh, const char *line);   // "b", "2", "" in a lesson: it took it
bool learn_is_open(void);                                  // a lesson
bool learn_may_run(struct shell *sh);                      // asked before `run`
/* What `run ARGS` means in the open lesson; false: nothing, it is the shell's own. */
bool learn_run_opts(struct shell *sh, const char *args, struct run_opts *o);
void learn_ran(struct shell *sh);                          // a program has ended
void learn_explored(struct shell *sh);                     // `explore` has ended, one way or the other
void learn_lang(struct shell *sh);
void learn_finish(void);
bool learn_prompt(struct shell *sh, struct buf *text);     // adds what the prompt says of the lesson
/* One page back in the open lesson: `back` means that when no stepped run is in front. False: there is
 * no lesson to go back in. */
bool learn_back(struct shell *sh, unsigned pages);
struct level_run;
void learn_level_run(struct shell *sh, const struct level_run *run); // before learn_ran(): see lesson/level.h

/* demo.c, learn_tools.c, grade.c: what stands on the command line; each returns the exit code. */
int learn_play(struct shell *sh, int argc, char **argv);
int learn_present(struct shell *sh, int argc, char **argv);
int learn_notes(struct shell *sh, int argc, char **argv);
int learn_check(struct shell *sh, int argc, char **argv);
int learn_lint(struct shell *sh, int argc, char **argv);
int learn_promote(struct shell *sh, int argc, char **argv);
int learn_grade(struct shell *sh, int argc, char **argv);
int learn_new(struct shell *sh, int argc, char **argv);    // conch new lesson NAME

/* demo.c. While a lesson plays by itself at a terminal: takes keys. True: they were for the playback. */
bool demo_keys(struct shell *sh);
bool demo_plays(const struct shell *sh);        // no prompt now
bool demo_prompt(const struct shell *sh, struct buf *text); // somebody improvises
bool demo_tab(struct shell *sh);                // TAB on an empty line: goes on playing

/* man.c */
void man_write(struct buf *out); // the manual page, in roff

/* cmd_look.c */
struct facts shell_facts(struct shell *sh);
int look_back(struct shell *sh, int argc, char **argv); // conch log FILE: exit code

/* cmd_switch.c */
void switches_apply(struct shell *sh); // to a new run
void switches_reset(struct shell *sh); // forgets them all
void switch_spell(struct buf *out, const struct run_switch *s);
void switches_state(struct buf *out, const struct shell *sh); // all that are not at their defaults; nothing if none is

/* `seed N|off` for the runs that follow: false, and nothing is changed, if the word is neither; how it is now. */
bool seed_set(struct shell *sh, const char *word);
void seed_tell(struct buf *out, const struct shell *sh);

#endif
