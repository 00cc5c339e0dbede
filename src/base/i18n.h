/* i18n.h: which texts are for people, and so for translators.
 *
 * _("…")   the text in the person's language, now.
 * N_("…")  the same text in a table; the reader of the table says _(entry).
 *
 * Event words, JSON keys, command names and the messages of Python's own exceptions are
 * never translated.
 *
 * Catalogues are gettext's: xgettext collects what is marked, translators write po/zh_CN.po
 * (`./dev po` keeps it whole), and the build turns it into one table inside the program. They
 * are looked up here and not by the C library, because that one speaks Chinese only where a
 * Chinese locale is installed (most containers and WSL have none), takes a lock, which no
 * child of a fork may (design R11), and wants locale work at the start. Here nothing is done
 * before the first text is needed, and a lookup reads constant memory: it may be made in any
 * thread and after any fork. */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include "base/base.h"

/* The text in the chosen language; itself if it has no translation. Never freed. */
const char *i18n_text(const char *text) __attribute__((format_arg(1)));

/* As above, for a number of things. */
const char *i18n_plural(const char *one, const char *many, unsigned long n)
    __attribute__((format_arg(1), format_arg(2)));

/* What went wrong in the world, by its errno (positive): strerror() without a locale. */
const char *i18n_errno(int e);

/* Chooses "en" or "zh"; NULL: by CONCH_LANG, LANGUAGE, LC_ALL, LC_MESSAGES, LANG, as happens by
 * itself at the first text. */
void i18n_choose(const char *lang);

/* The language now: "en" or "zh". */
const char *i18n_lang(void);

/* po/zh_CN.po as the build found it: translations sorted by their English texts. */
struct catalogue {
    const char *texts;                    // all of them, each ended by a NUL
    const uint32_t (*entries)[2];         // offsets of English and Chinese
    uint32_t count;
};
extern const struct catalogue catalogue_zh;

#define _(text) i18n_text(text)
#define ngettext_(one, many, n) i18n_plural((one), (many), (unsigned long)(n))
#define N_(text) text

#endif
