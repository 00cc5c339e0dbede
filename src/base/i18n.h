/* i18n.h: which texts are for people, and so for translators.
 *
 * _("…")   the text in the person's language, now.
 * N_("…")  the same text in a table; the reader of the table says _(entry).
 *
 * Event words, JSON keys and command names are never translated. Without
 * gettext both give the English text. Until shell/locale.c has chosen a
 * language, gettext() gives the English text too, at the price of a call. */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#ifdef HAVE_GETTEXT
#include <libintl.h>
#define _(text) gettext(text)
#define ngettext_(one, many, n) ngettext((one), (many), (unsigned long)(n))
#else
#define _(text) (text)
#define ngettext_(one, many, n) ((n) == 1 ? (one) : (many))
#endif
#define N_(text) text

#endif
