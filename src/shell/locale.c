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

static const char *wanted_language(const char *lang)
{
    static const char *const names[] = { "CONCH_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; !lang && i < ARRAY_LEN(names); i++)
        lang = environment(names[i]);
    return lang ? lang : "en";
}

void locale_choose(struct shell *sh, const char *lang)
{
    static bool charset_chosen;
    if (!charset_chosen)
        choose_charset();
    charset_chosen = true;
    bool zh = strncmp(wanted_language(lang), "zh", 2) == 0;
    strcpy(sh->lang, zh ? "zh" : "en");
    setenv("LANGUAGE", zh ? "zh_CN" : "en", 1);
#ifdef HAVE_GETTEXT
    bindtextdomain("conch", CONCH_LOCALE_DIR);
    bind_textdomain_codeset("conch", "UTF-8");
    textdomain("conch"); // also makes gettext look at LANGUAGE again
#endif
}
