#include "shell/command.h"
#include "shell/entry.h"
#include "shell/history.h"
#include "shell/options.h"
#include "shell/permission.h"
#include "shell/shell.h"

#include <sys/stat.h>

#include "../tap.h"

/* Variables of the program in these tests: lock, t1 and speed, when `known` says so. */
static bool has_variable(void *arg, const char *name, size_t n)
{
    const char *const *names = arg;
    for (; *names; names++)
        if (strlen(*names) == n && memcmp(*names, name, n) == 0)
            return true;
    return false;
}

static enum line_kind kind_of(const char *line, const char *const *names)
{
    const char *text;
    return line_classify(line, has_variable, (void *)names, &text);
}

TEST(a_line_is_a_command_unless_the_rest_makes_it_python)
{
    static const char *const none[] = { NULL };
    static const char *const some[] = { "lock", "t1", "speed", "tree", NULL };
    static const struct { const char *line; enum line_kind without, with; } table[] = {
        // the name alone
        { "ps", LINE_COMMAND, LINE_COMMAND },
        { "  ps  ", LINE_COMMAND, LINE_COMMAND },
        { "tree", LINE_COMMAND, LINE_PYTHON },
        { "lock", LINE_COMMAND, LINE_PYTHON },
        { ":lock", LINE_COMMAND, LINE_COMMAND },
        { ": tree", LINE_COMMAND, LINE_COMMAND },
        { "?", LINE_COMMAND, LINE_COMMAND },
        { "exit", LINE_COMMAND, LINE_COMMAND },
        { "ps # who is there", LINE_COMMAND, LINE_COMMAND },
        // words behind it
        { "lock mutex off", LINE_COMMAND, LINE_COMMAND },
        { "lock lock off", LINE_COMMAND, LINE_COMMAND },
        { "run race.py", LINE_COMMAND, LINE_COMMAND },
        { "run ./race.py 3", LINE_COMMAND, LINE_COMMAND },
        { "run /tmp/a.py", LINE_COMMAND, LINE_COMMAND },
        { "run \"my file.py\"", LINE_COMMAND, LINE_COMMAND },
        { "run --seed 3 a.py", LINE_COMMAND, LINE_COMMAND },
        { "run --gil", LINE_COMMAND, LINE_COMMAND },
        { "gil on", LINE_COMMAND, LINE_COMMAND },
        { "join t1 off", LINE_COMMAND, LINE_COMMAND },
        { "kill Process-1 9", LINE_COMMAND, LINE_COMMAND },
        { "kill -9 Process-1", LINE_COMMAND, LINE_COMMAND },
        { "speed 0.5", LINE_COMMAND, LINE_COMMAND },
        { "speed -1", LINE_COMMAND, LINE_PYTHON },
        { "spawn thread f 1, 2", LINE_COMMAND, LINE_COMMAND },
        { "spawn thread f(1, 2)", LINE_COMMAND, LINE_COMMAND },
        { "help lock", LINE_COMMAND, LINE_COMMAND },
        { "help -k wait", LINE_COMMAND, LINE_COMMAND },
        { "log 50", LINE_COMMAND, LINE_COMMAND },
        { "vars t1", LINE_COMMAND, LINE_COMMAND },
        { "set ascii on", LINE_COMMAND, LINE_COMMAND },
        // Python
        { "print = 3", LINE_PYTHON, LINE_PYTHON },
        { "lock = Lock()", LINE_PYTHON, LINE_PYTHON },
        { "lock=Lock()", LINE_PYTHON, LINE_PYTHON },
        { "lock = = 3", LINE_PYTHON, LINE_PYTHON },
        { "speed += 1", LINE_PYTHON, LINE_PYTHON },
        { "speed //= 2", LINE_PYTHON, LINE_PYTHON },
        { "lock: int = 3", LINE_PYTHON, LINE_PYTHON },
        { "run(x)", LINE_PYTHON, LINE_PYTHON },
        { "lock.acquire()", LINE_PYTHON, LINE_PYTHON },
        { "list(range(3))", LINE_PYTHON, LINE_PYTHON },
        { "list (range(3))", LINE_PYTHON, LINE_PYTHON },
        { "next(it)", LINE_PYTHON, LINE_PYTHON },
        { "lock in locks", LINE_COMMAND, LINE_PYTHON },
        { "speed == 3", LINE_PYTHON, LINE_PYTHON },
        { "speed if t1 else 0", LINE_COMMAND, LINE_PYTHON },
        { "list = [1,", LINE_PYTHON, LINE_PYTHON },
        { "x = 1", LINE_PYTHON, LINE_PYTHON },
        { "lok a off", LINE_PYTHON, LINE_PYTHON },
        { "import threading", LINE_PYTHON, LINE_PYTHON },
        { "def f():", LINE_PYTHON, LINE_PYTHON },
        // nothing
        { "", LINE_EMPTY, LINE_EMPTY },
        { "   ", LINE_EMPTY, LINE_EMPTY },
        { "# ps", LINE_EMPTY, LINE_EMPTY },
        { ":", LINE_EMPTY, LINE_EMPTY },
    };
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        printf("# %s\n", table[i].line);
        CHECK_INT(kind_of(table[i].line, none), table[i].without);
        CHECK_INT(kind_of(table[i].line, some), table[i].with);
    }
}

static enum entry_state check(const char *text, enum entry_next how, const char *next)
{
    struct buf message = { 0 };
    enum entry_state state = entry_check(text, strlen(text), "<test>", how, next, &message);
    buf_finish(&message);
    return state;
}

TEST(a_typed_body_ends_at_an_empty_line)
{
    CHECK_INT(check("x = 1\n", NEXT_TYPED, NULL), ENTRY_READY);
    CHECK_INT(check("f(1,\n", NEXT_TYPED, NULL), ENTRY_MORE);
    CHECK_INT(check("f(1,\n2)\n", NEXT_TYPED, NULL), ENTRY_READY);
    CHECK_INT(check("if x:\n", NEXT_TYPED, NULL), ENTRY_MORE);
    CHECK_INT(check("if x:\n    y()\n", NEXT_TYPED, NULL), ENTRY_MORE);
    CHECK_INT(check("if x:\n    y()\n\n", NEXT_TYPED, NULL), ENTRY_READY);
    CHECK_INT(check("x = = 1\n", NEXT_TYPED, NULL), ENTRY_WRONG);
    CHECK_INT(check("s = '''a\n", NEXT_TYPED, NULL), ENTRY_MORE);
}

TEST(a_body_in_a_script_ends_where_its_indentation_ends)
{
    CHECK_INT(check("if x:\n    y()\n", NEXT_KNOWN, "z()"), ENTRY_READY);
    CHECK_INT(check("if x:\n    y()\n", NEXT_KNOWN, "    z()"), ENTRY_MORE);
    CHECK_INT(check("if x:\n    y()\n\n", NEXT_KNOWN, "    z()"), ENTRY_MORE);
    CHECK_INT(check("if x:\n    y()\n", NEXT_KNOWN, "else:"), ENTRY_MORE);
    CHECK_INT(check("try:\n    y()\n", NEXT_KNOWN, "except E:"), ENTRY_MORE);
    CHECK_INT(check("if x:\n    y()\n", NEXT_KNOWN, NULL), ENTRY_READY);
    CHECK_INT(check("if x:\n", NEXT_KNOWN, NULL), ENTRY_WRONG);
    CHECK_INT(check("if x:\n", NEXT_KNOWN, "    y()"), ENTRY_MORE);
    CHECK_INT(check("def f():\n    pass\n", NEXT_KNOWN, "elsewhere = 1"), ENTRY_READY);
}

TEST(a_mistyped_command_is_answered_with_the_right_one)
{
    struct buf message = { 0 };
    CHECK_INT(entry_check("lok a off\n", 10, "<t>", NEXT_TYPED, NULL, &message), ENTRY_WRONG);
    CHECK(strstr(message.text, "did you mean `lock`") != NULL);
    CHECK(strstr(message.text, "lock NAME on|off") != NULL);
    buf_clear(&message);
    CHECK_INT(entry_check("stpe 3\n", 7, "<t>", NEXT_TYPED, NULL, &message), ENTRY_WRONG);
    CHECK(strstr(message.text, "did you mean `step`") != NULL);
    buf_clear(&message);
    CHECK_INT(entry_check("x = = 1\n", 8, "<t>", NEXT_TYPED, NULL, &message), ENTRY_WRONG);
    CHECK(strstr(message.text, "did you mean") == NULL);
    CHECK(strstr(message.text, "SyntaxError") != NULL);
    buf_finish(&message);
    CHECK_STR(command_near("tre", 3)->name, "tree");
    CHECK_STR(command_near("toggel", 6)->name, "toggle");
    CHECK(command_near("zzzzzz", 6) == NULL);
}

TEST(every_command_says_how_it_is_used)
{
    unsigned n;
    const struct command *const *list = command_list(&n);
    struct term term;
    term_plain(&term, 80, true);
    CHECK(n > 20);
    for (unsigned i = 0; i < n; i++) {
        struct buf help = { 0 };
        unsigned lines = 0;
        CHECK(strncmp(list[i]->usage, list[i]->name, strlen(list[i]->name)) == 0);
        CHECK(strncmp(list[i]->example, list[i]->name, strlen(list[i]->name)) == 0);
        CHECK(list[i]->run != NULL);
        CHECK(i == 0 || list[i]->group >= list[i - 1]->group);
        command_help(&help, list[i], &term);
        for (size_t k = 0; k < help.n; k++)
            lines += help.text[k] == '\n';
        CHECK(lines >= 3 && lines <= 12);
        buf_finish(&help);
    }
}

static bool offers(const struct completion *c, const char *text)
{
    for (unsigned i = 0; i < c->n; i++)
        if (strcmp(c->list[i].text, text) == 0)
            return true;
    return false;
}

TEST(completion_offers_what_fits_at_the_cursor)
{
    struct shell sh = { 0 };
    struct completion c = { 0 };
    size_t start;
    command_complete(&sh, "l", 1, &c, &start);
    CHECK(offers(&c, "lock") && offers(&c, "lanes") && !offers(&c, "ps"));
    CHECK_INT(start, 0);
    completion_finish(&c);
    command_complete(&sh, "gil o", 5, &c, &start);
    CHECK(offers(&c, "on") && offers(&c, "off"));
    CHECK_INT(start, 4);
    completion_finish(&c);
    command_complete(&sh, "lang ", 5, &c, &start);
    CHECK_INT(c.n, 2);
    completion_finish(&c);
    command_complete(&sh, "help lo", 7, &c, &start);
    CHECK(offers(&c, "lock") && offers(&c, "log"));
    completion_finish(&c);
    command_complete(&sh, "run ra", 6, &c, &start);
    CHECK(c.files);
    completion_finish(&c);
}

TEST(words_in_quotes_hold_together)
{
    struct args args;
    char *name;
    args_split(&args, "run  \"my file.py\" a 'b c'  ", &name);
    CHECK_STR(name, "run");
    CHECK_INT(args.n, 3);
    CHECK_STR(args.word[0], "my file.py");
    CHECK_STR(args.word[2], "b c");
    CHECK_STR(args.rest, "\"my file.py\" a 'b c'");
    CHECK(args.word[3] == NULL);
    args_finish(&args);
    free(name);
}

static bool read_line(struct options *o, struct buf *wrong, char *const words[])
{
    static char *argv[16]; // the options borrow from it after the words are gone
    int argc = 0;
    for (; words[argc]; argc++)
        argv[argc] = words[argc];
    argv[argc] = NULL;
    buf_clear(wrong);
    return options_read(o, argc, argv, wrong);
}
#define READ(...) read_line(&o, &wrong, (char *[]){ (char *)"conch", __VA_ARGS__, NULL })
#define W(s) (char *)(s)

TEST(options_end_at_the_file)
{
    struct options o;
    struct buf wrong = { 0 };
    CHECK(READ(W("--seed"), W("7"), W("a.py"), W("--seed"), W("x")));
    CHECK(o.has_seed && o.seed == 7);
    CHECK_INT(o.argc, 3);
    CHECK_STR(o.argv[0], "a.py");
    CHECK_STR(o.argv[2], "x");
    CHECK(READ(W("-c"), W("print(1)"), W("--gil")));
    CHECK_STR(o.code, "print(1)");
    CHECK(!o.gil);
    CHECK_INT(o.argc, 1);
    CHECK(READ(W("--color=never"), W("-i"), W("--time-limit=1.5")));
    CHECK_INT(o.colour, COLOUR_NEVER);
    CHECK(o.interactive && o.time_limit > 1.4);
    char *play[] = { W("play"), W("010"), W("--speed"), W("0.5"), W("-q"), NULL };
    int argc = 5;
    CHECK(options_read_more(&o, &argc, play, &wrong));
    CHECK_INT(argc, 2);
    CHECK_STR(play[1], "010");
    CHECK(o.quiet && o.speed > 0.4 && o.speed < 0.6);
    buf_finish(&wrong);
}

TEST(wrong_options_are_told_with_the_right_ones)
{
    struct options o;
    struct buf wrong = { 0 };
    CHECK(!READ(W("--sed"), W("3")));
    CHECK(strstr(wrong.text, "--seed") != NULL);
    CHECK(!READ(W("--seed"), W("x")));
    CHECK(!READ(W("--seed")));
    CHECK(strstr(wrong.text, "needs a value") != NULL);
    CHECK(!READ(W("--color=pink")));
    CHECK(!READ(W("--speed=0")));
    CHECK(!READ(W("--lang=de")));
    CHECK(!READ(W("-Z")));
    buf_finish(&wrong);
}

TEST(what_needs_a_yes_is_found_before_the_start)
{
    static const char source[] = "import os\nimport threading, subprocess\n"
                                 "x = my_subprocess.y\nfrom urllib.request import urlopen\n";
    struct wants w;
    struct run_opts opts = { 0 };
    struct buf question = { 0 };
    permission_scan(&w, source, sizeof source - 1);
    CHECK_INT(w.exec_line, 2);
    CHECK_INT(w.net_line, 4);
    CHECK(permission_question(&question, &w, &opts, "a.py"));
    CHECK(strstr(question.text, "subprocess, line 2") != NULL);
    permission_grant(&opts, &w);
    CHECK(!permission_question(&question, &w, &opts, "a.py"));
    permission_scan(&w, "import os\nos.getpid()\nself.socket = 1\n", 37);
    CHECK(w.exec_line == 0 && w.net_line == 0);
    permission_scan(&w, "os.execvp('ls', [])", 19);
    CHECK_INT(w.exec_line, 1);
    CHECK(permission_yes("yes\n") && permission_yes("y") && !permission_yes("") && !permission_yes("no"));
    buf_finish(&question);
}

TEST(history_survives_and_is_private)
{
    char dir[] = "/tmp/conch-test-XXXXXX";
    CHECK(mkdtemp(dir) != NULL);
    setenv("XDG_STATE_HOME", dir, 1);
    unsetenv("CONCH_HISTFILE");
    struct history h;
    history_open(&h);
    CHECK(history_add(&h, "ps"));
    CHECK(!history_add(&h, "ps"));
    CHECK(!history_add(&h, " secret"));
    CHECK(!history_add(&h, ""));
    CHECK(history_add(&h, "if x:\n    y('\\n')"));
    history_close(&h);
    history_open(&h);
    CHECK_INT(h.n, 2);
    CHECK_STR(h.lines[0], "ps");
    CHECK_STR(h.lines[1], "if x:\n    y('\\n')");
    struct stat st;
    CHECK_INT(fstat(h.fd, &st), 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    history_close(&h);
    char path[128];
    snprintf(path, sizeof path, "%s/conch/history", dir);
    unlink(path);
    CHECK_INT(symlink("/tmp/elsewhere", path), 0); // somebody's link is not followed
    history_open(&h);
    CHECK_INT(h.fd, -1);
    history_close(&h);
    unlink(path);
    snprintf(path, sizeof path, "%s/conch", dir);
    rmdir(path);
    rmdir(dir);
}

int main(void)
{
    RUN(a_line_is_a_command_unless_the_rest_makes_it_python);
    RUN(a_typed_body_ends_at_an_empty_line);
    RUN(a_body_in_a_script_ends_where_its_indentation_ends);
    RUN(a_mistyped_command_is_answered_with_the_right_one);
    RUN(every_command_says_how_it_is_used);
    RUN(completion_offers_what_fits_at_the_cursor);
    RUN(words_in_quotes_hold_together);
    RUN(options_end_at_the_file);
    RUN(wrong_options_are_told_with_the_right_ones);
    RUN(what_needs_a_yes_is_found_before_the_start);
    RUN(history_survives_and_is_private);
    return tap_done();
}
