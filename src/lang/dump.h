/* dump.h (inside lang/, and for tests): a tree as text. */
#ifndef LANG_DUMP_H
#define LANG_DUMP_H

#include "base/buf.h"
#include "lang/lang.h"

/* Adds the tree as one line of nested parentheses: (assign (name x) (int 3)).
 * The f-string field {x=} is two of them: (shown "x=") (field (name x) !r). */
void lang_dump(struct buf *out, const struct node *tree);

#endif
