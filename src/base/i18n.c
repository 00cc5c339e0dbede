#include "base/i18n.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum language { LANGUAGE_UNKNOWN, LANGUAGE_EN, LANGUAGE_ZH };

// one int: whoever finds it unknown finds the same out, so threads need not agree
static _Atomic int language;

static const char *wanted(void)
{
    static const char *const names[] = { "CONCH_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *s = getenv(names[i]);
        if (s && *s)
            return s;
    }
    return "en";
}

void i18n_choose(const char *lang)
{
    bool zh = strncmp(lang ? lang : wanted(), "zh", 2) == 0;
    atomic_store_explicit(&language, zh ? LANGUAGE_ZH : LANGUAGE_EN, memory_order_relaxed);
}

static bool is_chinese(void)
{
    int now = atomic_load_explicit(&language, memory_order_relaxed);
    if (now == LANGUAGE_UNKNOWN) {
        i18n_choose(NULL);
        now = atomic_load_explicit(&language, memory_order_relaxed);
    }
    return now == LANGUAGE_ZH;
}

const char *i18n_lang(void)
{
    return is_chinese() ? "zh" : "en";
}

static const char *look_up(const struct catalogue *c, const char *text)
{
    uint32_t from = 0, to = c->count;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        int order = strcmp(text, c->texts + c->entries[middle][0]);
        if (order == 0)
            return c->texts + c->entries[middle][1];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

const char *i18n_text(const char *text)
{
    const char *translated = is_chinese() ? look_up(&catalogue_zh, text) : NULL;
    return translated ? translated : text;
}

const char *i18n_plural(const char *one, const char *many, unsigned long n)
{
    const char *translated = is_chinese() ? look_up(&catalogue_zh, one) : NULL;
    return translated ? translated : n == 1 ? one : many; // Chinese has one form for all numbers
}

const char *i18n_errno(int e)
{
    static const struct { int e; const char *text; } usual[] = {
        { EPERM, N_("Operation not permitted") },
        { ENOENT, N_("No such file or directory") },
        { EIO, N_("Input/output error") },
        { EAGAIN, N_("Resource temporarily unavailable") },
        { ENOMEM, N_("Cannot allocate memory") },
        { EACCES, N_("Permission denied") },
        { EEXIST, N_("File exists") },
        { ENOTDIR, N_("Not a directory") },
        { EISDIR, N_("Is a directory") },
        { EINVAL, N_("Invalid argument") },
        { ENOSPC, N_("No space left on device") },
        { EROFS, N_("Read-only file system") },
        { ENAMETOOLONG, N_("File name too long") },
    };
    for (size_t i = 0; i < ARRAY_LEN(usual); i++)
        if (usual[i].e == e)
            return _(usual[i].text);
    return strerror(e);
}
