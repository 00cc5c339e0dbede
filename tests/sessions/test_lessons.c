/* Every lesson from its first to its last step, as a student plays it. */
#include "../unit/tap.h"
#include "base/buf.h"
#include "pty.h"

#include <ftw.h>
#include <glob.h>
#include <stdlib.h>
#include <time.h>

/* What a lesson may say last before it waits for the student, as lines begin. */
enum says { SAYS_RUN, SAYS_GO_ON, SAYS_NOTED, SAYS_TRY, SAYS_PREDICT, SAYS_LEVEL, SAYS_END, SAYS_COUNT };

struct language {
    const char *code;
    const char *says[SAYS_COUNT];
    const char *once_more, *predicted, *wrong;
};

static const struct language english = {
    "en",
    { "Press Enter to run it.", "Press Enter to go on.", "Noted: ", "Type a number to try one",
      "Predict first", "The level waits: ", "That was this lesson." },
    "Once more", "\nYou predicted ", "; it is ",
};
static const struct language chinese = {
    "zh",
    { "按回车运行它", "按回车继续", "记下了", "输入编号试一项", "先预测", "这一关等着你：", "这一课到此结束" },
    "刚才没答对的问题", "\n你的预测是", "；实际上是 ",
};

enum { QUESTIONS_MAX = 16 };

/* What the test must know of a lesson: its questions, and how many items its list has. */
struct known {
    char right[QUESTIONS_MAX][16];
    char wrong[QUESTIONS_MAX][16];
    unsigned questions, items;
};

static char *read_file(const char *path)
{
    struct buf b = { 0 };
    FILE *f = fopen(path, "r");
    CHECK(f != NULL);
    while (!feof(f))
        b.n += fread(buf_room(&b, 65536), 1, 65536, f);
    fclose(f);
    b.text[b.n] = 0;
    return b.text;
}

/* A choice that is none of the answer; another number if there are no choices. */
static void choose_wrong(char *wrong, const char *right)
{
    bool letter = right[0] >= 'a' && right[0] <= 'z';
    snprintf(wrong, 16, "%s", !letter ? "97" : right[0] == 'a' ? "b" : "a");
}

static void know(struct known *k, const char *path)
{
    char *text = read_file(path);
    memset(k, 0, sizeof *k);
    for (const char *s = text; (s = strstr(s, "<!-- predict ")) != NULL; s++) {
        const char *answer = strstr(s, "answer=");
        CHECK(answer && k->questions < QUESTIONS_MAX);
        snprintf(k->right[k->questions], 16, "%.*s", (int)strcspn(answer + 7, " "), answer + 7);
        choose_wrong(k->wrong[k->questions], k->right[k->questions]);
        k->questions++;
    }
    const char *list = strstr(text, "<!-- try ");
    for (const char *s = list ? strchr(list, '\n') : NULL; s && s[1] == '-'; s = strchr(s + 1, '\n'))
        k->items++;
    CHECK(k->questions && k->items);
    free(text);
}

/* One student at one lesson. */
struct walk {
    struct pty *p;
    const struct language *l;
    char starts[512]; // l->says, one a line
    unsigned stops;   // how often the lesson has waited for the student
    char state[32];   // where progress is kept meanwhile
};

static void type_line(struct walk *w, const char *line)
{
    pty_type(w->p, line);
    pty_type(w->p, "\r");
    CHECK(pty_wait_any(w->p, w->starts, ++w->stops));
}

/* What was said last. */
static enum says last_said(struct walk *w)
{
    const char *screen = pty_screen(w->p), *latest = NULL;
    enum says last = SAYS_COUNT;
    for (int i = 0; i < SAYS_COUNT; i++)
        for (const char *s = screen; (s = strstr(s, w->l->says[i])) != NULL; s++)
            if (s > latest && s[-1] == '\n') {
                latest = s;
                last = (enum says)i;
            }
    return last;
}

static unsigned count_text(struct walk *w, const char *text)
{
    unsigned n = 0;
    for (const char *s = pty_screen(w->p); (s = strstr(s, text)) != NULL; s++)
        n++;
    return n;
}

/* How often the lesson has said that a prediction was wrong. */
static unsigned count_wrong(struct walk *w)
{
    unsigned n = 0;
    for (const char *s = pty_screen(w->p); (s = strstr(s, w->l->predicted)) != NULL; s++) {
        const char *wrong = strstr(s, w->l->wrong), *end = strchr(s + 1, '\n');
        n += wrong && (!end || wrong < end);
    }
    return n;
}

/* The text, and the lines around it. */
static void tell_around(struct walk *w, const char *text)
{
    const char *screen = pty_screen(w->p), *at = strstr(screen, text);
    const char *from = at - screen > 300 ? at - 300 : screen;
    printf("# `%s` on the screen:\n", text);
    for (const char *line = from; *line && line < at + 300;) {
        size_t n = strcspn(line, "\n");
        printf("#   %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
}

/* Nothing that a student should never see in a lesson: an exception is fine in a program, not at the prompt. */
static void check_clean(struct walk *w)
{
    static const char *const bad[] = { "<input", "NameError", "^[", "there is no command", "usage:",
                                       "没有命令", "用法：" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (count_text(w, bad[i]))
            tell_around(w, bad[i]);
        CHECK(!count_text(w, bad[i]));
    }
}

static void begin_walk(struct walk *w, const struct language *l, bool plain)
{
    char home[64];
    *w = (struct walk){ .l = l, .state = "/tmp/conch-lessons-XXXXXX" };
    CHECK(mkdtemp(w->state));
    snprintf(home, sizeof home, "XDG_STATE_HOME=%s", w->state);
    const char *env[] = { "CONCH_HISTFILE=/dev/null", "NO_COLOR=1", home,
                          plain ? "TERM=dumb" : "TERM=xterm-256color", NULL };
    const char *argv[] = { CONCH_PROGRAM, "--quiet", "--no-rc", "--allow-exec", "--lessons", LESSONS,
                           "--lang", l->code, plain ? "--plain" : NULL, NULL };
    for (int i = 0; i < SAYS_COUNT; i++)
        snprintf(w->starts + strlen(w->starts), sizeof w->starts - strlen(w->starts), "%s\n", l->says[i]);
    w->p = pty_start(argv, &(struct pty_opts){ .env = env, .columns = 80, .rows = 24 });
    CHECK(pty_wait_line(w->p, "conch>"));
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static void end_walk(struct walk *w)
{
    CHECK(pty_wait_prompt(w->p));
    pty_type(w->p, "quit\r");
    CHECK_INT(pty_end(w->p), 0);
    CHECK(pty_is_sane(w->p));
    pty_finish(w->p);
    nftw(w->state, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

/* The greatest `N times as fast as one` of the runs in which waiting is the work. */
static double best_factor(struct walk *w)
{
    double best = 0, factor;
    for (const char *s = pty_screen(w->p); (s = strstr(s, "way 0.02, ")) != NULL; s++)
        if (sscanf(s, "way 0.02, 4 %*[^,], %lf", &factor) == 1)
            best = factor > best ? factor : best;
    return best;
}

/* From `lesson N` to its end; `right`: as one who knows, else as one who errs at each question. */
static void walk(const char *path, const struct language *l, bool right, bool plain)
{
    struct known k;
    struct walk w;
    char line[256];
    unsigned asked = 0, tried = 0;
    know(&k, path);
    begin_walk(&w, l, plain);
    snprintf(line, sizeof line, "lesson %s", path);
    type_line(&w, line);
    for (enum says said; (said = last_said(&w)) != SAYS_END;) {
        if (said == SAYS_PREDICT) {
            bool again = asked >= k.questions; // what went wrong is asked once more
            const char *answer = right || again ? k.right[asked % k.questions] : k.wrong[asked];
            bool letters = *answer >= 'a' && answer[1]; // more than one: not a shortcut
            snprintf(line, sizeof line, "%s%s", letters ? "predict " : "", answer);
            asked++;
        } else if (said == SAYS_TRY && tried < k.items) {
            snprintf(line, sizeof line, "%u", ++tried);
        } else {
            line[0] = 0;
        }
        type_line(&w, line);
    }
    check_clean(&w);
    CHECK_INT(tried, k.items);
    CHECK_INT(asked, right ? k.questions : 2 * k.questions);
    CHECK_INT(count_text(&w, l->once_more), right ? 0 : k.questions);
    CHECK_INT(count_wrong(&w), right ? 0 : k.questions);
    if (strstr(path, "folder-copy"))
        CHECK(best_factor(&w) > 1); // a speed-up, measured here and now
    if (strstr(path, "lost-update"))
        CHECK(count_text(&w, plain ? "> sold 4" : "» sold 4") > 0); // the bug, at the first try
    end_walk(&w);
}

/* One case a lesson, so that each has its own time, and a crash ends one only. */
static struct { const char *path; const struct language *l; bool right, plain; } at_hand;

static void walk_at_hand(void)
{
    walk(at_hand.path, at_hand.l, at_hand.right, at_hand.plain);
}

/* Those whose path holds `which`, so many times each. */
static void walk_some(const struct language *l, bool right, bool plain, const char *which, int times)
{
    glob_t files;
    char pattern[512];
    snprintf(pattern, sizeof pattern, LESSONS "/%s/*.md", l->code);
    if (glob(pattern, 0, NULL, &files) != 0 || files.gl_pathc < 7)
        tap_run("there are lessons", abort);
    for (size_t i = 0; i < files.gl_pathc * (size_t)times; i++) {
        at_hand.path = files.gl_pathv[i / (size_t)times];
        if (!strstr(at_hand.path, which))
            continue;
        at_hand.l = l;
        at_hand.right = right;
        at_hand.plain = plain;
        tap_run(strrchr(at_hand.path, '/') + 1, walk_at_hand);
    }
    globfree(&files);
}

TEST(the_first_lesson_moves_after_one_enter)
{
    const char *env[] = { "CONCH_HISTFILE=/dev/null", "NO_COLOR=1", "XDG_STATE_HOME=/nonexistent", NULL };
    const char *argv[] = { CONCH_PROGRAM, "--no-rc", "--lessons", LESSONS, "--first-lesson", NULL };
    struct timespec from, to;
    struct pty *p = pty_start(argv, &(struct pty_opts){ .env = env });
    CHECK(pty_wait(p, "Press Enter to run it."));
    CHECK(pty_wait_line(p, "conch>"));
    clock_gettime(CLOCK_MONOTONIC, &from);
    pty_type(p, "\r");
    CHECK(pty_wait(p, "\ntea boil"));
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("# something moves after %ld ms\n",
           (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000);
    CHECK(pty_wait(p, "Press Enter to go on."));
    pty_finish(p);
}

TEST(no_run_before_the_prediction_and_stop_lets_the_lesson_go_on)
{
    struct walk w;
    begin_walk(&w, &english, false);
    type_line(&w, "lesson 130");
    CHECK_INT(last_said(&w), SAYS_PREDICT);
    type_line(&w, "run"); // is refused, and asks again
    CHECK(!strstr(pty_screen(w.p), "MainProcess"));
    pty_type(w.p, "hint\r"); // hints come before the answer
    CHECK(pty_wait(w.p, "two steps on the shared variable"));
    type_line(&w, "c");
    pty_type(w.p, "run --slow 500\r"); // so long that nobody waits for it
    CHECK(pty_wait(w.p, "starts a"));
    pty_type(w.p, "stop\r");
    CHECK(pty_wait(w.p, "every process of the run is ended"));
    type_line(&w, "");
    end_walk(&w);
}

TEST(switches_end_with_their_lesson)
{
    struct walk w;
    begin_walk(&w, &english, false);
    type_line(&w, "lesson 140");
    pty_type(w.p, "lock pen off\r");
    CHECK(pty_wait(w.p, "switch: lock pen off"));
    type_line(&w, "a");
    type_line(&w, "lesson 130");
    pty_type(w.p, "toggle\r");
    CHECK(pty_wait(w.p, "gil"));
    CHECK(!strstr(strstr(pty_screen(w.p), "Two tills"), "pen off"));
    end_walk(&w);
}

TEST(the_language_changes_at_the_prompt)
{
    struct walk w;
    begin_walk(&w, &english, false);
    pty_type(w.p, "lang zh\r");
    pty_type(w.p, "help lock\r");
    CHECK(pty_wait(w.p, "把锁关掉，或者再打开"));
    w.l = &chinese;
    w.starts[0] = 0;
    for (int i = 0; i < SAYS_COUNT; i++)
        snprintf(w.starts + strlen(w.starts), sizeof w.starts - strlen(w.starts), "%s\n", chinese.says[i]);
    type_line(&w, "lesson 130");
    CHECK_INT(last_said(&w), SAYS_PREDICT);
    CHECK(pty_wait_line(w.p, "conch>"));
    pty_type(w.p, "1 / 0\r");
    CHECK(pty_wait(w.p, "试试：确保除数不是 0"));
    CHECK(pty_wait(w.p, "ZeroDivisionError: division by zero")); // as Python words it
    pty_type(w.p, "lang en\r");
    pty_type(w.p, "help lock\r");
    CHECK(pty_wait(w.p, "switch a lock off"));
    end_walk(&w);
}

/* ---- seeded runs */

static const char mixed[] =
    "from threading import Thread, Lock\n"
    "from multiprocessing import Process\n"
    "import time\n"
    "lock = Lock()\n"
    "count = 0\n"
    "seen = []\n"
    "def work(n):\n"
    "    global count\n"
    "    for i in range(4):\n"
    "        count += 1\n"
    "        with lock:\n"
    "            seen.append(n)\n"
    "        time.sleep(0.001 * n)\n"
    "    print('thread', n, count)\n"
    "def child():\n"
    "    print('child')\n"
    "tasks = [Thread(target=work, args=(n,)) for n in range(3)] + [Process(target=child)]\n"
    "for t in tasks: t.start()\n"
    "for t in tasks: t.join()\n"
    "print(count, seen)\n";

/* What tasks did to shared things and what they printed, in order. */
static char *doings(const char *path, unsigned seed)
{
    static const char *const kept[] = { "read", "write", "call", "locked", "unlocked", "print" };
    char command[1024], line[4096];
    struct buf b = { 0 };
    snprintf(command, sizeof command, CONCH_PROGRAM " --seed %u --json %s", seed, path);
    FILE *f = popen(command, "r");
    CHECK(f != NULL);
    while (fgets(line, sizeof line, f)) {
        char event[32] = "", *at = strstr(line, "\"event\":\""), *task = strstr(line, "\"task\":\"");
        CHECK(at && sscanf(at + 9, "%31[^\"]", event) == 1);
        char *object = strstr(line, "\"object\""), *value = strstr(line, "\"value\"");
        for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
            if (strcmp(kept[i], event) == 0)
                buf_addf(&b, "%s %.*s %s %s", event, (int)strcspn(task + 8, "\""), task + 8,
                         object ? object : "", object ? "" : value ? value : "");
    }
    CHECK_INT(pclose(f), 0);
    buf_adds(&b, "");
    return b.text;
}

TEST(the_same_seed_takes_the_same_turns)
{
    char path[] = "/tmp/conch-seed-XXXXXX";
    int fd = mkstemp(path);
    CHECK(fd >= 0 && write(fd, mixed, sizeof mixed - 1) == sizeof mixed - 1);
    close(fd);
    char *first = doings(path, 7), *other = doings(path, 8);
    CHECK(strlen(first) > 1000);
    CHECK(strcmp(first, other) != 0);
    for (int i = 0; i < 20; i++) {
        char *again = doings(path, 7);
        if (strcmp(first, again) != 0)
            printf("# first:\n%s# then:\n%s", first, again);
        CHECK(strcmp(first, again) == 0);
        free(again);
    }
    free(first);
    free(other);
    unlink(path);
}

/* test_lessons: what is no whole walk; test_lessons LANG right|wrong [plain]: each lesson from its first to
 * its last step; with a lesson's name and a number behind it, that lesson so many times. */
int main(int argc, char **argv)
{
    if (argc > 2) {
        const struct language *l = strcmp(argv[1], "zh") == 0 ? &chinese : &english;
        bool plain = argc > 3 && strcmp(argv[3], "plain") == 0;
        const char *which = argc > 4 ? argv[4] : "", *times = argc > 5 ? argv[5] : "1";
        walk_some(l, strcmp(argv[2], "right") == 0, plain, which, atoi(times));
        return tap_done();
    }
    RUN(the_first_lesson_moves_after_one_enter);
    RUN(no_run_before_the_prediction_and_stop_lets_the_lesson_go_on);
    RUN(switches_end_with_their_lesson);
    RUN(the_language_changes_at_the_prompt);
    RUN(the_same_seed_takes_the_same_turns);
    return tap_done();
}
