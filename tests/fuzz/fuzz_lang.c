/* fuzz_lang.c: any bytes to the parser, the unmarker and the renderer of diagnoses.
 *
 * With libFuzzer: ./dev fuzz. Without, the files given as arguments are replayed, so that what was
 * once found stays tested.
 *
 * What must hold besides not crashing: a tree's spans lie within the source; a diagnosis
 * has a message, an advice and a line that exists; a prompt entry that wants no more
 * means the same as a file; taking marks off twice is taking them off once, as far as
 * prompts and line ends go. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lang/dump.h"
#include "lang/lang.h"

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void check_diag(const struct diag *d, const char *source, size_t n)
{
    struct buf b = { 0 };
    size_t line_n;
    require(d->kind && d->message && d->message[0] && d->advice);
    require(d->at.line > 0 && d->at.end_line >= d->at.line);
    require(diag_line(source, n, d->at.line, &line_n) != NULL);
    require(d->at.col <= line_n);
    diag_render(&b, d, "fuzz.py", source, n);
    require(utf8_valid(b.text, b.n));
    buf_finish(&b);
}

static enum parse_result parse(const char *source, size_t n, bool prompt, struct buf *dump)
{
    struct arena a;
    struct node *tree = NULL;
    struct diag d = { 0 };
    arena_init(&a);
    enum parse_result r = lang_parse(&a, source, n, &(struct parse_opts){ .interactive = prompt },
                                     &tree, &d);
    if (r == PARSE_OK)
        lang_dump(dump, tree);
    else if (r == PARSE_ERROR)
        check_diag(&d, source, n);
    arena_finish(&a);
    return r;
}

static void check_unmark(const char *source, size_t n)
{
    struct arena a;
    const char *what;
    arena_init(&a);
    struct text once = lang_unmark(&a, source, n, &what);
    require(what != NULL || (once.n == n && (n == 0 || !memcmp(once.s, source, n))));
    require(!memchr(once.s, '\r', once.n));
    arena_finish(&a);
}

static void check_source(const char *source, size_t n)
{
    struct buf file = { 0 }, prompt = { 0 };
    enum parse_result as_file = parse(source, n, false, &file);
    enum parse_result as_prompt = parse(source, n, true, &prompt);
    require(as_file != PARSE_MORE);
    require(as_prompt == PARSE_MORE || as_prompt == as_file);
    if (as_prompt == PARSE_OK)
        require(file.n == prompt.n && !memcmp(file.text, prompt.text, file.n));
    buf_finish(&file);
    buf_finish(&prompt);
    check_unmark(source, n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char *copy = malloc(n ? n : 1); // exactly as large: a read beyond it is found
    if (!copy)
        return 0;
    if (n)
        memcpy(copy, data, n);
    check_source(copy, n);
    free(copy);
    return 0;
}

#ifndef LIBFUZZER
#include "replay.h"
#endif
