#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "shell/shell.h"

static const char *environment(const char *name)
{
    const char *s = getenv(name);
    return s && *s ? s : NULL;
}

static bool asked_for_c(void)
{
    const char *all = environment("LC_ALL");
    return all && (strcmp(all, "C") == 0 || strcmp(all, "POSIX") == 0);
}

/* A locale that is named but not installed would leave us in "C", where an editor takes
 * Chinese apart byte by byte. */
static void choose_charset(void)
{
    bool ok = setlocale(LC_ALL, "") != NULL;
    if ((!ok || strcmp(nl_langinfo(CODESET), "UTF-8") != 0) && !asked_for_c())
        setlocale(LC_ALL, "C.UTF-8");
    setlocale(LC_NUMERIC, "C"); // numbers are the program's, not the country's
}

void locale_choose(struct shell *sh, const char *lang)
{
    static bool charset_chosen;
    if (!charset_chosen)
        choose_charset();
    charset_chosen = true;
    i18n_choose(lang);
    strcpy(sh->lang, i18n_lang());
}
