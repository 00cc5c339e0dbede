/* harmless.c: what of a lesson nobody should meet later, looked at before Markdown is: bytes that are no text, that move a
 * cursor or turn text around; lines whose reading would take long. */
#include "lesson/parts.h"

#include <string.h>

#include "base/text.h"

enum { NESTING_MAX = 12 }; // quotation and list marks at the beginning of one line

/* Invalid UTF-8, and characters that move a terminal's cursor or turn text around. */
static const char *bad_character(uint32_t cp)
{
    if (cp == UINT32_MAX)
        return "this is not valid UTF-8";
    if (cp == 0)
        return "a NUL byte stands in the text";
    if ((cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7f && cp < 0xa0))
        return "a control character stands in the text";
    if (cp == 0x200e || cp == 0x200f || (cp >= 0x202a && cp <= 0x202e) ||
        (cp >= 0x2066 && cp <= 0x2069))
        return "a character that changes the writing direction stands in the text";
    return NULL;
}

/* Notes the first bad character. */
static bool check_characters(const struct place *at)
{
    for (size_t i = 0; i < at->n;) {
        uint32_t cp;
        unsigned used = utf8_get(at->text + i, at->n - i, &cp);
        const char *fault = bad_character(cp);
        if (fault) {
            place_note(at, NOTE_ERROR, i, "%s", fault);
            return false;
        }
        i += used;
    }
    return true;
}

/* Marks of lists and quotations at the beginning of a line. md4c's work on each later
 * line grows with the depth, so it is bounded before md4c sees the text. */
static unsigned line_nesting(const char *s, size_t n)
{
    unsigned depth = 0;
    for (size_t i = 0; i < n; i++) {
        if (is_blank(s[i]))
            continue;
        size_t digits = 0;
        while (i + digits < n && s[i + digits] >= '0' && s[i + digits] <= '9')
            digits++;
        bool number = digits && i + digits < n && (s[i + digits] == '.' || s[i + digits] == ')');
        if (number)
            i += digits;
        else if (!strchr(">-+*", s[i]))
            break;
        depth += number || s[i] == '>' || i + 1 == n || is_blank(s[i + 1]);
        if (!number && s[i] != '>' && i + 1 < n && !is_blank(s[i + 1]))
            break;
    }
    return depth;
}

static bool check_lines(const struct place *at)
{
    for (uint32_t line = 1; line <= at->line_n; line++) {
        size_t start = place_line_start(at, line), n = place_line_end(at, line) - start;
        const char *fault = NULL;
        if (n > LESSON_MAX_LINE)
            fault = "this line is too long; break it";
        else if (line_nesting(at->text + start, n) > NESTING_MAX)
            fault = "lists and quotations are nested too deeply";
        if (fault) {
            place_note(at, NOTE_ERROR, start, "%s", fault);
            return false;
        }
    }
    return true;
}

bool text_is_harmless(const struct place *at)
{
    return check_characters(at) && check_lines(at);
}
