/* The prompt by itself: keys, lines, Ctrl-C, Ctrl-D, pastes, commands. What is run is a few lines
 * that the stand-in for a run understands; so this tests the shell and nothing below it. */
#include "../unit/tap.h"
#include "pty.h"

#include <signal.h>

static struct pty *start_with(const char *const env[], unsigned columns)
{
    const char *argv[] = { getenv("CONCH") ? getenv("CONCH") : CONCH_PROGRAM, "--quiet", "--no-rc", NULL };
    struct pty_opts opts = { .env = env, .columns = columns };
    struct pty *p = pty_start(argv, &opts);
    CHECK(pty_wait_line(p, "conch>"));
    return p;
}

static struct pty *start(void)
{
    static const char *const env[] = { "CONCH_HISTFILE=/dev/null", NULL };
    return start_with(env, 80);
}

TEST(a_line_runs_and_the_prompt_comes_back)
{
    struct pty *p = start();
    pty_type(p, "print('hello')\r");
    CHECK(pty_wait(p, "\nhello\n"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "ps\r");
    CHECK(pty_wait(p, "MainProcess"));
    pty_type(p, "\004");
    CHECK_INT(pty_end(p), 0);
    CHECK(pty_is_sane(p));
    pty_finish(p);
}

TEST(control_c_drops_the_line_and_never_leaves)
{
    struct pty *p = start();
    pty_type(p, "spam\033[D\033[D");
    CHECK(pty_wait_line(p, "conch> spam"));
    pty_type(p, "\003");
    CHECK(pty_wait(p, "conch> spam^C"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "def f():\r");
    CHECK(pty_wait_line(p, "   ..."));
    pty_type(p, "\003");
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "print('still here')\r");
    CHECK(pty_wait(p, "\nstill here\n"));
    pty_finish(p);
}

TEST(control_c_interrupts_what_runs_and_the_prompt_is_usable_meanwhile)
{
    struct pty *p = start();
    pty_type(p, "busy()\r");
    CHECK(pty_wait_line(p, "(busy) conch>"));
    pty_type(p, "ps\r");
    CHECK(pty_wait(p, "MainProcess"));
    CHECK(pty_wait_line(p, "(busy) conch>"));
    pty_type(p, "\003");
    CHECK(pty_wait(p, "KeyboardInterrupt"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_finish(p);
}

TEST(a_deadlock_is_told_and_the_prompt_stays)
{
    struct pty *p = start();
    pty_type(p, "dead()\r");
    CHECK(pty_wait(p, "deadlock:"));
    CHECK(pty_wait_line(p, "(deadlock) conch>"));
    pty_type(p, "tree\r");
    CHECK(pty_wait(p, "MainProcess"));
    pty_type(p, "\003");
    CHECK(pty_wait(p, "KeyboardInterrupt"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_finish(p);
}

TEST(what_is_typed_while_main_is_busy_runs_afterwards)
{
    struct pty *p = start();
    pty_type(p, "input('name? ')\r");
    CHECK(pty_wait_line(p, "MainProcess asks: name?"));
    pty_type(p, "Ada\r");
    CHECK(pty_wait(p, "answer: Ada"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_finish(p);
}

TEST(a_pasted_block_runs_whole)
{
    struct pty *p = start();
    pty_paste(p, ">>> x = 1\n>>> print('pasted')\n");
    pty_type(p, "\r");
    CHECK(pty_wait(p, "\npasted\n"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_finish(p);
}

TEST(lanes_appear_with_the_second_task)
{
    struct pty *p = start();
    pty_type(p, "threads()\r");
    CHECK(pty_wait(p, "starts t2"));
    CHECK(pty_wait_count(p, "from a thread", 2));
    CHECK(pty_wait_line(p, "conch>"));
    pty_finish(p);
}

TEST(a_variable_hides_the_command_of_its_name)
{
    struct pty *p = start();
    pty_type(p, "lock = 1\r");
    CHECK(pty_wait_count(p, "conch>", 2));
    pty_type(p, "lock\r");
    CHECK(pty_wait_count(p, "conch>", 3));
    pty_type(p, ":lock\r");
    CHECK(pty_wait(p, "usage: lock NAME on|off"));
    pty_finish(p);
}

TEST(full_width_input_is_understood)
{
    struct pty *p = start();
    pty_type(p, "ｐｓ　\r");
    CHECK(pty_wait(p, "MainProcess"));
    pty_finish(p);
}

/* Several lines, for the editor looks at the locale before each. */
static void edit_chinese(const char *all, const char *lang)
{
    const char *const env[] = { "CONCH_HISTFILE=/dev/null", all, lang, NULL };
    struct pty *p = start_with(env, 80);
    pty_type(p, "名字 = (\r名\r)\r");
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "print('线程好')");
    CHECK(pty_wait_line(p, "conch> print('线程好')"));
    pty_type(p, "\033[D\033[D\177");
    CHECK(pty_wait_line(p, "conch> print('线程')"));
    pty_type(p, "\r");
    CHECK(pty_wait(p, "\n线程\n"));
    CHECK(pty_wait(p, "\n   ... 名\n"));
    pty_finish(p);
}

TEST(chinese_is_edited_by_characters_in_any_locale)
{
    edit_chinese("LC_ALL=", "LANG=");
    edit_chinese("LC_ALL=", "LANG=C");
    edit_chinese("LC_ALL=C", "LANG=");
    edit_chinese("LC_ALL=zh_CN.UTF-8", "LANG=");
}

TEST(switches_that_are_not_at_their_defaults_stand_in_the_prompt)
{
    struct pty *p = start();
    pty_type(p, "lock 锁 off\r");
    CHECK(pty_wait(p, "switch: lock 锁 off\nno lock has this name yet\n"));
    CHECK(pty_wait_line(p, "(lock 锁 off) conch>"));
    pty_type(p, "toggle speed\r");
    CHECK(pty_wait(p, "usage: speed X"));
    pty_type(p, "toggle\r");
    CHECK(pty_wait(p, "  lock 锁 off               no lock has this name yet\n"));
    pty_type(p, "lock 锁 on\rjoin off\rseed 3\r");
    CHECK(pty_wait_line(p, "(join off · seed 3) conch>"));
    pty_type(p, "cores 1\rlock all off\rdaemon all on\r");
    CHECK(pty_wait_line(p, "(lock all off · join off · daemon all on…) conch>"));
    pty_finish(p);
}

TEST(completion_lists_commands_with_what_they_do)
{
    struct pty *p = start();
    pty_type(p, "l\t\t");
    CHECK(pty_wait(p, "switch a lock off"));
    CHECK(pty_wait_line(p, "conch> l"));
    pty_type(p, "oc\t");
    CHECK(pty_wait_line(p, "conch> lock NAME on|off")); // the hint behind it
    pty_finish(p);
}

TEST(a_hint_shows_what_could_follow_and_right_takes_it)
{
    struct pty *p = start();
    pty_type(p, "print('a long one')\r");
    CHECK(pty_wait(p, "\na long one\n"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "pri");
    CHECK(pty_wait_line(p, "conch> print('a long one')"));
    pty_type(p, "x"); // nothing like that: the hint goes
    CHECK(pty_wait_line(p, "conch> prix"));
    pty_type(p, "\177\033[C\r");
    CHECK(pty_wait_count(p, "\na long one\n", 2));
    pty_type(p, "lock ");
    CHECK(pty_wait_line(p, "conch> lock NAME on|off"));
    pty_type(p, "\003");
    CHECK(pty_wait(p, "conch> lock ^C\n")); // and nothing of the hint behind it
    CHECK(pty_wait_line(p, "conch>"));
    pty_finish(p);
}

TEST(control_d_asks_once_when_tasks_are_left)
{
    struct pty *p = start();
    pty_type(p, "busy()\r");
    CHECK(pty_wait_line(p, "(busy) conch>"));
    pty_type(p, "\004");
    CHECK(pty_wait(p, "Ctrl-D again"));
    pty_type(p, "\004");
    CHECK_INT(pty_end(p), 0);
    CHECK(pty_is_sane(p));
    pty_finish(p);
}

TEST(a_smaller_terminal_keeps_what_is_typed)
{
    struct pty *p = start();
    pty_type(p, "print('abc')");
    CHECK(pty_wait_line(p, "conch> print('abc')"));
    pty_resize(p, 20, 50);
    pty_type(p, " #"); // told of the new size before, between or after the keys: nothing stands twice
    CHECK(pty_wait_line(p, "conch> print('abc') #"));
    pty_type(p, "\r");
    CHECK(pty_wait(p, "abc\n"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_finish(p);
}

TEST(without_readline_lines_are_read_plainly)
{
    static const char *const env[] = { "CONCH_HISTFILE=/dev/null", "CONCH_PLAIN_INPUT=1", NULL };
    struct pty *p = start_with(env, 80);
    pty_type(p, "print('plain')\r");
    CHECK(pty_wait(p, "\nplain"));
    CHECK(pty_wait_count(p, "conch>", 2));
    pty_type(p, "quit\r");
    CHECK_INT(pty_end(p), 0);
    pty_finish(p);
}

TEST(history_is_kept_private_and_comes_back)
{
    char path[] = "/tmp/conch-history-XXXXXX", env[64];
    int fd = mkstemp(path);
    CHECK(fd >= 0);
    close(fd);
    unlink(path);
    snprintf(env, sizeof env, "CONCH_HISTFILE=%s", path);
    const char *const envs[] = { env, NULL };
    struct pty *p = start_with(envs, 80);
    pty_type(p, "print('first')\r");
    CHECK(pty_wait(p, "\nfirst\n"));
    pty_type(p, "quit\r");
    CHECK_INT(pty_end(p), 0);
    pty_finish(p);
    p = start_with(envs, 80);
    pty_type(p, "\033[A\033[A"); // quit, print
    CHECK(pty_wait_line(p, "conch> print('first')"));
    pty_finish(p);
    unlink(path);
}

TEST(control_z_gives_the_terminal_back_and_fg_the_line)
{
    const char *argv[] = { "/bin/sh", "-i", NULL };
    static const char *const env[] = { "CONCH_HISTFILE=/dev/null", "PS1=sh$ ", "ENV=", NULL };
    struct pty_opts opts = { .env = env };
    struct pty *p = pty_start(argv, &opts);
    char line[512];
    CHECK(pty_wait(p, "sh$"));
    snprintf(line, sizeof line, "%s --quiet --no-rc\r", CONCH_PROGRAM);
    pty_type(p, line);
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "print('half");
    CHECK(pty_wait_line(p, "conch> print('half"));
    pty_type(p, "\032");
    CHECK(pty_wait_line(p, "sh$"));
    CHECK(pty_is_sane(p));
    pty_type(p, "fg\r");
    CHECK(pty_wait_line(p, "conch> print('half"));
    pty_type(p, " typed')\r");
    CHECK(pty_wait(p, "\nhalf typed\n"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "quit\r");
    CHECK(pty_wait_line(p, "sh$"));
    pty_finish(p);
}

TEST(run_asks_first_for_what_a_program_wants_beyond_the_usual)
{
    char path[] = "/tmp/conch-run-XXXXXX", line[64];
    static const char text[] = "import subprocess\nprint('ran')\n";
    int fd = mkstemp(path);
    CHECK_INT(write(fd, text, sizeof text - 1), sizeof text - 1);
    close(fd);
    static const char *const env[] = { "CONCH_HISTFILE=/dev/null", NULL };
    struct pty *p = start_with(env, 120);
    snprintf(line, sizeof line, "run %s\r", path);
    pty_type(p, line);
    CHECK(pty_wait(p, "wants to start other programs (subprocess, line 1). Allow it? [y/N]"));
    pty_type(p, "y\r");
    CHECK(pty_wait(p, "\nran\n"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_finish(p);
    unlink(path);
}

/* The shell is the guard's only child. */
static pid_t shell_of(struct pty *p)
{
    char path[64], text[64] = "";
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pty_pid(p), pty_pid(p));
    FILE *f = fopen(path, "r");
    CHECK(f != NULL);
    CHECK(fgets(text, sizeof text, f) != NULL);
    fclose(f);
    return atoi(text);
}

TEST(killed_by_kill_the_guard_puts_the_terminal_right)
{
    struct pty *p = start();
    CHECK(!pty_is_sane(p));
    kill(shell_of(p), SIGKILL);
    CHECK_INT(pty_end(p), 128 + SIGKILL);
    CHECK(pty_is_sane(p));
    pty_finish(p);
}

TEST(killed_by_term_it_leaves_a_usable_terminal)
{
    struct pty *p = start();
    kill(shell_of(p), SIGTERM);
    CHECK_INT(pty_end(p), 128 + SIGTERM);
    CHECK(pty_is_sane(p));
    pty_finish(p);
}

int main(void)
{
    RUN(control_z_gives_the_terminal_back_and_fg_the_line);
    RUN(run_asks_first_for_what_a_program_wants_beyond_the_usual);
    RUN(killed_by_kill_the_guard_puts_the_terminal_right);
    RUN(killed_by_term_it_leaves_a_usable_terminal);
    RUN(a_line_runs_and_the_prompt_comes_back);
    RUN(control_c_drops_the_line_and_never_leaves);
    RUN(control_c_interrupts_what_runs_and_the_prompt_is_usable_meanwhile);
    RUN(a_deadlock_is_told_and_the_prompt_stays);
    RUN(what_is_typed_while_main_is_busy_runs_afterwards);
    RUN(a_pasted_block_runs_whole);
    RUN(lanes_appear_with_the_second_task);
    RUN(a_variable_hides_the_command_of_its_name);
    RUN(full_width_input_is_understood);
    RUN(chinese_is_edited_by_characters_in_any_locale);
    RUN(switches_that_are_not_at_their_defaults_stand_in_the_prompt);
    RUN(completion_lists_commands_with_what_they_do);
    RUN(a_hint_shows_what_could_follow_and_right_takes_it);
    RUN(control_d_asks_once_when_tasks_are_left);
    RUN(a_smaller_terminal_keeps_what_is_typed);
    RUN(without_readline_lines_are_read_plainly);
    RUN(history_is_kept_private_and_comes_back);
    return tap_done();
}
