/* The prompt over real processes and threads. */
#include "../unit/tap.h"
#include "base/base.h"
#include "pty.h"

#include <fcntl.h>
#include <signal.h>

static struct pty *start(void)
{
    static const char *const env[] = { "CONCH_HISTFILE=/dev/null", "NO_COLOR=1", NULL };
    const char *argv[] = { CONCH_PROGRAM, "--quiet", "--no-rc", NULL };
    struct pty_opts opts = { .env = env, .columns = 100, .rows = 40 };
    struct pty *p = pty_start(argv, &opts);
    CHECK(pty_wait_line(p, "conch>"));
    return p;
}

/* Switches that are flipped stand before the prompt. */
static void enter_at(struct pty *p, const char *prompt, const char *line)
{
    CHECK(pty_wait_line(p, prompt));
    pty_type(p, line);
    pty_type(p, "\r");
}

static void enter(struct pty *p, const char *line)
{
    enter_at(p, "conch>", line);
}

static const char two_locks[] = "from threading import Thread, Lock, Barrier\n"
                                "a = Lock()\n"
                                "b = Lock()\n"
                                "both = Barrier(2)\n"
                                "def one():\n"
                                "    with a:\n"
                                "        both.wait()\n"
                                "        with b:\n"
                                "            print('one')\n"
                                "def two():\n"
                                "    with b:\n"
                                "        both.wait()\n"
                                "        with a:\n"
                                "            print('two')\n"
                                "t1 = Thread(target=one)\n"
                                "t2 = Thread(target=two)\n"
                                "t1.start()\n"
                                "t2.start()\n"
                                "t1.join()\n"
                                "t2.join()\n";

TEST(names_stay_from_line_to_line_and_threads_have_lanes)
{
    struct pty *p = start();
    enter(p, "from threading import Thread");
    enter(p, "def f(n): print('number', n)\r");
    enter(p, "t = Thread(target=f, args=(7,))");
    enter(p, "t.start()");
    CHECK(pty_wait(p, "number 7"));
    enter(p, "t.join()");
    enter(p, "print(t.is_alive())");
    CHECK(pty_wait(p, "\nFalse\n"));
    enter(p, "quit");
    CHECK_INT(pty_end(p), 0);
    CHECK(pty_is_sane(p));
    pty_finish(p);
}

TEST(a_deadlock_is_found_told_and_left)
{
    struct pty *p = start();
    pty_paste(p, two_locks);
    pty_type(p, "\r");
    CHECK(pty_wait(p, "deadlock"));
    CHECK(pty_wait_line(p, "(deadlock) conch>"));
    pty_type(p, "ps\r");
    CHECK(pty_wait_count(p, "waits for", 2));
    pty_type(p, "stop\r");
    CHECK(pty_wait(p, "every process of the run is ended"));
    enter(p, "print('again')");
    CHECK(pty_wait(p, "\nagain\n"));
    pty_finish(p);
}

TEST(a_lock_switched_off_lets_a_deadlock_go_on)
{
    struct pty *p = start();
    pty_paste(p, two_locks);
    pty_type(p, "\r");
    CHECK(pty_wait_line(p, "(deadlock) conch>"));
    pty_type(p, "lock a off\r");
    CHECK(pty_wait(p, "» two"));
    CHECK(pty_wait(p, "» one"));
    CHECK(pty_wait_line(p, "(lock a off) conch>"));
    pty_finish(p);
}

TEST(a_broken_wait_lets_a_deadlock_go_on)
{
    struct pty *p = start();
    pty_paste(p, two_locks);
    pty_type(p, "\r");
    CHECK(pty_wait_line(p, "(deadlock) conch>"));
    pty_type(p, "recover a\r");
    CHECK(pty_wait(p, "t1 has `a` and could still give it back"));
    CHECK(pty_wait_line(p, "(deadlock) conch>"));
    pty_type(p, "break a\r");
    CHECK(pty_wait(p, "the wait of t2 ends with a DeadlockError"));
    CHECK(pty_wait(p, "DeadlockError: the wait was broken"));
    CHECK(pty_wait(p, "» one"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_finish(p);
}

/* kind: Thread or Process. A child takes the lock and ends without giving it back. */
static void recover_from(const char *module, const char *kind)
{
    struct pty *p = start();
    char text[512];
    snprintf(text, sizeof text,
             "from %s import %s, Lock\n"
             "m = Lock()\n"
             "def keep():\n"
             "    m.acquire()\n"
             "t = %s(target=keep)\n"
             "t.start()\n"
             "t.join()\n"
             "m.acquire()\n"
             "print('got', 'it')\n", module, kind, kind);
    pty_paste(p, text);
    pty_type(p, "\r");
    CHECK(pty_wait_line(p, "(deadlock) conch>"));
    CHECK(pty_wait(p, "held by a task that will never give it back"));
    pty_type(p, "recover m\r");
    CHECK(pty_wait(p, "`m` is free"));
    CHECK(pty_wait(p, "got it"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_finish(p);
}

TEST(a_lock_whose_thread_is_gone_is_recovered) { recover_from("threading", "Thread"); }
TEST(a_lock_whose_process_is_gone_is_recovered) { recover_from("multiprocessing", "Process"); }

TEST(a_shared_lock_is_switched_while_processes_wait_for_it)
{
    struct pty *p = start();
    pty_paste(p, "from multiprocessing import Process, Lock\n"
                 "m = Lock()\n"
                 "def work():\n"
                 "    with m:\n"
                 "        print('in', 'side')\n"
                 "m.acquire()\n"
                 "ps = [Process(target=work) for i in range(2)]\n"
                 "for p in ps: p.start()\n"
                 "for p in ps: p.join()\n"
                 "print('all', 'done')\n");
    pty_type(p, "\r");
    CHECK(pty_wait_line(p, "(deadlock) conch>"));
    pty_type(p, "lock m off\r");
    CHECK(pty_wait_count(p, "in side", 2));
    CHECK(pty_wait(p, "all done"));
    CHECK(pty_wait_line(p, "(lock m off) conch>"));
    pty_finish(p);
}

TEST(control_c_interrupts_an_endless_loop)
{
    struct pty *p = start();
    enter(p, "while True: pass\r");
    CHECK(pty_wait_line(p, "(busy) conch>"));
    pty_type(p, "\003");
    CHECK(pty_wait(p, "KeyboardInterrupt"));
    enter(p, "print('alive')");
    CHECK(pty_wait(p, "\nalive\n"));
    pty_finish(p);
}

TEST(control_c_interrupts_numbers_that_take_minutes)
{
    static const char *const lines[] = { "x = 12**65555552\r", "x = (1 << 30000000) // 3**2000000\r", "x = (1 << 30000000) % 3**2000000\r" };
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        struct pty *p = start();
        enter(p, lines[i]);
        CHECK(pty_wait_line(p, "(busy) conch>"));
        pty_type(p, "\003");
        CHECK(pty_wait(p, "KeyboardInterrupt"));
        enter(p, "from fractions import Fraction");
        enter(p, "print('alive', Fraction(30000000000000000000000000, 4000000000000000000000000) + 1)"); // the prelude computes
        CHECK(pty_wait(p, "\nalive 17/2\n"));
        pty_finish(p);
    }
}

TEST(input_asks_at_the_prompt)
{
    struct pty *p = start();
    enter(p, "name = input('your name? ')");
    CHECK(pty_wait_line(p, "MainProcess asks: your name?"));
    pty_type(p, "Ada\r");
    enter(p, "print('hello', name)");
    CHECK(pty_wait(p, "\nhello Ada\n"));
    pty_finish(p);
}

TEST(threads_take_turns_and_processors_are_few_when_it_is_said)
{
    struct pty *p = start();
    enter(p, "import sys, os");
    enter(p, "print('at first', sys._is_gil_enabled(), sys.getswitchinterval())");
    CHECK(pty_wait(p, "\nat first False 0.005\n"));
    enter(p, "gil on");
    enter_at(p, "(gil on) conch>", "switch-interval 0.25");
    enter_at(p, "(gil on · switch-interval 0.25) conch>", "cores 1");
    enter_at(p, "(gil on · switch-interval 0.25 · cores 1) conch>", "then = sys._is_gil_enabled(), sys.getswitchinterval()");
    enter_at(p, "(gil on · switch-interval 0.25 · cores 1) conch>", "print('then', then, os.cpu_count())");
    CHECK(pty_wait(p, "\nthen (True, 0.25) 1\n"));
    enter_at(p, "(gil on · switch-interval 0.25 · cores 1) conch>", "gil off");
    enter_at(p, "(switch-interval 0.25 · cores 1) conch>", "print('and now', sys._is_gil_enabled())");
    CHECK(pty_wait(p, "\nand now False\n"));
    enter_at(p, "(switch-interval 0.25 · cores 1) conch>", "cores 0");
    CHECK(pty_wait(p, "usage: cores N|all"));
    pty_finish(p);
}

TEST(other_programs_are_asked_about_at_the_prompt)
{
    struct pty *p = start();
    enter(p, "import subprocess");
    CHECK(pty_wait(p, "wants to start other programs"));
    pty_type(p, "n\r");
    enter(p, "subprocess.call(['echo', 'never'])");
    CHECK(pty_wait(p, "PermissionError"));
    pty_finish(p);
    p = start();
    enter(p, "import subprocess");
    CHECK(pty_wait(p, "wants to start other programs"));
    pty_type(p, "y\r");
    CHECK(pty_wait(p, "main begins anew"));
    enter(p, "subprocess.call(['echo', 'said', 'by', 'it'])");
    CHECK(pty_wait(p, "\nsaid by it\n"));
    pty_finish(p);
}

TEST(an_error_is_told_with_its_line)
{
    struct pty *p = start();
    enter(p, "1/0");
    CHECK(pty_wait(p, "ZeroDivisionError: division by zero"));
    enter(p, "x = = 1");
    CHECK(pty_wait(p, "SyntaxError"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_finish(p);
}

/* Whether any process of that session is left. */
static bool anybody_in_session_of(pid_t main)
{
    return kill(-main, 0) == 0;
}

static pid_t main_pid(struct pty *p)
{
    enter(p, "import os");
    enter(p, "print('pid', os.getpid(), 'end')");
    CHECK(pty_wait(p, " end\n"));
    const char *s = pty_screen(p);
    const char *last = NULL;
    for (; (s = strstr(s, "\npid ")) != NULL; s++)
        last = s;
    CHECK(last != NULL);
    return atoi(last + 5);
}

TEST(nobody_survives_a_killed_shell)
{
    struct pty *p = start();
    pid_t main = main_pid(p);
    char path[64], text[64] = "";
    CHECK(main > 1 && anybody_in_session_of(main));
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pty_pid(p), pty_pid(p));
    FILE *f = fopen(path, "r");
    CHECK(f && fgets(text, sizeof text, f));
    fclose(f);
    kill(atoi(text), SIGKILL); // the shell; the guard is its parent
    CHECK_INT(pty_end(p), 128 + SIGKILL);
    CHECK(!anybody_in_session_of(main));
    CHECK(pty_is_sane(p));
    pty_finish(p);
}

/* ---- the dialogue of a first evening */

enum { PER_THREAD = 20000, TRIES = 50 };

static unsigned times_told(struct pty *p)
{
    unsigned n = 0;
    for (const char *s = pty_screen(p); (s = strstr(s, "count is ")) != NULL; s++)
        n++;
    return n;
}

/* The number that is told for the nth time. */
static int count_told(struct pty *p, const char *prompt, unsigned n)
{
    CHECK(pty_wait_count(p, "count is ", n));
    CHECK(pty_wait_line(p, prompt));
    const char *s = pty_screen(p), *last = s;
    for (; (s = strstr(s, "count is ")) != NULL; s++)
        last = s;
    return atoi(last + strlen("count is "));
}

static int go(struct pty *p, const char *prompt)
{
    unsigned n = times_told(p);
    enter_at(p, prompt, "go()");
    return count_told(p, prompt, n + 1);
}

/* Whether an addition gets lost is the machine's choice: two threads may happen to run one after the other. */
static bool gets_short(struct pty *p, const char *prompt)
{
    for (int i = 0; i < TRIES; i++)
        if (go(p, prompt) < 2 * PER_THREAD)
            return true;
    return false;
}

/* Typed line by line, as somebody would who has just read about it. */
TEST(a_count_is_short_exact_with_a_lock_and_short_again_without)
{
    struct pty *p = start();
    enter(p, "from threading import Thread, Lock");
    enter(p, "count = 0");
    enter(p, "def work():\r    global count\r    for i in range(20000):\r        count += 1\r");
    enter(p, "t1 = Thread(target=work)");
    enter(p, "t2 = Thread(target=work)");
    enter(p, "t1.start(); t2.start()");
    enter(p, "t1.join(); t2.join()");
    enter(p, "print('count', 'is', count)");
    CHECK(count_told(p, "conch>", 1) <= 2 * PER_THREAD);
    enter(p, "def go():\r    global count\r    count = 0\r    t1 = Thread(target=work)\r    t2 = Thread(target=work)\r"
             "    t1.start()\r    t2.start()\r    t1.join()\r    t2.join()\r    print('count', 'is', count)\r");
    CHECK(gets_short(p, "conch>"));
    enter(p, "lock = Lock()");
    enter(p, "def work():\r    global count\r    for i in range(20000):\r        with lock:\r            count += 1\r");
    for (int i = 0; i < 3; i++)
        CHECK_INT(go(p, "conch>"), 2 * PER_THREAD);
    unsigned n = times_told(p);
    enter(p, "go()");
    pty_type(p, "lock lock off\r"); // while it runs, or just after it
    CHECK(pty_wait(p, "switch: lock lock off"));
    CHECK(count_told(p, "(lock lock off) conch>", n + 1) <= 2 * PER_THREAD);
    CHECK(gets_short(p, "(lock lock off) conch>"));
    enter_at(p, "(lock lock off) conch>", "lock lock on");
    for (int i = 0; i < 3; i++)
        CHECK_INT(go(p, "conch>"), 2 * PER_THREAD);
    pty_finish(p);
}

TEST(arrows_go_forward_and_back_in_pick_and_move_the_cursor_elsewhere)
{
    char path[] = "/tmp/conch-pick-XXXXXX.py", line[80];
    int fd = mkstemps(path, 3);
    CHECK(fd >= 0 && write(fd, two_locks, sizeof two_locks - 1) == sizeof two_locks - 1);
    close(fd);
    struct pty *p = start();
    snprintf(line, sizeof line, "explore %s", path);
    enter(p, line);
    CHECK(pty_wait(p, "bug1"));
    enter(p, "pick");
    CHECK(pty_wait_line(p, "pick>"));
    pty_type(p, "\033[C"); // Right: the first that can
    CHECK(pty_wait(p, "take a  (line 6)"));
    CHECK(pty_wait_line(p, "pick>"));
    pty_type(p, "\033[D");
    CHECK(pty_wait_line(p, "pick>"));
    pty_type(p, "\033[D");
    CHECK(pty_wait_line(p, "pick>"));
    pty_type(p, "\033OC");
    CHECK(pty_wait_count(p, "take a  (line 6)", 2)); // so it had gone back
    CHECK(pty_wait_line(p, "pick>"));
    pty_type(p, "q\r");
    enter(p, "pick");
    CHECK(pty_wait_line(p, "pick>"));
    pty_type(p, "\004"); // leaves pick, too, and not conch
    enter(p, "print('ac')\033[D\033[D\033[Db");
    CHECK(pty_wait(p, "\nabc\n"));
    pty_finish(p);
    unlink(path);
}

TEST(a_replay_that_is_stopped_says_nothing_of_the_next_run)
{
    static const char sleeper[] = "from threading import Thread, Lock\nimport time\nlock = Lock()\n"
                                  "def f():\n    with lock:\n        pass\n    time.sleep(600)\n"
                                  "a = Thread(target=f)\nb = Thread(target=f)\na.start()\nb.start()\n";
    char path[] = "/tmp/conch-stop-XXXXXX.py", line[80];
    int fd = mkstemps(path, 3);
    CHECK(fd >= 0 && write(fd, sleeper, sizeof sleeper - 1) == sizeof sleeper - 1);
    close(fd);
    struct pty *p = start();
    snprintf(line, sizeof line, "explore %s", path);
    enter(p, line);
    CHECK(pty_wait(p, "holds in every interleaving"));
    enter(p, "step");
    enter(p, "go");
    enter_at(p, "(busy) conch>", "stop");
    CHECK(pty_wait(p, "every process of the run is ended"));
    enter(p, "ps");
    CHECK(pty_wait(p, "there is no run to look at"));
    enter(p, "print('fre' + 'sh')");
    CHECK(pty_wait(p, "\nfresh\n"));
    enter(p, "help tre");
    CHECK(pty_wait(p, "there is no command `tre`; the nearest is `tree`"));
    CHECK(!strstr(pty_screen(p), "replayed on real tasks"));
    pty_finish(p);
    unlink(path);
}

TEST(a_word_that_nobody_knows_is_told_with_what_it_may_mean)
{
    struct pty *p = start();
    enter(p, "lok");
    CHECK(pty_wait(p, "did you mean the command `lock`?"));
    enter(p, "total = 1");
    enter(p, "totla");
    CHECK(pty_wait(p, "did you mean `total`?"));
    enter(p, "prnit");
    CHECK(pty_wait(p, "did you mean `print`?"));
    enter(p, "线程");
    CHECK(pty_wait(p, "`线程` is neither a command nor a name of the program; `help` lists"));
    enter(p, "ｔｏｔａｌ　＝　７");
    CHECK(pty_wait(p, "read as: total = 7"));
    enter(p, "total");
    CHECK(pty_wait(p, "\n7\n"));
    pty_finish(p);
}

TEST(a_file_before_the_prompt_is_a_program_as_any_other)
{
    char dir[] = "/tmp/conch-file-XXXXXX", path[80], beside[80];
    static const char text[] = "import sys, beside\n'silent'\nprint(sys.argv[1:], __file__ == sys.argv[0], beside.two)\n";
    CHECK(mkdtemp(dir) != NULL);
    snprintf(path, sizeof path, "%s/first.py", dir);
    snprintf(beside, sizeof beside, "%s/beside.py", dir);
    FILE *f = fopen(path, "w"), *g = fopen(beside, "w");
    CHECK(f && g && fputs(text, f) >= 0 && fputs("two = 2\n", g) >= 0);
    CHECK(fclose(f) == 0 && fclose(g) == 0);
    static const char *const env[] = { "CONCH_HISTFILE=/dev/null", "NO_COLOR=1", NULL };
    const char *argv[] = { CONCH_PROGRAM, "--quiet", "--no-rc", "-i", path, "a", "b", NULL };
    struct pty *p = pty_start(argv, &(struct pty_opts){ .env = env, .columns = 100, .rows = 40 });
    CHECK(pty_wait(p, "['a', 'b'] True 2\n"));
    enter(p, "beside.two + 40");
    CHECK(pty_wait(p, "\n42\n"));
    CHECK(!strstr(pty_screen(p), "silent"));
    pty_finish(p);
    unlink(path);
    unlink(beside);
    rmdir(dir);
}

TEST(tab_offers_what_is_there)
{
    struct pty *p = start();
    enter(p, "from threading import Lock");
    enter(p, "lock1 = Lock()");
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "lo\t\t");
    CHECK(pty_wait(p, "\n  lock   switch a lock off, or on again\n  lock1\n  log "));
    pty_type(p, "\025lock1.\t\t");
    CHECK(pty_wait(p, "\n  lock1.acquire\n  lock1.locked\n  lock1.release\n"));
    pty_type(p, "\025lock lock1 off \t\tb");
    CHECK(pty_wait_line(p, "conch> lock lock1 off b")); // nothing more belongs there
    CHECK(!strstr(pty_screen(p), "memoryview"));
    pty_type(p, "\025dis loc\tk\t");
    CHECK(pty_wait_line(p, "conch> dis lock1"));
    pty_finish(p);
}

TEST(names_of_a_run_that_is_over_are_gone_and_one_is_told_so)
{
    char path[] = "/tmp/conch-over-XXXXXX.py", line[80];
    static const char text[] = "total = 3\nprint('ended', 'well')\n", endless[] = "while True: pass\n";
    int fd = mkstemps(path, 3);
    CHECK(fd >= 0 && write(fd, text, sizeof text - 1) == sizeof text - 1);
    struct pty *p = start();
    enter(p, "vars");
    CHECK(pty_wait(p, "there is nothing yet"));
    snprintf(line, sizeof line, "run %s", path);
    enter(p, line);
    CHECK(pty_wait(p, "ended well"));
    enter(p, "total");
    CHECK(pty_wait(p, "`total` was a name of the program"));
    enter(p, "vars");
    CHECK(pty_wait(p, "its variables are gone with it"));
    enter(p, "tota");
    CHECK(pty_wait(p, "`tota` is neither"));
    CHECK(pwrite(fd, endless, sizeof endless, 0) == sizeof endless && ftruncate(fd, sizeof endless - 1) == 0);
    enter(p, line);
    enter_at(p, "(busy) conch>", line);
    CHECK(pty_wait(p, "what was running is ended"));
    CHECK(pty_wait_line(p, "(busy) conch>"));
    close(fd);
    unlink(path);
    pty_finish(p);
}

TEST(a_block_out_of_something_indented_runs)
{
    struct pty *p = start();
    pty_paste(p, "    for i in range(2):\n\n        print('turn', i)\n    print('the', 'end')\n");
    pty_type(p, "\r");
    CHECK(pty_wait(p, "\nturn 0\nturn 1\nthe end\n"));
    pty_finish(p);
}

TEST(an_import_that_is_missing_is_told)
{
    struct pty *p = start();
    enter(p, "t = Thread(target=print)");
    CHECK(pty_wait(p, "try: import it first: from threading import Thread"));
    enter(p, "time.sleep(1)");
    CHECK(pty_wait(p, "try: import it first: import time"));
    enter(p, "x = [0] * 10 ** 10");
    CHECK(pty_wait(p, "try: keep less at the same time"));
    pty_finish(p);
}

static char *file_text(const char *dir, const char *name)
{
    static char text[65536];
    char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "r");
    CHECK(f != NULL);
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    return text;
}

/* What is shown is kept as it was shown: as text, as notes, as a film of the terminal. */
/* What a command of the system's shell writes. */
static int output_of(const char *command, char *to, size_t size)
{
    FILE *f = popen(command, "r");
    size_t n = fread(to, 1, size - 1, f);
    to[n] = 0;
    return pclose(f);
}

TEST(bodies_in_a_script_need_no_empty_line)
{
    char got[64];
    int r = output_of("printf 'def f():\\n    return 1\\nprint(f())\\nasync def g():\\n    return 2\\n\\n"
                      "import asyncio\\nasyncio.run(g())\\n' | " CONCH_PROGRAM, got, sizeof got);
    CHECK_INT(r, 0);
    CHECK_STR(got, "1\n2\n");
}

TEST(coroutines_and_greenlets_have_lanes_of_their_own)
{
    static char got[32 * 1024];
    int r = output_of(CONCH_PROGRAM " --json -c 'import asyncio\n"
                      "async def says(): print(1)\n"
                      "async def main(): await asyncio.gather(says())\n"
                      "asyncio.run(main())\n"
                      "from greenlet import greenlet\n"
                      "def one(): print(2)\n"
                      "greenlet(one).switch()\n"
                      "print(3)' 2>/dev/null", got, sizeof got);
    CHECK_INT(r, 0);
    CHECK(strstr(got, "\"event\":\"print\",\"task\":\"Task-2\""));
    CHECK(strstr(got, "\"event\":\"print\",\"task\":\"one\""));
    CHECK(strstr(got, "\"event\":\"print\",\"task\":\"MainProcess\""));
}

TEST(a_limit_is_told_with_the_way_around_it)
{
    static char got[8192];
    CHECK_INT(output_of(CONCH_PROGRAM " -c 'import threading, time\n"
                        "for i in range(9999): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()' 2>&1", got, sizeof got), 1 << 8);
    CHECK(strstr(got, "  try: so many at once are too many here"));
    CHECK(strstr(got, "\nRuntimeError: can't start new thread\n"));
    CHECK_INT(output_of(CONCH_PROGRAM " -c 'import os\n"
                        "r, w = os.pipe()\n"
                        "for i in range(9999): os.fork() or (os.close(w), os.read(r, 1), os._exit(0))' 2>&1", got, sizeof got), 1 << 8);
    CHECK(strstr(got, "`conch --no-limits`\nBlockingIOError: [Errno 11]"));
}

TEST(what_is_said_last_of_a_switch_counts)
{
    static char got[4096];
    static const char lines[] = "from threading import Lock\\na = Lock()\\nb = Lock()\\n"
                                "def state(): return [lock.acquire(False) and lock.acquire(False) for lock in (a, b)]\\n"
                                "\\nlock a off\\nlock all on\\nlock a off\\nstate()\\n" // off is True: it lets in twice
                                "lock all on\\nstate()\\n"
                                "lock all off\\nlock b on\\nstate()\\n"
                                "lock all off\\nstate()\\n";
    char command[1024];
    snprintf(command, sizeof command, "printf '%s' | " CONCH_PROGRAM, lines);
    CHECK_INT(output_of(command, got, sizeof got), 0);
    CHECK_STR(got, "[True, False]\n[False, False]\n[True, False]\n[True, True]\n");
}

TEST(lanes_appear_with_the_first_coroutine)
{
    struct pty *p = start();
    enter(p, "import asyncio");
    enter(p, "async def says(n): print('says', n)\r");
    CHECK(pty_wait_line(p, "conch>"));
    CHECK(!strstr(pty_screen(p), "coroutine"));
    enter(p, "asyncio.run(says(7))");
    CHECK(pty_wait(p, "goes on with Task-1"));
    CHECK(pty_wait(p, "» says 7"));
    CHECK(pty_wait(p, " coroutine"));
    pty_finish(p);
}

TEST(a_session_is_recorded)
{
    char dir[] = "/tmp/conch-record-XXXXXX";
    static const char *const env[] = { "CONCH_HISTFILE=/dev/null", NULL };
    const char *argv[] = { CONCH_PROGRAM, "--quiet", "--no-rc", NULL };
    CHECK(mkdtemp(dir) != NULL);
    struct pty_opts opts = { .env = env, .dir = dir };
    static const char *const files[] = { "a.txt", "b.md", "c.cast", "d.json" };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char line[64];
        struct pty *p = pty_start(argv, &opts);
        snprintf(line, sizeof line, "record %s", files[i]);
        enter(p, line);
        enter(p, "print('线' + '程')");
        CHECK(pty_wait(p, "线程"));
        enter(p, "record off");
        CHECK(pty_wait(p, "kept in"));
        enter(p, "quit");
        CHECK_INT(pty_end(p), 0);
        pty_finish(p);
    }
    CHECK(strstr(file_text(dir, "a.txt"), "\nconch> print('线' + '程')\n线程\nconch> record off\n") != NULL);
    CHECK(!strchr(file_text(dir, "a.txt"), '\033'));
    CHECK(strstr(file_text(dir, "b.md"), "````text\n") != NULL);
    CHECK(strstr(file_text(dir, "b.md"), "\n线程\n") != NULL);
    CHECK(strstr(file_text(dir, "c.cast"), "{\"version\":2,\"width\":80,\"height\":24,") == file_text(dir, "c.cast"));
    CHECK(strstr(file_text(dir, "c.cast"), ",\"o\",\"线程\\r\\n\"]\n") != NULL);
    CHECK(strstr(file_text(dir, "c.cast"), "'线' + '程'") != NULL); // what was typed is seen
    CHECK(strstr(file_text(dir, "d.json"), "\"event\":\"print\"") != NULL);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", dir, files[i]);
        unlink(path);
    }
    rmdir(dir);
}

/* The shell crashes: nobody survives, the terminal is as it was, and what the program did can be read. */
TEST(a_crash_of_the_shell_leaves_what_happened)
{
    char dir[] = "/tmp/conch-crash-XXXXXX", state[64], text[64] = "", command[512];
    CHECK(mkdtemp(dir) != NULL);
    snprintf(state, sizeof state, "XDG_STATE_HOME=%s", dir);
    const char *const env[] = { "CONCH_HISTFILE=/dev/null", "NO_COLOR=1", state, NULL };
    const char *argv[] = { CONCH_PROGRAM, "--quiet", "--no-rc", NULL };
    struct pty *p = pty_start(argv, &(struct pty_opts){ .env = env, .columns = 200 });
    enter(p, "from threading import Thread");
    enter(p, "t = Thread(target=print, args=('last' + ' words',))");
    enter(p, "t.start()");
    CHECK(pty_wait(p, "last words"));
    enter(p, "t.join()");
    CHECK(pty_wait_line(p, "conch>"));
    snprintf(command, sizeof command, "/proc/%d/task/%d/children", pty_pid(p), pty_pid(p));
    FILE *f = fopen(command, "r");
    CHECK(f && fgets(text, sizeof text, f));
    fclose(f);
    kill(atoi(text), SIGSEGV);
    CHECK(pty_wait(p, "What its program did is kept: conch log "));
    CHECK_INT(pty_end(p), 128 + SIGSEGV);
    CHECK(pty_is_sane(p));
    pty_finish(p);
    snprintf(command, sizeof command,
             "cd %s/conch && test \"$(stat -c %%a crash-*.trace)\" = 600 && %s log crash-*.trace >told && "
             "grep -q 'last words' told && ! %s log told && rm -r %s", dir, CONCH_PROGRAM, CONCH_PROGRAM, dir);
    CHECK_INT(system(command), 0);
}

int main(void)
{
    RUN(names_stay_from_line_to_line_and_threads_have_lanes);
    RUN(a_deadlock_is_found_told_and_left);
    RUN(a_lock_switched_off_lets_a_deadlock_go_on);
    RUN(a_broken_wait_lets_a_deadlock_go_on);
    RUN(a_lock_whose_thread_is_gone_is_recovered);
    RUN(a_lock_whose_process_is_gone_is_recovered);
    RUN(a_shared_lock_is_switched_while_processes_wait_for_it);
    RUN(control_c_interrupts_an_endless_loop);
    RUN(control_c_interrupts_numbers_that_take_minutes);
    RUN(input_asks_at_the_prompt);
    RUN(threads_take_turns_and_processors_are_few_when_it_is_said);
    RUN(other_programs_are_asked_about_at_the_prompt);
    RUN(an_error_is_told_with_its_line);
    RUN(nobody_survives_a_killed_shell);
    RUN(a_count_is_short_exact_with_a_lock_and_short_again_without);
    RUN(arrows_go_forward_and_back_in_pick_and_move_the_cursor_elsewhere);
    RUN(a_file_before_the_prompt_is_a_program_as_any_other);
    RUN(tab_offers_what_is_there);
    RUN(names_of_a_run_that_is_over_are_gone_and_one_is_told_so);
    RUN(a_block_out_of_something_indented_runs);
    RUN(an_import_that_is_missing_is_told);
    RUN(a_replay_that_is_stopped_says_nothing_of_the_next_run);
    RUN(a_word_that_nobody_knows_is_told_with_what_it_may_mean);
    RUN(bodies_in_a_script_need_no_empty_line);
    RUN(coroutines_and_greenlets_have_lanes_of_their_own);
    RUN(a_limit_is_told_with_the_way_around_it);
    RUN(what_is_said_last_of_a_switch_counts);
    RUN(lanes_appear_with_the_first_coroutine);
    RUN(a_session_is_recorded);
    RUN(a_crash_of_the_shell_leaves_what_happened);
    return tap_done();
}
