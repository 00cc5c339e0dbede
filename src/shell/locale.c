#include <langinfo.h>
#include <locale.h>
#include <string.h>

#include "base/i18n.h"
#include "shell/shell.h"

/* In "C", which a locale that is named but not installed means as well, an editor would take
 * Chinese apart byte by byte. */
static void choose_charset(void)
{
    if (!setlocale(LC_ALL, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
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
