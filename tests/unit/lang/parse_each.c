/* parse_each.c: parses the texts on stdin, each ended by a NUL, and prints one line for
 * each: "ok", "more", or the error as Python words it. With --prompt as prompt entries;
 * with --dump the tree instead of ok. The comparison with python3 runs on it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lang/dump.h"
#include "lang/lang.h"

static void parse_one(const char *s, size_t n, bool prompt, bool dump)
{
    struct arena a;
    struct node *tree = NULL;
    struct diag d;
    struct buf b = { 0 };

    arena_init(&a);
    switch (lang_parse(&a, s, n, &(struct parse_opts){ .interactive = prompt }, &tree, &d)) {
    case PARSE_OK:
        if (dump)
            lang_dump(&b, tree);
        printf("%s\n", dump ? buf_str(&b) : "ok");
        break;
    case PARSE_MORE: printf("more\n"); break;
    case PARSE_ERROR: printf("%u %s: %s\n", (unsigned)d.at.line, d.kind, d.message); break;
    }
    buf_finish(&b);
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    bool prompt = argc > 1 && !strcmp(argv[1], "--prompt");
    bool dump = argc > 1 && !strcmp(argv[1], "--dump");
    struct buf in = { 0 };
    size_t got;

    while ((got = fread(buf_room(&in, 65536), 1, 65536, stdin)) > 0)
        in.n += got;
    for (size_t i = 0; i < in.n;) {
        const char *end = memchr(in.text + i, 0, in.n - i);
        size_t n = end ? (size_t)(end - in.text) - i : in.n - i;
        parse_one(in.text + i, n, prompt, dump);
        i += n + 1;
    }
    buf_finish(&in);
    return 0;
}
