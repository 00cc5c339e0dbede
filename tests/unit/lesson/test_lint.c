#include "lesson/lesson.h"

#include <errno.h>
#include <sys/stat.h>

#include "tap.h"

static const char *root; // of the source tree

static struct lesson *load(const char *path, const char *text)
{
    struct lesson_notes notes;
    struct lesson *lesson = NULL;
    struct buf b = {0};
    notes_init(&notes);
    if (lesson_load(path, text, strlen(text), &notes, &lesson) < 0) {
        notes_render(&b, &notes);
        printf("# %s", buf_str(&b));
    }
    CHECK(lesson);
    notes_finish(&notes);
    return lesson;
}

#define HEAD "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n\n# T\n\n"
#define HEAD_ZH "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n\n# 标题\n\n"
#define CODE "```python id=p\nx = 1  # one\n```\n\n"
#define CODE_ZH "```python id=p\n# 注释\nx = 1  # 一\n```\n\n"
#define ASK "<!-- predict id=q answer=a -->\nQ?\n\n- [ ] a. x\n- [ ] b. y\n\n"
#define TRY "<!-- try for=p -->\n- Go: `run`\n\n"

static void pair(const char *en, const char *zh, struct lesson_notes *notes)
{
    struct lesson *a = load("en/010-sample.md", en), *b = load("zh/010-sample.md", zh);
    notes_init(notes);
    lint_pair(a, b, notes);
    lesson_free(a);
    lesson_free(b);
}

TEST(translations_that_agree_pass)
{
    struct lesson_notes notes;
    pair(HEAD "Prose.\n\n" CODE ASK TRY "```text\npicture\n```\n",
         HEAD_ZH CODE_ZH "文字。\n\n<!-- predict id=q answer=a -->\n问？\n\n- [ ] a. 甲\n- [ ] b. 乙\n\n"
         "```text\n图\n```\n\n<!-- try for=p -->\n- 走：`run`\n", &notes);
    CHECK_INT(notes.count, 0);
}

TEST(each_difference_is_found)
{
    static const struct { const char *en, *zh; uint32_t line; const char *part; } pairs[] = {
        {HEAD CODE, HEAD "```python id=p\nx = 2\n```\n", 5, "code differs"},
        {HEAD CODE, HEAD "```python id=q\nx = 1\n```\n", 5, "attributes differ"},
        {HEAD CODE, HEAD "```python id=p seed=7\nx = 1\n```\n", 5, "attributes differ"},
        {HEAD CODE, HEAD "text\n", 3, "missing"},
        {HEAD "text\n", HEAD CODE, 5, "not there"},
        {HEAD CODE ASK, HEAD CODE "<!-- predict id=q answer=b -->\nQ?\n\n- [ ] a. x\n- [ ] b. y\n", 9, "attributes"},
        {HEAD CODE ASK, HEAD CODE "<!-- predict id=q answer=a -->\nQ?\n\n- [ ] a. x\n- [ ] b. y\n- [ ] c. z\n", 9, "choices"},
        {HEAD CODE TRY, HEAD CODE "<!-- try for=p -->\n- Go: `again`\n", 9, "commands differ"},
        {HEAD CODE TRY, HEAD CODE ASK, 9, "another kind"},
        {HEAD "```c\nint x;\n```\n", HEAD "```c\nint y;\n```\n", 5, "code differs"},
        {HEAD "```c\nint x;\n```\n", HEAD "```sh\nint x;\n```\n", 5, "languages"},
        {HEAD, "<!-- conch-lesson v=1 id=sample level=3 minutes=8 -->\n\n# T\n", 1, "first lines"},
    };
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        struct lesson_notes notes;
        pair(pairs[i].en, pairs[i].zh, &notes);
        if (!notes.count || notes.list[0].line != pairs[i].line || !strstr(notes.list[0].text, pairs[i].part))
            printf("# pair %zu: %u %s\n", i, notes.count ? notes.list[0].line : 0,
                   notes.count ? notes.list[0].text : "nothing");
        CHECK(notes.count && notes.list[0].line == pairs[i].line);
        CHECK(strstr(notes.list[0].text, pairs[i].part));
        notes_finish(&notes);
    }
}

static bool lint_says(const char *path, const char *text, const char *part)
{
    struct lesson_notes notes;
    struct lesson_dirs dirs;
    bool found = false;
    struct lesson *lesson = load(path, text);
    lesson_dirs_init(&dirs, NULL);
    notes_init(&notes);
    lint_lesson(lesson, &dirs, &notes);
    for (size_t i = 0; i < notes.count; i++)
        found |= strstr(notes.list[i].text, part) != NULL;
    notes_finish(&notes);
    lesson_dirs_finish(&dirs);
    lesson_free(lesson);
    return found;
}

TEST(house_rules_of_one_lesson)
{
    CHECK(lint_says("en/010-other.md", HEAD, "010-sample.md"));
    CHECK(!lint_says("en/010-sample.md", HEAD, "should be called"));
    CHECK(lint_says("en/015-sample.md", HEAD, "in tens"));
    CHECK(lint_says("en/010-sample.md", HEAD CODE, "has no `predict`"));
    CHECK(lint_says("en/010-sample.md", HEAD CODE, "has no `try`"));
    CHECK(lint_says("en/010-sample.md", HEAD CODE, "no picture"));
    CHECK(!lint_says("en/010-sample.md", HEAD, "no picture"));
    CHECK(lint_says("en/010-sample.md", HEAD CODE ASK, "wrong answer `b`"));
    CHECK(!lint_says("en/010-sample.md", HEAD CODE ASK, "wrong answer `a`"));
    CHECK(lint_says("en/010-sample.md", HEAD "The end.\n", "type next"));
    CHECK(lint_says("en/010-sample.md",
                    "<!-- conch-lesson v=1 id=sample level=2 minutes=8 needs=no-such-lesson -->\n# T\n",
                    "no lesson `no-such-lesson`"));
}

TEST(sleeps_that_order_are_refused)
{
    const char *word = "must not order";
    CHECK(lint_says("en/010-sample.md", HEAD "```python id=p\nimport time\ntime.sleep(1)\n```\n", word));
    CHECK(!lint_says("en/010-sample.md", HEAD "```python id=p\nx = 1  # no sleep() here\n```\n", word));
    CHECK(!lint_says("en/010-sample.md",
                     HEAD "```python id=p sleeps=shown\nimport time\ntime.sleep(1)\n```\n", word));
}

/* The line that is told to be too wide, or 0. */
static uint32_t wide_line(const char *text)
{
    struct lesson_notes notes;
    struct lesson_dirs dirs;
    uint32_t line = 0;
    struct lesson *lesson = load("en/010-sample.md", text);
    lesson_dirs_init(&dirs, NULL);
    notes_init(&notes);
    lint_lesson(lesson, &dirs, &notes);
    for (size_t i = 0; i < notes.count; i++)
        if (strstr(notes.list[i].text, "columns wide")) {
            CHECK(line == 0 && notes.list[i].level == NOTE_WARNING);
            line = notes.list[i].line;
        }
    notes_finish(&notes);
    lesson_dirs_finish(&dirs);
    lesson_free(lesson);
    return line;
}

#define TEN "abcdefghij"
#define SEVENTY TEN TEN TEN TEN TEN TEN TEN
#define HINT HEAD CODE ASK "<details><summary>Hint</summary>\n\nLook.\n\n"

TEST(code_that_is_shown_wider_than_a_terminal_is_told)
{
    static const struct { const char *text; uint32_t line; } lessons[] = {
        {HEAD "```python id=p\nx = 1\n#" SEVENTY "abc\n```\n", 0},  // six columns of line numbers
        {HEAD "```python id=p\nx = 1\n#" SEVENTY "abcd\n```\n", 7},
        {HEAD "```text\n" SEVENTY "abcdef\n```\n", 0},             // four columns in
        {HEAD "```text\n\n" SEVENTY "abcdefg\n```\n", 7},
        {HEAD "```c\n/* " SEVENTY "abcd */\n```\n", 6},
        {HEAD "```text\n" SEVENTY "中文字\n```\n", 0},               // two columns each
        {HEAD "```text\n" SEVENTY "中文字a\n```\n", 6},
        {HEAD "```text\nabcde\t" SEVENTY "\n```\n", 6},            // to the next eighth column
        {HEAD "```text\nabc\t" SEVENTY "\n```\n", 0},
        {HEAD SEVENTY TEN TEN " " SEVENTY TEN TEN "\n", 0},          // sentences are wrapped
        {HEAD CODE "```text expect=p\n" SEVENTY TEN "\n```\n", 0},   // these are checked and not shown
        {HEAD CODE "```conch check=p\nexpect every '" SEVENTY TEN "' > ''\n```\n", 0},
        {HINT "```text\nx\n" SEVENTY TEN "\n```\n\n</details>\n", 21},
        {HINT "    " SEVENTY TEN "\n\n</details>\n", 19},
        {HINT SEVENTY TEN TEN "\n\n</details>\n", 0},
        {HEAD "Prose.\n\n- item\n\n  ```\n  |" SEVENTY "abc\n  ```\n", 0},
        {HEAD "Prose.\n\n- item\n\n  ```\n  |" SEVENTY "abcd\n  ```\n", 10},
        {HEAD "Prose.\n\n> ```\n> " SEVENTY TEN "\n> ```\n", 8},
        {HEAD CODE "<!-- level id=l goal=fix par=1 -->\n```python id=q\nx = 2\n```\n\n"
         "<details><summary>Solution</summary>\n\nSo.\n\n```python id=r solves=l\nx = 1\n#" SEVENTY TEN "\n```\n\n</details>\n", 20},
    };
    for (size_t i = 0; i < ARRAY_LEN(lessons); i++) {
        uint32_t line = wide_line(lessons[i].text);
        if (line != lessons[i].line)
            printf("# lesson %zu\n", i);
        CHECK_INT(line, lessons[i].line);
    }
}

TEST(programs_that_do_not_parse_are_told_with_their_line)
{
    struct lesson_notes notes;
    struct lesson_dirs dirs;
    struct lesson *lesson = load("en/010-sample.md", HEAD "```python id=p\nx = 1\nif x\n    y = 2\n```\n");
    bool found = false;
    lesson_dirs_init(&dirs, NULL);
    notes_init(&notes);
    lint_lesson(lesson, &dirs, &notes);
    for (size_t i = 0; i < notes.count; i++)
        found |= notes.list[i].line == 7 && strstr(notes.list[i].text, "SyntaxError");
    CHECK(found);
    notes_finish(&notes);
    lesson_dirs_finish(&dirs);
    lesson_free(lesson);
}

TEST(claims_that_cannot_be_read_are_told)
{
    static const char *const bad[] = {
        "expect", "expect always x", "expect every", "expect some", "expect some output",
        "expect outcomes 1,2", "expect outcomes {}", "expect outcomes {\"1}", "expect states < 5", "expect states <= many",
        "expect states <=", "expect deadlocks", "# nothing", "lock m on"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct buf b = {0};
        buf_addf(&b, HEAD CODE "```conch check=p\n%s\n```\n", bad[i]);
        struct lesson_notes notes;
        struct arena a;
        struct claims claims;
        struct lesson *lesson = load("en/010-sample.md", b.text);
        notes_init(&notes);
        arena_init(&a);
        CHECK(claims_parse(&a, "f", &lesson->steps[2], &notes, &claims) < 0);
        CHECK_INT(notes.list[0].line, bad[i][0] == '#' || bad[i][0] == 'l' ? 9 : 10);
        notes_finish(&notes);
        arena_finish(&a);
        lesson_free(lesson);
        buf_finish(&b);
    }
}

TEST(templates_pass_their_own_lint)
{
    static const char *const langs[] = {"en", "zh"};
    struct lesson *pair_of[2];
    struct lesson_notes notes;
    for (int i = 0; i < 2; i++) {
        struct buf b = {0};
        CHECK_INT(lesson_template(&b, "fresh", langs[i]), 0);
        pair_of[i] = load("en/500-fresh.md", b.text);
        struct lesson_dirs dirs;
        lesson_dirs_init(&dirs, NULL);
        notes_init(&notes);
        lint_lesson(pair_of[i], &dirs, &notes);
        for (size_t k = 0; k < notes.count; k++)
            printf("# %u %s\n", notes.list[k].line, notes.list[k].text);
        CHECK_INT(notes.count, 0);
        notes_finish(&notes);
        lesson_dirs_finish(&dirs);
        buf_finish(&b);
    }
    notes_init(&notes);
    lint_pair(pair_of[0], pair_of[1], &notes);
    for (size_t k = 0; k < notes.count; k++)
        printf("# %u %s\n", notes.list[k].line, notes.list[k].text);
    CHECK_INT(notes.count, 0);
    struct buf b = {0};
    CHECK_INT(lesson_template(&b, "../x", "en"), -EINVAL);
    CHECK_INT(b.n, 0);
    notes_finish(&notes);
    lesson_free(pair_of[0]);
    lesson_free(pair_of[1]);
}

static char *write_lesson(const char *folder, const char *name, const char *text)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
    return path;
}

TEST(lessons_are_found_by_number_name_and_path)
{
    char top[] = "/tmp/lessons-XXXXXX", folder[64];
    struct lesson_dirs dirs;
    char *path;
    bool fallback;
    CHECK(mkdtemp(top));
    for (int i = 0; i < 2; i++) {
        snprintf(folder, sizeof folder, "%s/%s", top, i ? "zh" : "en");
        CHECK(mkdir(folder, 0700) == 0);
        write_lesson(folder, "130-lost.md", HEAD);
    }
    snprintf(folder, sizeof folder, "%s/en", top);
    write_lesson(folder, "140-lock.md", HEAD);
    char *file = write_lesson(folder, "notes.md", HEAD);
    CHECK(chdir(top) == 0);
    lesson_dirs_init(&dirs, top);
    static const struct { const char *spec, *lang, *end; bool fallback; } found[] = {
        {"130", "zh", "zh/130-lost.md", false}, {"13", "zh", "zh/130-lost.md", false},
        {"130", "en", "en/130-lost.md", false}, {"lost", "en", "en/130-lost.md", false},
        {"130-lost", "en", "en/130-lost.md", false}, {"130-lost.md", "zh", "zh/130-lost.md", false},
        {"140", "zh", "en/140-lock.md", true}, {"lock", "fr", "en/140-lock.md", true},
        {"lock", "../..", "en/140-lock.md", true},
    };
    for (size_t i = 0; i < ARRAY_LEN(found); i++) {
        CHECK_INT(lesson_find(&dirs, found[i].spec, found[i].lang, &path, &fallback), 0);
        CHECK_STR(path + strlen(path) - strlen(found[i].end), found[i].end);
        CHECK_INT(fallback, found[i].fallback);
        free(path);
    }
    CHECK_INT(lesson_find(&dirs, file, "en", &path, &fallback), 0);
    CHECK_STR(path, file);
    free(path);
    static const char *const missing[] = {"150", "nothing", "", "../en/130-lost", "99999999999999", "130x"};
    for (size_t i = 0; i < ARRAY_LEN(missing); i++)
        CHECK_INT(lesson_find(&dirs, missing[i], "en", &path, &fallback), -ENOENT);
    lesson_dirs_finish(&dirs);
}

TEST(shipped_lessons_pass_lint)
{
    struct buf path = {0}, out = {0};
    buf_addf(&path, "%s/lessons", root);
    char *paths[] = {path.text};
    lint_paths(paths, 1, NULL, NULL, &out);
    size_t remarks = out.n; // warnings, too
    for (char *line = out.n ? strtok(out.text, "\n") : NULL; line; line = strtok(NULL, "\n"))
        printf("# %s\n", line);
    CHECK_INT(remarks, 0);
    buf_finish(&path);
    buf_finish(&out);
}

int main(int argc, char **argv)
{
    root = argc > 1 ? argv[1] : ".";
    RUN(translations_that_agree_pass);
    RUN(each_difference_is_found);
    RUN(house_rules_of_one_lesson);
    RUN(sleeps_that_order_are_refused);
    RUN(code_that_is_shown_wider_than_a_terminal_is_told);
    RUN(programs_that_do_not_parse_are_told_with_their_line);
    RUN(claims_that_cannot_be_read_are_told);
    RUN(templates_pass_their_own_lint);
    RUN(lessons_are_found_by_number_name_and_path);
    RUN(shipped_lessons_pass_lint);
    return tap_done();
}
