#include "lesson/level.h"

#include "tap.h"

#define FENCE "```"

static const char lesson_text[] =
    "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n\n# T\n\n"
    "<!-- level id=mend goal=fix par=3 -->\n" FENCE "python id=two\n"
    "from threading import Thread\n"
    "count = 0\n"
    "def work():          # keep\n"
    "    global count\n"
    "    count += 1\n"
    "t = Thread(target=work)\n"
    "t.start()\n"
    "count += 1\n"
    "t.join()\n"
    "assert count == 2, 'lost'\n" FENCE "\n\n"
    FENCE "conch check=mend\nexpect every count == 2\n" FENCE "\n\n"
    "<details><summary>Solution</summary>\n\nWait first.\n\n" FENCE "python id=mended solves=mend\n"
    "from threading import Thread\n"
    "count = 0\n"
    "def work():\n"
    "    global count\n"
    "    count += 1\n"
    "t = Thread(target=work)\n"
    "t.start()\n"
    "t.join()                 # before it writes\n"
    "count += 1\n"
    "assert count == 2, 'lost'\n" FENCE "\n\n</details>\n\n"
    "<!-- level id=smash goal=break par=2 -->\n" FENCE "python id=race\nassert 1\n" FENCE "\n";

static struct lesson *load(const char *text, struct lesson_notes *notes)
{
    struct lesson *lesson = NULL;
    struct buf b = {0};
    notes_init(notes);
    lesson_load("x/010-sample.md", text, strlen(text), notes, &lesson);
    notes_render(&b, notes);
    if (b.n)
        printf("# %s", b.text);
    buf_finish(&b);
    return lesson;
}

static struct slice text_of(const char *s)
{
    return (struct slice){s, strlen(s)};
}

TEST(a_lesson_with_levels_is_read)
{
    struct lesson_notes notes;
    struct arena a;
    struct claims claims;
    struct lesson *lesson = load(lesson_text, &notes);
    CHECK(lesson);
    const struct step *mend = lesson_level(lesson, "mend"), *smash = lesson_level(lesson, "smash");
    CHECK(mend && smash && !lesson_level(lesson, "two"));
    CHECK_INT(level_goal_of(mend), GOAL_FIX);
    CHECK_INT(level_goal_of(smash), GOAL_BREAK);
    CHECK_STR(level_program(lesson, mend)->id, "two");
    CHECK_STR(level_program(lesson, smash)->id, "race");
    CHECK_STR(level_solution(lesson, mend)->id, "mended");
    CHECK(!level_solution(lesson, smash));
    arena_init(&a);
    lesson_claims(&a, lesson, mend->id, &claims);
    CHECK_INT(claims.count, 1);
    arena_finish(&a);
    lesson_free(lesson);
}

TEST(links_of_levels_are_looked_at)
{
    static const char *const wrong[] = {
        "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n\n# T\n\n<!-- level id=a goal=fix par=1 -->\n\nText.\n",
        "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n\n# T\n\n<!-- level id=a goal=fix par=1 -->\n" FENCE "text\nx\n" FENCE "\n",
        "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n\n# T\n\n<!-- level id=a goal=mend par=1 -->\n" FENCE "python id=b\nx\n" FENCE "\n",
        "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n\n# T\n\n<!-- level id=a goal=fix par=1 -->\n" FENCE "python id=a\nx\n" FENCE "\n",
        "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n\n# T\n\n<details><summary>Solution</summary>\n\n" FENCE "python id=a solves=b\nx\n" FENCE "\n\n</details>\n",
        "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n\n# T\n\n" FENCE "conch check=mend\nexpect no deadlock\n" FENCE "\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct lesson_notes notes;
        CHECK(!load(wrong[i], &notes));
        CHECK(notes.errors > 0);
        notes_finish(&notes);
    }
}

TEST(changes_are_counted_in_lines_of_code)
{
    struct slice given = text_of("a\nb\n  c # why\n\nd\n");
    CHECK_INT(level_changes(given, text_of("a\nb\n  c\nd\n")), 0);
    CHECK_INT(level_changes(given, text_of("# new\na\nb\n  c\nd")), 0);
    CHECK_INT(level_changes(given, text_of("a\nB\n  c\nd\n")), 1);
    CHECK_INT(level_changes(given, text_of("a\nb\nx\n  c\nd\n")), 1);
    CHECK_INT(level_changes(given, text_of("b\na\n  c\nd\n")), 1);
    CHECK_INT(level_changes(given, text_of("a\nb\nc\nd\n")), 1); // an indentation is code
    CHECK_INT(level_changes(given, text_of("")), 4);
}

static struct level_verdict look(const char *source, bool *settled)
{
    static struct arena a;
    struct level_verdict v = {0};
    const char *given = strstr(lesson_text, "from threading");
    struct level_ask ask = {.name = "ann.py", .source = text_of(source),
                            .original = {given, (size_t)(strstr(given, FENCE) - given)}};
    arena_init(&a);
    *settled = level_look(&ask, &a, &v);
    return v;
}

TEST(what_is_no_answer_is_told_without_a_run)
{
    static const struct { const char *source, *reason; } wrong[] = {
        { "def (:\n", "line 1 cannot be read as Python" },
        { "from threading import Thread\ncount = 0\ndef work():\n    global count\n    count += 1\n"
          "t = Thread(target=work)\nt.start()\ncount += 1\nt.join()\nassert count == 2, 'lost'\n# done\n",
          "nothing has been changed" },
        { "count = 2\ndef work(): pass\nprint(count)\n", "line 3 is gone or changed: `def work():`" },
        { "count = 2\ndef work():\n    pass\nprint(count)\n", "the assertion of line 10 is gone" },
        { "count = 2\ndef work():\n    pass\nassert count == 2 or True\n", "the assertion of line 10" },
        { "count = 2\ndef work():\n    pass\nassert count == 2, 'lost'\n", "no task is started any more" },
    };
    bool settled;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct level_verdict v = look(wrong[i].source, &settled);
        CHECK(settled && v.result == LEVEL_FAILED && v.reason_n == 1);
        printf("# %s\n", v.reasons[0]);
        CHECK(strstr(v.reasons[0], wrong[i].reason));
    }
    look("count = 2\ndef work():\n    pass\nt.start()\nassert count == 2, 'lost'\n", &settled);
    CHECK(!settled); // for a judge to tell
}

static int judge(void *ctx, const struct level_ask *ask, struct arena *a, struct level_verdict *v)
{
    (void)ask, (void)a;
    ++*(int *)ctx;
    *v = (struct level_verdict){.result = LEVEL_PASSED, .states = 7};
    return 0;
}

TEST(what_looks_like_an_answer_goes_to_the_judge)
{
    int asked = 0;
    struct level_judge j = {&asked, judge};
    struct level_verdict v;
    struct arena a;
    struct level_ask ask = {.name = "x", .source = {"y = 1\n", 6}, .original = {"x = 1\n", 6}};
    arena_init(&a);
    CHECK_INT(level_judge(&j, &ask, &a, &v), 0);
    CHECK(asked == 1 && v.result == LEVEL_PASSED);
    CHECK_INT(level_judge(NULL, &ask, &a, &v), 0);
    CHECK(v.result == LEVEL_UNKNOWN && v.reason_n == 1);
    ask.source = ask.original;
    CHECK_INT(level_judge(&j, &ask, &a, &v), 0);
    CHECK(asked == 1 && v.result == LEVEL_FAILED);
    arena_finish(&a);
}

int main(void)
{
    RUN(a_lesson_with_levels_is_read);
    RUN(links_of_levels_are_looked_at);
    RUN(changes_are_counted_in_lines_of_code);
    RUN(what_is_no_answer_is_told_without_a_run);
    RUN(what_looks_like_an_answer_goes_to_the_judge);
    return tap_done();
}
