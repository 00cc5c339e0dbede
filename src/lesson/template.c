#include "lesson/parts.h"

#include <errno.h>
#include <string.h>

/* What differs between the languages: sentences. The frame is the same. */
struct template_words {
    const char *title, *hook, *question, *a, *b, *hint, *hint_key, *key, *answer_key, *answer,
        *try_item, *picture, *exercise, *solution_key, *solution, *check_key, *next;
};

static const struct template_words template_words[] = {
    {
        .title = "A title that names the surprise",
        .hook = "Begin with daily life: two sellers, one ticket. Two or three sentences.",
        .question = "What is printed?",
        .a = "1", .b = "2",
        .hint = "Who has the last word: the thread, or main after `join`?",
        .hint_key = "Hint", .key = "Hint a", .answer_key = "Answer",
        .answer = "**b.** Say why, in the program's own names.",
        .try_item = "Main does not wait:", .picture = "main  ──start──────join── print\nt           count = 2",
        .exercise = "## Your turn\n\nAsk for something that takes one changed line.",
        .solution_key = "Solution", .solution = "Tell the change.", .check_key = "Check",
        .next = "Next: `lesson 10`.",
    },
    {
        .title = "标题点出意外之处",
        .hook = "从生活讲起：两个窗口，一张票。两三句话就够。",
        .question = "会打印出什么？",
        .a = "1", .b = "2",
        .hint = "最后是谁在改它：线程，还是 `join` 之后的主线程？",
        .hint_key = "提示", .key = "提示 a", .answer_key = "答案",
        .answer = "**b。** 用程序里的名字说明原因。",
        .try_item = "主线程不等待：", .picture = "主线程  ──start──────join── print\nt           count = 2",
        .exercise = "## 练习\n\n请学生改一行代码。",
        .solution_key = "参考解答", .solution = "说出怎么改。", .check_key = "检查",
        .next = "下一课：输入 `lesson 10`。",
    },
};

static void add_details(struct buf *out, const char *summary, const char *text)
{
    buf_addf(out, "<details><summary>%s</summary>\n\n%s\n\n</details>\n\n", summary, text);
}

static const char program[] = "```python id=main\n"
                              "from threading import Thread\n"
                              "\n"
                              "count = 1\n"
                              "\n"
                              "def work():\n"
                              "    global count\n"
                              "    count = 2\n"
                              "\n"
                              "t = Thread(target=work)\n"
                              "t.start()\n"
                              "t.join()\n"
                              "print(count)\n"
                              "```\n\n";

int lesson_template(struct buf *out, const char *id, const char *lang)
{
    const struct template_words *w = &template_words[lang && strncmp(lang, "zh", 2) == 0];
    struct buf check = {0};
    if (!id_is_proper(id, strlen(id)))
        return -EINVAL;
    buf_addf(out, "<!-- conch-lesson v=1 id=%s level=1 minutes=5 -->\n\n# %s\n\n%s\n\n", id,
             w->title, w->hook);
    buf_adds(out, program);
    buf_addf(out, "<!-- predict id=result answer=b -->\n%s\n\n- [ ] a. %s\n- [ ] b. %s\n\n",
             w->question, w->a, w->b);
    add_details(out, w->hint_key, w->hint);
    add_details(out, w->key, w->hint);
    buf_adds(out, "```conch for=main\nrun\n```\n\n```text expect=main\n2\n```\n\n");
    add_details(out, w->answer_key, w->answer);
    buf_addf(out, "```text\n%s\n```\n\n", w->picture);
    buf_addf(out, "<!-- try for=main -->\n- %s `join off`, `run`\n\n", w->try_item);
    buf_adds(&check, "```conch check=main\nexpect every count == 2\n```");
    add_details(out, w->check_key, check.text);
    buf_addf(out, "%s\n\n", w->exercise);
    add_details(out, w->solution_key, w->solution);
    buf_addf(out, "%s\n", w->next);
    buf_finish(&check);
    return 0;
}
