#include "lesson/parts.h"

#include <string.h>

#include "base/text.h"

static const struct mark directives[] = {
    {"conch-lesson", "v id level minutes", "needs", STEP_COUNT},
    {"predict", "id answer", "", STEP_PREDICT},
    {"try", "for", "", STEP_TRY},
    {"level", "id goal", "par", STEP_LEVEL},
    {"note", "", "", STEP_NOTE},
    {"pause", "", "", STEP_PAUSE},
    {"speed", "x", "", STEP_SPEED},
};

const struct mark *directive_named(const char *word, size_t n)
{
    for (size_t i = 0; i < ARRAY_LEN(directives); i++)
        if (strlen(directives[i].word) == n && memcmp(directives[i].word, word, n) == 0)
            return &directives[i];
    return NULL;
}

const char *attr_value(const struct attr *list, unsigned n, const char *key)
{
    for (unsigned i = 0; i < n; i++)
        if (strcmp(list[i].key, key) == 0)
            return list[i].value;
    return NULL;
}

const char *step_attr(const struct step *step, const char *key)
{
    return attr_value(step->attrs, step->attr_n, key);
}

/* One `key=value` at *pos. False after a note. */
static bool attr_parse(struct arena *a, const struct place *at, size_t *pos, size_t to,
                       struct attr *ret_attr)
{
    const char *s = at->text;
    size_t key = *pos, i = key;
    while (i < to && ((s[i] >= 'a' && s[i] <= 'z') || s[i] == '-' || s[i] == '_'))
        i++;
    if (i == key || i == to || s[i] != '=') {
        place_note(at, NOTE_ERROR, key, "attributes are key=value words");
        return false;
    }
    size_t value = ++i;
    char end = ' ';
    if (i < to && s[i] == '"') {
        end = '"';
        value = ++i;
    }
    while (i < to && s[i] != end && !(end == ' ' && (is_blank(s[i]) || s[i] == '"')))
        i++;
    bool quoted = end == '"';
    if (quoted ? i == to : (i == value || (i < to && s[i] == '"'))) {
        place_note(at, NOTE_ERROR, value,
                   quoted ? "the closing quote of this value is missing"
                          : "a value is missing here, or it needs quotes");
        return false;
    }
    uint32_t line = place_line(at, key);
    *ret_attr = (struct attr){
        .key = arena_text(a, s + key, value - key - 1 - quoted),
        .value = arena_text(a, s + value, i - value),
        .col = (uint32_t)utf8_count(s + place_line_start(at, line),
                                    key - place_line_start(at, line)) + 1,
    };
    *pos = i + quoted;
    return true;
}

enum { ATTRS_MAX = 12 };

bool attrs_parse(struct arena *a, const struct place *at, size_t from, size_t to,
                 const struct attr **ret_list, unsigned *ret_n)
{
    struct attr *list = ARENA_ARRAY(a, struct attr, ATTRS_MAX);
    unsigned n = 0;
    for (size_t pos = from;;) {
        while (pos < to && is_blank(at->text[pos]))
            pos++;
        if (pos >= to)
            break;
        size_t start = pos;
        if (n == ATTRS_MAX) {
            place_note(at, NOTE_ERROR, start, "more than %d attributes", ATTRS_MAX);
            return false;
        }
        if (!attr_parse(a, at, &pos, to, &list[n]))
            return false;
        if (attr_value(list, n, list[n].key)) {
            place_note(at, NOTE_ERROR, start, "`%s` is given twice", list[n].key);
            return false;
        }
        n++;
    }
    *ret_list = list;
    *ret_n = n;
    return true;
}

/* True if the blank-separated list holds the word. */
static bool words_hold(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = words; *p; p += strcspn(p, " "), p += *p == ' ')
        if (strcspn(p, " ") == n && memcmp(p, word, n) == 0)
            return true;
    return false;
}

bool attrs_check(const struct place *at, size_t from, const char *what, const char *needs,
                 const char *may, const struct attr *list, unsigned n)
{
    bool all = true;
    for (const char *p = needs; *p; p += strcspn(p, " "), p += *p == ' ') {
        char key[32] = "";
        memcpy(key, p, MIN(strcspn(p, " "), sizeof key - 1));
        if (attr_value(list, n, key))
            continue;
        place_note(at, NOTE_ERROR, from, "`%s` needs %s=", what, key);
        all = false;
    }
    for (unsigned i = 0; i < n; i++)
        if (!words_hold(needs, list[i].key) && !words_hold(may, list[i].key))
            place_note(at, NOTE_WARNING, from, "`%s` does not know %s=", what, list[i].key);
    return all;
}
