#include "lesson/lesson.h"

#include <errno.h>

#include "base/clock.h"
#include "base/hash.h"
#include "sample.h"
#include "tap.h"

static struct lesson_notes notes;

static int load(const char *text, size_t n, struct lesson **ret)
{
    notes_finish(&notes);
    notes_init(&notes);
    return lesson_load("x/010-sample.md", text, n, &notes, ret);
}

static struct lesson *load_sample(void)
{
    struct lesson *lesson = NULL;
    int r = load(sample_lesson, strlen(sample_lesson), &lesson);
    struct buf b = {0};
    notes_render(&b, &notes);
    if (r < 0)
        printf("# %s", buf_str(&b));
    CHECK_INT(r, 0);
    CHECK_INT(notes.count, 0);
    return lesson;
}

/* A lesson made of the head, a title and this. */
static int load_tail(const char *tail, struct lesson **ret)
{
    struct buf b = {0};
    buf_adds(&b, "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n\n# Title\n\n");
    buf_adds(&b, tail);
    int r = load(b.text, b.n, ret);
    buf_finish(&b);
    return r;
}

/* The tail is refused, with this message on this line (the tail begins on line 5). */
static void check_refused(const char *tail, uint32_t line, const char *part)
{
    struct lesson *lesson;
    int r = load_tail(tail, &lesson);
    bool found = false;
    for (size_t i = 0; i < notes.count; i++)
        found |= notes.list[i].level == NOTE_ERROR && notes.list[i].line == line &&
                 strstr(notes.list[i].text, part);
    if (r == 0 || !found) {
        struct buf b = {0};
        notes_render(&b, &notes);
        printf("# wanted line %u: %s\n# for: %s\n# got: %s\n", line, part, tail, buf_str(&b));
        fflush(stdout);
    }
    CHECK(r < 0 && found);
}

TEST(head_title_and_every_block_are_read)
{
    static const enum step_kind kinds[] = {
        STEP_PROSE, STEP_PROGRAM, STEP_PREDICT, STEP_HINT, STEP_HINT, STEP_HINT, STEP_COMMANDS,
        STEP_EXPECT, STEP_HINT, STEP_PROSE, STEP_SHOW, STEP_NOTE, STEP_PAUSE, STEP_SPEED, STEP_TRY,
        STEP_CHECK, STEP_LEVEL, STEP_PROGRAM, STEP_PROSE};
    struct lesson *lesson = load_sample();
    CHECK_STR(lesson->id, "sample");
    CHECK_STR(lesson->title, "Two tills, one count");
    CHECK_INT(lesson->level, 2);
    CHECK_INT(lesson->minutes, 8);
    CHECK_INT(lesson->number, 10);
    CHECK_INT(lesson->needs_n, 1);
    CHECK_STR(lesson->needs[0], "first");
    for (uint32_t i = 0; i < lesson->step_n && i < ARRAY_LEN(kinds); i++)
        CHECK_INT(lesson->steps[i].kind, kinds[i]);
    CHECK_INT(lesson->step_n, ARRAY_LEN(kinds));
    lesson_free(lesson);
}

TEST(lines_are_exact)
{
    static const uint32_t lines[] = {3,  7,  15, 24, 30, 36, 40, 44, 50, 54,
                                     56, 60, 63, 64, 66, 72, 86, 87, 91};
    struct lesson *lesson = load_sample();
    for (uint32_t i = 0; i < lesson->step_n; i++)
        CHECK_INT(lesson->steps[i].line, lines[i]);
    CHECK_INT(lesson->steps[1].body_line, 8);
    CHECK_INT(lesson->steps[2].items[2].line, 20);
    lesson_free(lesson);
}

TEST(parts_of_a_prediction)
{
    struct lesson *lesson = load_sample();
    const struct step *predict = &lesson->steps[2];
    CHECK_STR(predict->id, "final");
    CHECK_STR(predict->answer, "c");
    CHECK_INT(predict->item_n, 3);
    CHECK_INT(predict->items[1].letter, 'b');
    CHECK(predict->items[1].text.n == 8 && memcmp(predict->items[1].text.s, "always 1", 8) == 0);
    CHECK(lesson->steps[3].key == NULL);
    CHECK_STR(lesson->steps[4].key, "a");
    CHECK_INT(lesson->steps[4].about, 2);
    CHECK_INT(lesson->steps[8].hint, HINT_ANSWER);
    lesson_free(lesson);
}

TEST(try_items_hold_their_commands)
{
    struct lesson *lesson = load_sample();
    const struct step *t = &lesson->steps[14];
    CHECK_STR(t->run, "race");
    CHECK_INT(t->item_n, 2);
    CHECK_INT(t->items[0].command_n, 2);
    CHECK_STR(t->items[0].commands[0], "join off");
    CHECK_STR(t->items[0].commands[1], "run");
    CHECK_STR(t->items[1].commands[0], "explore");
    lesson_free(lesson);
}

TEST(a_program_that_goes_on_brings_the_earlier_block)
{
    struct lesson *lesson = load_sample();
    struct buf b = {0};
    lesson_program_text(lesson, lesson_program(lesson, "mended"), &b);
    CHECK(strncmp(b.text, "from threading", 14) == 0);
    CHECK(strstr(b.text, "# two steps\nprint('count is', count)\n"));
    CHECK_INT(lesson->steps[16].about, 17);
    buf_finish(&b);
    lesson_free(lesson);
}

TEST(value_answers_need_no_choices)
{
    struct lesson *lesson = NULL;
    CHECK_INT(load_tail("<!-- predict id=p answer={1,2} -->\nWhich values?\n\n"
                        "<details><summary>Hint 2</summary>\n\nNo.\n\n</details>\n", &lesson), 0);
    CHECK_STR(lesson->steps[1].answer, "{1,2}");
    CHECK_STR(lesson->steps[2].key, "2");
    lesson_free(lesson);
    CHECK_INT(load_tail("<!-- predict id=p answer=\"t1 is done\" -->\nWhat?\n", &lesson), 0);
    CHECK_STR(lesson->steps[1].answer, "t1 is done");
    lesson_free(lesson);
}

TEST(chinese_summaries_and_windows_line_ends)
{
    struct lesson *lesson = NULL;
    CHECK_INT(load_tail("<!-- predict id=p answer=a -->\r\n会怎样？\r\n\r\n- [ ] a. 一\r\n- [ ] b. 二\r\n\r\n"
                        "<details><summary>提示 b</summary>\r\n\r\n不对。\r\n\r\n</details>\r\n\r\n"
                        "<details><summary>答案</summary>\r\n\r\n一。\r\n\r\n</details>\r\n", &lesson), 0);
    CHECK_STR(lesson->steps[2].key, "b");
    CHECK_INT(lesson->steps[3].hint, HINT_ANSWER);
    CHECK(!memchr(lesson->source.s, '\r', lesson->source.n));
    lesson_free(lesson);
}

TEST(unknown_attributes_are_only_warned_of)
{
    struct lesson *lesson = NULL;
    CHECK_INT(load_tail("<!-- pause for=ever -->\n", &lesson), 0);
    CHECK_INT(notes.count, 1);
    CHECK_INT(notes.list[0].level, NOTE_WARNING);
    CHECK_INT(notes.list[0].line, 5);
    lesson_free(lesson);
}

/* Each tail is refused on this line (5 is its first), with a message that holds this. */
static const struct {
    uint32_t line;
    const char *part, *tail;
} refused[] = {
    {5, "unknown directive", "<!-- predcit id=a answer=b -->\nx\n"},
    {5, "unknown directive", "<!-- -->\n"},
    {5, "unknown directive", "<!---->\n"},
    {5, "ends with -->", "<!-- pause\n-->\n"},
    {5, "ends with -->", "<!-- pause --> and more\n"},
    {5, "ends with -->", "<!-- pause"},
    {5, "needs id=", "<!-- predict answer=a -->\nQ?\n\n- [ ] a. x\n- [ ] b. y\n"},
    {5, "needs answer=", "<!-- predict id=p -->\nQ?\n\n- [ ] a. x\n- [ ] b. y\n"},
    {5, "key=value", "<!-- predict id -->\nQ?\n"},
    {5, "key=value", "<!-- predict =x -->\nQ?\n"},
    {5, "key=value", "<!-- pause now -->\n"},
    {5, "value is missing", "<!-- predict id= answer=a -->\nQ?\n"},
    {5, "closing quote", "<!-- predict id=\"p answer=a -->\nQ?\n"},
    {5, "given twice", "<!-- predict id=p id=q answer=a -->\nQ?\n"},
    {5, "more than", "<!-- pause a=1 b=1 c=1 d=1 e=1 f=1 g=1 h=1 i=1 j=1 k=1 l=1 m=1 -->\n"},
    {5, "question", "<!-- predict id=p answer=a -->\n"},
    {5, "question", "<!-- predict id=p answer=a -->\n- [ ] a. x\n- [ ] b. y\n"},
    {5, "question", "<!-- predict id=p answer=a -->\n# Heading\n"},
    {9, "task list", "<!-- predict id=p answer=a -->\nQ?\n\n- [ ] a. x\n- b. y\n"},
    {9, "begins with its letter", "<!-- predict id=p answer=a -->\nQ?\n\n- [ ] a. x\n- [ ] y\n"},
    {5, "a., b., c.", "<!-- predict id=p answer=a -->\nQ?\n\n- [ ] b. x\n- [ ] a. y\n"},
    {5, "two choices", "<!-- predict id=p answer=a -->\nQ?\n\n- [ ] a. x\n"},
    {5, "not among", "<!-- predict id=p answer=c -->\nQ?\n\n- [ ] a. x\n- [ ] b. y\n"},
    {5, "not among", "<!-- predict id=p answer=a,z -->\nQ?\n\n- [ ] a. x\n- [ ] b. y\n"},
    {5, "none of the letters", "<!-- predict id=p answer=7 -->\nQ?\n\n- [ ] a. x\n- [ ] b. y\n"},
    {5, "no choices", "<!-- predict id=p answer=a -->\nQ?\n\n- a. x\n"},
    {5, "an id is made of", "<!-- predict id=P answer=7 -->\nQ?\n"},
    {7, "used twice", "<!-- predict id=p answer=7 -->\nQ?\n<!-- predict id=p answer=7 -->\nQ?\n"},
    {5, "no program", "```conch for=nobody\nrun\n```\n"},
    {5, "no program", "```text expect=nobody\nx\n```\n"},
    {5, "no program", "```conch check=nobody\nexpect deadlock\n```\n"},
    {5, "no program", "<!-- try for=nobody -->\n- `run`\n"},
    {5, "no program", "```python id=a continue=b\nx\n```\n"},
    {5, "no program", "```python id=a continue=a\nx\n```\n"},
    {9, "used twice", "```python id=a\nx\n```\n\n```python id=a\ny\n```\n"},
    {5, "for= or check=", "```conch\nrun\n```\n"},
    {5, "mean nothing", "```python seed=7\nx\n```\n"},
    {5, "mean nothing", "```text order=any\nx\n```\n"},
    {5, "never closed", "```python id=a\nx\n"},
    {5, "never closed", "````python id=a\nx\n```\n"},
    {5, "never closed", "~~~python id=a\nx\n```\n"},
    {5, "empty", "```python id=a\n```\n"},
    {9, "order=", "```python id=a\nx\n```\n\n```text expect=a order=none\nx\n```\n"},
    {5, "a list must follow", "<!-- try for=a -->\nno list\n"},
    {6, "command in backticks", "<!-- try for=a -->\n- nothing\n"},
    {6, "command in backticks", "<!-- try for=a -->\n- open `run\n"},
    {5, "a paragraph must follow", "<!-- note -->\n"},
    {5, "a paragraph must follow", "<!-- note -->\n# Heading\n"},
    {5, "fence) must follow", "<!-- level id=l goal=break -->\nprose\n"},
    {5, "goal=", "<!-- level id=l goal=win -->\n```python id=a\nx\n```\n"},
    {5, "par=", "<!-- level id=l goal=fix par=0 -->\n```python id=a\nx\n```\n"},
    {5, "par=", "<!-- level id=l goal=fix par=two -->\n```python id=a\nx\n```\n"},
    {5, "x=", "<!-- speed x=fast -->\n"},
    {5, "x=", "<!-- speed x=0 -->\n"},
    {5, "x=", "<!-- speed x=nan -->\n"},
    {5, "x=", "<!-- speed x=-1 -->\n"},
    {5, "x=", "<!-- speed x=1e9 -->\n"},
    {5, "comes after its", "<details><summary>Hint</summary>\n\nx\n\n</details>\n"},
    {5, "never closed", "<details><summary>Check</summary>\n\nx\n"},
    {5, "without <details>", "</details>\n"},
    {7, "inside <details>", "<details><summary>Check</summary>\n\n<details>\n\n</details>\n"},
    {5, "folded part is a", "<details><summary>More</summary>\n\nx\n\n</details>\n"},
    {5, "folded part is a", "<details><summary>Check b</summary>\n\nx\n\n</details>\n"},
    {5, "needs a <summary>", "<details>\n\nx\n\n</details>\n"},
    {5, "on one line", "<details><summary>Hint\n\nx\n\n</details>\n"},
    {5, "is empty", "<details><summary>Solution</summary>\n\n</details>\n"},
    {6, "blank line", "<details><summary>Solution</summary>\nx\n\n</details>\n"},
    {5, "may be HTML", "<div>\nx\n</div>\n"},
    {5, "may be HTML", "<script>alert(1)</script>\n"},
    {5, "in a sentence", "Text <n> here.\n"},
    {5, "in a sentence", "Text <!-- pause --> here.\n"},
    {5, "left margin", "- <!-- pause -->\n"},
    {5, "left margin", "> <!-- pause -->\n"},
    {5, "list or quotation", "- ```python id=a\n  x\n  ```\n"},
    {5, "list or quotation", "> ```python id=a\n> x\n> ```\n"},
    {7, "inside <details>", "<details><summary>Check</summary>\n\n<!-- pause -->\n\n</details>\n"},
    {7, "only check=", "<details><summary>Check</summary>\n\n```python id=a\nx\n```\n\n</details>\n"},
    {5, "first line, once", "<!-- conch-lesson v=1 id=again level=1 minutes=1 -->\n"},
    {5, "one title", "# Another title\n"},
    {6, "control character", "text\n\x1b[31mred\n"},
    {5, "control character", "bell\a\n"},
    {5, "control character", "old mac\rline\n"},
    {5, "control character", "next\xc2\x85line\n"},
    {5, "writing direction", "turn \xe2\x80\xae around\n"},
    {5, "not valid UTF-8", "\xff\xfe\n"},
    {5, "not valid UTF-8", "cut \xe4\xb8\n"},
    {5, "not valid UTF-8", "overlong \xc0\xaf\n"},
    {5, "not valid UTF-8", "surrogate \xed\xa0\x80\n"},
    {5, "not valid UTF-8", "beyond \xf5\x80\x80\x80\n"},
    {5, "nested too deeply", "> > > > > > > > > > > > > > > x\n"},
    {5, "nested too deeply", "- - - - - - - - - - - - - - - x\n"},
    {5, "nested too deeply", "1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. x\n"},
    {5, "nested too deeply", ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>x\n"},
};

TEST(each_fault_is_told_with_its_line)
{
    for (size_t i = 0; i < ARRAY_LEN(refused); i++)
        check_refused(refused[i].tail, refused[i].line, refused[i].part);
}

TEST(items_may_begin_with_a_mark)
{
    struct lesson *lesson = NULL;
    CHECK_INT(load_tail("```python id=a\nx\n```\n\n<!-- try for=a -->\n1. `join off`, `run`\n2. **Again:** `run`\n\n"
                        "<!-- predict id=p answer=a -->\n`x` is?\n\n- [ ] a. `1`\n- [ ] b. **2**\n", &lesson), 0);
    const struct step *t = &lesson->steps[2], *q = &lesson->steps[3];
    CHECK_INT(t->items[0].command_n, 2);
    CHECK_STR(t->items[0].commands[0], "join off");
    CHECK(memcmp(t->items[1].text.s, "**Again:** `run`", t->items[1].text.n) == 0);
    CHECK(memcmp(q->body.s, "`x` is?", q->body.n) == 0);
    CHECK(memcmp(q->items[0].text.s, "`1`", q->items[0].text.n) == 0);
    lesson_free(lesson);
}

TEST(hints_belong_to_wrong_answers)
{
    const char *q = "<!-- predict id=p answer=a -->\nQ?\n\n- [ ] a. x\n- [ ] b. y\n\n";
    static const struct { uint32_t line; const char *part, *hint; } bad[] = {
        {13, "not among", "<details><summary>Hint d</summary>\n\nx\n\n</details>\n"},
        {13, "not among", "<details><summary>Hint bb</summary>\n\nx\n\n</details>\n"},
        {13, "right answer", "<details><summary>Hint a</summary>\n\nx\n\n</details>\n"},
        {19, "second hint", "<details><summary>Hint b</summary>\n\nx\n\n</details>\n\n"
                            "<details><summary>Hint b</summary>\n\nx\n\n</details>\n"},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct buf b = {0};
        buf_addf(&b, "%s%s", q, bad[i].hint);
        check_refused(b.text, bad[i].line, bad[i].part);
        buf_finish(&b);
    }
}

TEST(files_that_are_no_lessons_are_refused)
{
    struct lesson *lesson;
    static const char *const texts[] = {
        "", "\n", "# Title only\n", "<!-- conch-lesson v=1 id=a level=1 minutes=1 -->\n",
        "\n<!-- conch-lesson v=1 id=a level=1 minutes=1 -->\n# T\n",
        "<!-- conch-lesson v=2 id=a level=1 minutes=1 -->\n# T\n",
        "<!-- conch-lesson v=1 id=a level=9 minutes=1 -->\n# T\n",
        "<!-- conch-lesson v=1 id=a level=1 minutes=-1 -->\n# T\n",
        "<!-- conch-lesson v=1 id=../etc level=1 minutes=1 -->\n# T\n",
        "---\nid: a\n---\n# T\n"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        CHECK_INT(load(texts[i], strlen(texts[i]), &lesson), -EINVAL);
        CHECK(notes.errors > 0 && notes.list[0].line >= 1);
    }
    CHECK_INT(load("a\0b", 3, &lesson), -EINVAL);
    CHECK(strstr(notes.list[0].text, "NUL"));
}

/* Loads bytes that may be anything; the answer may be either, but it comes, and soon. */
static void load_any(const char *s, size_t n)
{
    struct lesson *lesson = NULL;
    uint64_t before = clock_cpu_ns();
    char *exact = malloc(n ? n : 1); // so that a read beyond the end is seen by a sanitizer
    memcpy(exact, s, n);
    int r = load(exact, n, &lesson);
    if (r == 0) {
        struct buf b = {0};
        struct term t;
        term_plain(&t, 40, true);
        for (uint32_t i = 0; i < lesson->step_n; i++)
            render_markdown(&b, lesson->steps[i].body, &t);
        buf_finish(&b);
        lesson_free(lesson);
    } else {
        CHECK(notes.errors > 0);
        CHECK(notes.list[0].line >= 1 && notes.list[0].col >= 1);
    }
    free(exact);
    CHECK(clock_cpu_ns() - before < 1000000000u);
}

TEST(every_truncation_is_survived)
{
    for (size_t n = 0; n <= strlen(sample_lesson); n++)
        load_any(sample_lesson, n);
}

TEST(every_changed_byte_is_survived)
{
    static const char bytes[] = {0, '\n', '`', '<', '-', '>', ' ', '\t', (char)0xff, '|', '#', '=', '"'};
    size_t n = strlen(sample_lesson);
    char *copy = strdup(sample_lesson);
    for (size_t i = 0; i < n; i++) {
        char was = copy[i];
        for (size_t k = 0; k < sizeof bytes; k++) {
            if (k % 4 != i % 4)
                continue;
            copy[i] = bytes[k];
            load_any(copy, n);
        }
        copy[i] = was;
    }
    free(copy);
}

TEST(random_pieces_are_survived)
{
    uint64_t seed = 7;
    size_t n = strlen(sample_lesson);
    for (int round = 0; round < 400; round++) {
        struct buf b = {0};
        buf_adds(&b, "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n# T\n");
        for (int k = 0; k < 12; k++) { // cut at lines' middles as well as at their ends
            size_t from = rng_next(&seed) % n, len = rng_next(&seed) % 200;
            buf_add(&b, sample_lesson + from, MIN(len, n - from));
        }
        load_any(b.text, b.n);
        buf_finish(&b);
    }
}

/* The head, then a piece repeated until the text is large. */
static void load_repeated(const char *piece, size_t bytes)
{
    struct buf b = {0};
    buf_adds(&b, "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n# T\n\n");
    while (b.n < bytes)
        buf_adds(&b, piece);
    load_any(b.text, b.n);
    buf_finish(&b);
}

TEST(large_and_deep_texts_end_within_a_second)
{
    static const char *const pieces[] = {
        "x", "x\n", "x\n\n", ">", "> ", "> \n", "- ", "- x\n", "  - ", "* * * * * * *\n", "`", "``` ", "```\n",
        "[", "![", "[a](", "*a ", "_a ", "**a _b ", "<", "<!--", "<!-- ", "<!-- pause -->\n", "<details>\n\n",
        "</details>\n\n", "|a", "|a|b|\n|-|-|\n", "|", "&", "&amp;", "\\", "# x\n", "#", "1. ", "1. x\n   ",
        "a\n===\n", "[a]: x\n\n", "[a]: x\n\n[a] [a] [a] [a]\n\n", "中", "- [ ] a. x\n",
        "```python id=a\nx\n```\n", "    x\n", "\t", "\xff", "\x1b[0m", "~~a", "<a b='", "`a``b```c````d"};
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        load_repeated(pieces[i], 250 * 1024);
        load_repeated(pieces[i], 8000);
        load_repeated(pieces[i], 300 * 1024);
    }
}

TEST(wide_tables_do_not_explode)
{
    struct buf b = {0};
    buf_adds(&b, "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n# T\n\n");
    for (int i = 0; i < 3000; i++)
        buf_adds(&b, "|a");
    buf_adds(&b, "|\n");
    for (int i = 0; i < 3000; i++)
        buf_adds(&b, "|-");
    buf_adds(&b, "|\n");
    while (b.n < 200 * 1024)
        buf_adds(&b, "|x\n");
    load_any(b.text, b.n);
    buf_finish(&b);
}

TEST(nested_lists_by_indentation_end_soon)
{
    struct buf b = {0};
    buf_adds(&b, "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n# T\n\n");
    for (int i = 0; i < 480; i++)
        buf_addf(&b, "%*s- x\n", i * 2, "");
    while (b.n < 255 * 1024)
        buf_adds(&b, "y\n");
    load_any(b.text, b.n);
    buf_finish(&b);
}

int main(void)
{
    notes_init(&notes);
    RUN(head_title_and_every_block_are_read);
    RUN(lines_are_exact);
    RUN(parts_of_a_prediction);
    RUN(try_items_hold_their_commands);
    RUN(a_program_that_goes_on_brings_the_earlier_block);
    RUN(value_answers_need_no_choices);
    RUN(chinese_summaries_and_windows_line_ends);
    RUN(unknown_attributes_are_only_warned_of);
    RUN(each_fault_is_told_with_its_line);
    RUN(items_may_begin_with_a_mark);
    RUN(hints_belong_to_wrong_answers);
    RUN(files_that_are_no_lessons_are_refused);
    RUN(every_truncation_is_survived);
    RUN(every_changed_byte_is_survived);
    RUN(random_pieces_are_survived);
    RUN(large_and_deep_texts_end_within_a_second);
    RUN(wide_tables_do_not_explode);
    RUN(nested_lists_by_indentation_end_soon);
    return tap_done();
}
