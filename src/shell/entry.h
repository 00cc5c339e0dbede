/* entry.h: what a typed line is, and when a piece of Python is whole.
 *
 * In:      lines as typed.
 * Out:     command, Python or nothing; ready, unfinished or wrong.
 * Threads: no state.
 *
 * The rule. A line is a command if its first word, cut at the first blank, is a command's
 * name and the rest does not make it Python:
 *   - the name alone is a command, unless the program has a variable of that name;
 *   - a name, a number or a path behind it makes it a command (Python has no `NAME NAME`;
 *     words like `in`, `is`, `if`, `and`, `or`, `not`, `for` are looked at by the parser);
 *   - an assignment operator behind it makes it Python, even if the rest is wrong;
 *   - what does not parse is a command, what could be the beginning of a statement is Python;
 *   - what parses is Python, unless it is an expression on that very name and the name means
 *     nothing to Python: `speed -1` is a command until there is a variable `speed`.
 * `:NAME …` is always a command, and a line inside an unfinished statement always Python. */
#ifndef SHELL_ENTRY_H
#define SHELL_ENTRY_H

#include "base/buf.h"

struct command;

enum line_kind { LINE_EMPTY, LINE_COMMAND, LINE_PYTHON };

/* Tells whether the program has a global variable of that name. May be NULL. */
typedef bool is_variable_fn(void *arg, const char *name, size_t n);

/* *ret_text is where the command's line begins (behind a colon). */
enum line_kind line_classify(const char *line, is_variable_fn *is_variable, void *arg,
                             const char **ret_text);

enum entry_state { ENTRY_READY, ENTRY_MORE, ENTRY_WRONG };

/* What stands behind the last line of a piece of Python. */
enum entry_next {
    NEXT_TYPED,  // somebody types: a statement with a body ends at an empty line
    NEXT_KNOWN,  // next_line says it, NULL at the end: a body ends where the indentation ends
};

/* Whether the n bytes of Python are whole. On ENTRY_WRONG *message has the diagnosis as it is
 * shown, with a suggestion if the line looks like a mistyped command. */
enum entry_state entry_check(const char *text, size_t n, const char *label, enum entry_next how,
                             const char *next_line, struct buf *message);

#endif
