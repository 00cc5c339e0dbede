#include "base/i18n.h"

#include <errno.h>
#include <string.h>

#include "tap.h"

TEST(the_environment_chooses_when_nobody_has)
{
    unsetenv("LANGUAGE");
    setenv("CONCH_LANG", "", 1);
    setenv("LC_ALL", "zh_CN.UTF-8", 1);
    CHECK_STR(_("thread"), "线程");
    CHECK_STR(i18n_lang(), "zh");
}

TEST(a_choice_counts_more_than_the_environment)
{
    setenv("CONCH_LANG", "zh", 1);
    i18n_choose("en");
    CHECK_STR(_("thread"), "thread");
    i18n_choose("zh");
    CHECK_STR(_("thread"), "线程");
    CHECK_STR(i18n_errno(ENOENT), "没有这个文件或目录");
    i18n_choose(NULL);
    CHECK_STR(i18n_lang(), "zh");
}

TEST(what_has_no_translation_stays)
{
    const char *own = "no translator has seen this";
    i18n_choose("zh");
    CHECK(_(own) == own);
    CHECK_STR(_(""), "");
}

TEST(one_and_many)
{
    i18n_choose("en");
    CHECK_STR(ngettext_("%u thread", "%u threads", 1), "%u thread");
    CHECK_STR(ngettext_("%u thread", "%u threads", 0), "%u threads");
    i18n_choose("zh");
    CHECK_STR(ngettext_("%u thread", "%u threads", 2), "%u 个线程");
}

TEST(the_table_is_sorted)
{
    CHECK(catalogue_zh.count > 500);
    for (uint32_t i = 1; i < catalogue_zh.count; i++)
        CHECK(strcmp(catalogue_zh.texts + catalogue_zh.entries[i - 1][0],
                     catalogue_zh.texts + catalogue_zh.entries[i][0]) < 0);
}

int main(void)
{
    RUN(the_environment_chooses_when_nobody_has);
    RUN(a_choice_counts_more_than_the_environment);
    RUN(what_has_no_translation_stays);
    RUN(one_and_many);
    RUN(the_table_is_sorted);
    return tap_done();
}
