/* token.h (inside lang/): text becomes tokens.
 *
 * In:      source bytes, anything at all.
 * Out:     an array of tokens that ends with END or with ERROR.
 * Owner:   lexer_finish() frees the array; error texts live in the arena.
 *
 * All tokens are made before the first is parsed: the parser may look ahead as far as
 * it likes, and an error of the lexer can outrank an earlier one of the parser, as
 * in CPython, where a lost quote explains more than what the parser made of it. */
#ifndef LANG_TOKEN_H
#define LANG_TOKEN_H

#include <stdarg.h>

#include "lang/lang.h"

enum token_kind {
#define TOKEN(id, spelling) T_##id,
#define KEYWORD(id, spelling, first, last) T_##id,
#include "lang/token.def"
#undef TOKEN
#undef KEYWORD
    TOKEN_COUNT
};

extern const char *const token_text[TOKEN_COUNT];

enum error_id {
#define ERROR(id, kind, message, advice) ERR_##id,
#include "lang/error.def"
#undef ERROR
    ERROR_COUNT
};

struct token {
    uint32_t start, n;  // bytes of the source
    uint32_t line, col; // where it starts
    uint32_t end_line;
    uint8_t kind;       // enum token_kind
    uint8_t level;      // open brackets around it, as after reading it
};

enum {
    BRACKETS_MAX = 200,            // CPython's MAXLEVEL
    INDENTS_MAX = 100,             // CPython's MAXINDENT
    SOURCE_MAX = 4 * 1024 * 1024,  // bytes; offsets, lines and columns fit in 32 bits
};

struct bracket {
    char open;
    uint32_t line, col;
};

struct lexer {
    struct arena *arena;
    const char *s;
    uint32_t n, i;           // bytes in all, the next byte
    uint32_t line, line_start;
    struct token *tokens;
    uint32_t count, cap;
    uint32_t level, indents; // depth of the two stacks below
    bool at_line_start;      // outside brackets, no code seen on the line yet

    // valid when the last token is ERROR:
    struct diag error;
    bool outranks;           // it is told even if the parser fails before it
    bool unfinished;         // more text could make it good: an open bracket or string

    struct bracket brackets[BRACKETS_MAX];
    uint32_t indent[INDENTS_MAX + 1];     // columns, a tab reaching to the next eighth
    uint32_t indent_alt[INDENTS_MAX + 1]; // columns, a tab counting as one
};

/* Starts on a text that the caller has checked: valid UTF-8 of at most SOURCE_MAX. */
void lexer_init(struct lexer *lx, struct arena *a, const char *s, size_t n);
void lexer_finish(struct lexer *lx);

/* Appends the tokens of the whole text. */
void lexer_run(struct lexer *lx);

/* Appends the tokens of bytes [start, end), the expression of an f-string's field that
 * starts at this line and column, and END. Errors as in lexer_run. */
void lexer_run_field(struct lexer *lx, uint32_t start, uint32_t end, uint32_t line,
                     uint32_t line_start);

/* The column after a token's last byte, on its end_line. */
uint32_t token_end_col(const struct lexer *lx, const struct token *t);

/* Fills a diag from error.def's entry; texts are made in the arena. */
void diag_set(struct diag *d, struct arena *a, enum error_id id, const struct span *at, ...);
void diag_vset(struct diag *d, struct arena *a, enum error_id id, const struct span *at,
               const char *prefix, va_list ap);

/* The message's format, as error.def has it. */
const char *error_message(enum error_id id);

/* True for the name of a string's kind, as in r"..." or Rb"...". */
bool is_string_prefix(const char *s, size_t n);

#endif
