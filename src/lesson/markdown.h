/* markdown.h: md_parse of md4c, which is loaded when it is needed. */
#ifndef LESSON_MARKDOWN_H
#define LESSON_MARKDOWN_H

#include <md4c.h>

#include "lesson/parts.h"

enum { MARKDOWN_MISSING = -1000 }; // md4c is not there; its own errors and its callers' are others

/* As md_parse: 0, what a callback returned, or an error. One thread only. */
int markdown_parse(struct slice text, const MD_PARSER *parser, void *ctx);

#endif
