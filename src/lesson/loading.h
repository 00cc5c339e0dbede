/* loading.h: what load.c and directive.c share: a lesson that is being made of the blocks of a Markdown text.
 *
 *     blocks   heading  directive  paragraph  list  paragraph  fence …
 *     steps             └────── predict ──────┘     prose      program
 *
 * Owner:   the lesson has the steps; the rest goes when it is loaded. */
#ifndef LESSON_LOADING_H
#define LESSON_LOADING_H

#include "lesson/parts.h"

struct load {
    struct lesson *lesson;
    struct place at;
    struct raw_blocks blocks;
    uint32_t next;           // block
    uint32_t step_cap;
    size_t cursor;           // prose that has not become a step begins here
    uint8_t heading;         // its heading's level
    bool folded;             // between <details> and </details>
    bool has_summary;
    size_t folded_at;
    uint32_t folded_steps;   // steps before it
    enum hint_kind hint;
    const char *key;
    bool head_seen;
    size_t title_n;
};

/* A new step, the last one; those before it may move. */
struct step *load_step(struct load *l, enum step_kind kind, uint32_t line);
/* The block that comes next, or NULL. */
const struct raw_block *load_next(struct load *l);
/* The text of a block or item, from its first character to the end of its last line. */
struct slice load_text(const struct load *l, size_t from, size_t to);
/* Moves the cursor behind the line that holds this offset. */
void load_skip_line(struct load *l, size_t offset);

/* ---- directive.c ---- */

/* `<!-- word key=value … -->`; from and to are inside the comment marks. Takes the blocks that belong to it. */
void load_directive(struct load *l, size_t line_from, size_t from, size_t to);
/* Notes an id that is none, at an offset. */
void load_check_id(const struct load *l, size_t at, const char *id);

#endif
