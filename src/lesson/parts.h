/* parts.h: what the files of this room share and nobody else needs. */
#ifndef LESSON_PARTS_H
#define LESSON_PARTS_H

#include "lesson/lesson.h"

/* ---- scan.c: the blocks of a Markdown text, with their places in it ---------------------- */

enum raw_kind { RAW_PARAGRAPH, RAW_HEADING, RAW_LIST, RAW_FENCE, RAW_HTML, RAW_OTHER };

struct raw_item {
    size_t from, to; // its text
    bool task;       // has a checkbox
};

/* A block of the top level. */
struct raw_block {
    enum raw_kind kind;
    size_t from, to;        // from its first to behind its last text; fences: the opening line's info
    unsigned level;         // headings
    uint32_t item_first, item_n;
};

struct raw_blocks {
    struct raw_block *list;
    uint32_t count, cap;
    struct raw_item *items;
    uint32_t item_count, item_cap;
};

/* The file being read: its text and where its lines begin. */
struct place {
    const char *path;
    const char *text;
    size_t n;
    size_t *lines;   // offset of each line
    uint32_t line_n;
    struct lesson_notes *notes;
};

/* The bytes must have passed text_is_harmless(), and not be too many. Returns 0,
 * or -EINVAL with a note. The caller frees both lists. Fences without a first word, and
 * indented code, are RAW_OTHER. */
int scan_blocks(const struct place *at, struct raw_blocks *ret_blocks);

uint32_t place_line(const struct place *at, size_t offset);       // from 1
size_t place_line_start(const struct place *at, uint32_t line);   // behind the text if there is no such line
size_t place_line_end(const struct place *at, uint32_t line);     // of the \n, or the text's end
void place_note(const struct place *at, enum note_level level, size_t offset, const char *fmt,
                ...) PRINTF_LIKE(4, 5);

/* ---- harmless.c ---- */

/* Whether Markdown may be read from it: UTF-8 without controls, lines that are not too long nor nested too deeply. If not, the
 * first fault is noted. */
bool text_is_harmless(const struct place *at);

/* ---- marks.c: attributes, directives, fences -------------------------------------------- */

/* One kind of mark: its first word and the keys it knows. Lists are separated by blanks. */
struct mark {
    const char *word;
    const char *needs;   // keys that must be there
    const char *may;     // keys that may be there
    enum step_kind kind; // STEP_COUNT: the file's first line
};
const struct mark *directive_named(const char *word, size_t n);

/* Reads `key=value` words. Faults are noted. False if one was an error. */
bool attrs_parse(struct arena *a, const struct place *at, size_t from, size_t to,
                 const struct attr **ret_list, unsigned *ret_n);

/* Notes missing and unknown keys. False if one is missing. */
bool attrs_check(const struct place *at, size_t from, const char *what, const char *needs,
                 const char *may, const struct attr *list, unsigned n);

const char *attr_value(const struct attr *list, unsigned n, const char *key);

/* ---- links.c: what the steps say about each other ------------------------------------------ */

/* Notes programs, answers and hints that do not fit together. The lesson has been read without error. */
void lesson_links_check(const struct lesson *lesson, const struct place *at);

/* ---- small things ------------------------------------------------------------------------ */

static inline bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Without blanks and line ends on both sides. */
struct slice slice_trim(struct slice s);
bool slice_is(struct slice s, const char *word);

/* The next line of *rest, without its end; false when nothing is left. */
bool slice_line(struct slice *rest, struct slice *ret_line);

/* True if the text is a comment line of Python or of a command file, or blank. */
bool line_is_comment(struct slice line);

/* Code without its comment lines and trailing comments' line ends: for comparing translations. */
void code_without_comments(struct buf *out, struct slice code);

/* Lower-case letters, digits and dashes, not empty. */
bool id_is_proper(const char *s, size_t n);

#endif
