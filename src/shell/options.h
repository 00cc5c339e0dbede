/* options.h: the command line, read once.
 *
 * In:      argc, argv.
 * Out:     struct options; it borrows from argv.
 * Threads: no state but getopt's. */
#ifndef SHELL_OPTIONS_H
#define SHELL_OPTIONS_H

#include "base/buf.h"
#include "view/term.h"

/* Of `explore`, also at the prompt. */
struct explore_options {
    bool outputs, races, strict, tso, json;
    bool overlap;          // whether tasks work side by side, for `check`
    uint8_t way;                                  // enum search_way of model.h
    uint64_t seed, max_states, max_ns, max_bytes; // 0: the usual
    const char *switches[16]; // lines as typed: "lock a off"
    int switches_n;
};

struct options {
    const char *code;      // -c
    bool interactive;      // -i
    bool has_seed;
    uint64_t seed;
    double speed;          // 0: not given
    bool gil, chaos, lanes, json, plain;
    const char *record;
    enum colour_mode colour;
    const char *lang;      // "en", "zh" or NULL
    double time_limit;     // seconds; 0: none
    bool allow_net;        // by an answer only
    bool no_limits, allow_exec, trust, keep_going, quiet, no_rc, first_lesson;
    const char *work_dir, *lessons;
    bool large, exam;
    const char *until;                // play
    const char *format;               // check, grade
    const char *level, *key, *verify; // grade
    struct explore_options explore;
    bool help, version, man;
    int argc;              // what is not an option: FILE and its arguments; with -c only arguments
    char **argv;
};

/* Reads the command line up to FILE (options behind it are the program's). False: *wrong says
 * what is wrong with it. */
bool options_read(struct options *o, int argc, char **argv, struct buf *wrong);

/* Reads options that stand among the words of argv (from argv[1] on), as `play 010 --speed 0.5`; the
 * words are moved together and *argc counts them. */
bool options_read_more(struct options *o, int *argc, char **argv, struct buf *wrong);

/* The text of --help; its first part; the options for the manual page, all text through add_text. */
void options_help(struct buf *out);
void options_usage(struct buf *out);
void options_man(struct buf *out, void (*add_text)(struct buf *out, const char *s, size_t n));

#endif
