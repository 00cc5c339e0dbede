/* What a teacher types: play, present, notes, grade; and what a student changes: edit, review. */
#include "../unit/tap.h"
#include "base/buf.h"
#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>

static char home[] = "/tmp/conch-teach-XXXXXX"; // of all that the cases keep

static const char *in_home(const char *name)
{
    static char path[4][128];
    static int turn;
    turn = (turn + 1) % 4;
    snprintf(path[turn], sizeof path[turn], "%s/%s", home, name);
    return path[turn];
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

static const char *read_file(const char *path)
{
    static struct buf b;
    FILE *f = fopen(path, "r");
    CHECK(f != NULL);
    buf_clear(&b);
    buf_room(&b, 65536);
    b.n = fread(b.text, 1, 65535, f);
    b.text[b.n] = 0;
    fclose(f);
    return b.text;
}

static struct pty *start(const char *editor, const char *const *words)
{
    static char state[160], run[160], ed[160];
    const char *argv[16] = { CONCH_PROGRAM, "--no-rc", "--quiet", "--lessons", LESSONS, "--lang", "en" };
    for (int i = 0; words && words[i]; i++)
        argv[7 + i] = words[i];
    snprintf(state, sizeof state, "XDG_STATE_HOME=%s", home);
    snprintf(run, sizeof run, "XDG_RUNTIME_DIR=%s", home);
    snprintf(ed, sizeof ed, "EDITOR=%s", editor);
    const char *env[] = { "CONCH_HISTFILE=/dev/null", "NO_COLOR=1", "VISUAL=", state, run, ed, NULL };
    return pty_start(argv, &(struct pty_opts){ .env = env });
}

static void leave(struct pty *p)
{
    pty_type(p, "quit\r");
    CHECK_INT(pty_end(p), 0);
    CHECK(pty_is_sane(p));
    pty_finish(p);
}

/* What a command prints; its exit code goes to *status. */
static const char *output_of(const char *words, int *status)
{
    static struct buf b;
    char line[1024];
    snprintf(line, sizeof line, "cd %s && XDG_STATE_HOME=%s %s --lessons %s --lang en %s 2>&1 </dev/null", home, home,
             CONCH_PROGRAM, LESSONS, words);
    FILE *f = popen(line, "r");
    CHECK(f != NULL);
    buf_clear(&b);
    for (size_t n; (n = fread(buf_room(&b, 4096), 1, 4096, f)) > 0;)
        b.n += n;
    buf_adds(&b, "");
    int st = pclose(f);
    *status = WIFEXITED(st) ? WEXITSTATUS(st) : -1;
    return buf_str(&b);
}

/* ---- a playback ---- */

TEST(a_playback_pauses_gives_the_prompt_away_and_goes_back)
{
    const char *words[] = { "play", "130", "--speed", "0.05", NULL }; // so slow that keys alone move it
    struct pty *p = start("", words);
    CHECK(pty_wait(p, "Predict first"));
    pty_type(p, " ");
    CHECK(pty_wait(p, "paused: space goes on"));
    pty_type(p, "\t");
    CHECK(pty_wait_line(p, "(speed 0.05) (playback waits) conch>"));
    pty_type(p, "print(6 * 7)\r");
    CHECK(pty_wait(p, "\n42\n"));
    CHECK(pty_wait_line(p, "(speed 0.05) (playback waits) conch>"));
    pty_type(p, "\t"); // on an empty line: goes on
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "b");
    CHECK(pty_wait(p, "This is the beginning."));
    pty_type(p, "q");
    CHECK_INT(pty_end(p), 0);
    CHECK(pty_is_sane(p));
    pty_finish(p);
}

TEST(a_playback_ends_where_it_is_told)
{
    int status;
    const char *out = output_of("play 130 --until 2", &status);
    CHECK_INT(status, 0);
    CHECK(strstr(out, "conch> predict c\n"));
    CHECK(strstr(out, "begins"));
    CHECK(!strstr(out, "What happened"));
    output_of("play 130 --until nowhere", &status);
    CHECK_INT(status, 2);
}

TEST(a_playback_is_recorded_with_its_chapters_without_a_terminal)
{
    int status;
    char words[256];
    snprintf(words, sizeof words, "play 130 --speed 50 --record %s", in_home("demo.cast"));
    output_of(words, &status);
    CHECK_INT(status, 0);
    const char *cast = read_file(in_home("demo.cast"));
    CHECK(strncmp(cast, "{\"version\":2,", 13) == 0);
    CHECK(strstr(cast, ",\"m\",\"1. Two tills") != NULL);
    CHECK(strstr(cast, ",\"m\",\"6. Your turn\"]\n") != NULL);
    CHECK(strstr(cast, "That was this lesson.") != NULL);
}

/* ---- a class ---- */

TEST(the_presenter_has_notes_chapters_and_votes)
{
    const char *present[] = { "present", "130", NULL }, *notes[] = { "notes", NULL };
    struct pty *n = start("", notes), *p = start("", present);
    CHECK(pty_wait(p, "\n(1/"));
    CHECK(pty_wait(n, "the answer is c"));
    pty_type(p, "vote\r");
    CHECK(pty_wait_line(p, "votes>"));
    pty_type(p, "aabbx\177b");
    CHECK(pty_wait(p, "    a 2   b 3   c 0")); // at each key
    pty_type(p, " c5\r");
    CHECK(pty_wait(p, "c ###############                  5   50 %"));
    CHECK(pty_wait(p, "Let them discuss"));
    pty_type(p, "vote\r");
    CHECK(pty_wait_line(p, "votes>"));
    pty_type(p, "c9 d\r");
    CHECK(pty_wait(p, "###########################      9   90 %"));
    CHECK(pty_wait_count(p, "\n(1/", 3)); // the prompt is back
    pty_type(p, "chapters\r");
    CHECK(pty_wait(p, ">  1  Two tills"));
    pty_type(p, "jump 3\r");
    CHECK(pty_wait(p, "\n(3/"));
    CHECK(pty_wait(n, "\n3/"));
    pty_type(n, "\003");
    CHECK_INT(pty_end(n), 0);
    pty_finish(n);
    leave(p);
}

/* ---- a student ---- */

TEST(free_play_in_the_middle_of_a_lesson)
{
    const char *words[] = { NULL };
    struct pty *p = start("", words);
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "lesson 130\r");
    CHECK(pty_wait(p, "Predict first"));
    pty_type(p, "play\r");
    CHECK(pty_wait_line(p, "(free play) conch>"));
    pty_type(p, "b = 'mine'\r");
    pty_type(p, "b\r"); // no answer now
    CHECK(pty_wait(p, "\n'mine'\n"));
    CHECK(pty_wait_line(p, "(free play) conch>"));
    pty_type(p, "resume\r");
    CHECK(pty_wait_count(p, "Predict first", 2));
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "a\r");
    CHECK(pty_wait(p, "Noted: a"));
    leave(p);
}

TEST(an_editor_of_the_users_changes_the_program)
{
    const char *editor = in_home("editor"), *words[] = { NULL };
    write_file(editor, "#!/bin/sh\nsed -i 's/^sold = 0/sold = 1000/' \"$1\"\necho edited it\n");
    CHECK(chmod(editor, 0755) == 0);
    struct pty *p = start(editor, words);
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "lesson 130\r");
    CHECK(pty_wait(p, "Predict first"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "edit\r");
    CHECK(pty_wait(p, "edited it"));
    CHECK(pty_wait(p, "`run` runs it"));
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "c\r");
    CHECK(pty_wait(p, "Noted"));
    pty_type(p, "run --seed 1\r");
    CHECK(pty_wait(p, "sold 100"));
    CHECK(strstr(read_file(in_home("conch/answers/lost-update-tills.py")), "sold = 1000\n"));
    pty_type(p, "edit reset\r");
    CHECK(pty_wait(p, "runs the lesson's own program again"));
    CHECK(access(in_home("conch/answers/lost-update-tills.py"), F_OK) < 0);
    leave(p);
}

TEST(without_an_editor_lines_are_changed)
{
    const char *words[] = { NULL };
    struct pty *p = start("", words);
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "lesson 130\r");
    CHECK(pty_wait(p, "Predict first"));
    pty_type(p, "edit\r");
    CHECK(pty_wait_line(p, "edit>"));
    pty_type(p, "3 sold = 7\r");
    CHECK(pty_wait(p, "   3  sold = 7\n"));
    pty_type(p, "8 sold += 2\r"); // keeps its indentation
    CHECK(pty_wait(p, "   8          sold += 2\n"));
    pty_type(p, "8+ |# end\r");
    CHECK(pty_wait(p, "   9  # end\n"));
    pty_type(p, "9-\r");
    pty_type(p, "nonsense\r");
    CHECK(pty_wait(p, "N- takes it out"));
    pty_type(p, "done\r");
    CHECK(pty_wait(p, "`run` runs it"));
    CHECK(pty_wait_line(p, "conch>"));
    const char *text = read_file(in_home("conch/answers/lost-update-tills.py"));
    CHECK(strstr(text, "\nsold = 7\n") && strstr(text, "\n        sold += 2\n") && !strstr(text, "# end"));
    leave(p);
}

TEST(what_was_missed_comes_again)
{
    const char *words[] = { NULL };
    mkdir(in_home("conch"), 0700);
    write_file(in_home("conch/progress"), "2026-01-01T00:00:00Z predict lost-update values a wrong\n");
    struct pty *p = start("", words);
    CHECK(pty_wait_line(p, "conch>"));
    pty_type(p, "lessons\r");
    CHECK(pty_wait(p, "wait for you: 1"));
    pty_type(p, "review\r");
    CHECK(pty_wait(p, "Question 1 of 1"));
    CHECK(pty_wait(p, "Predict first"));
    pty_type(p, "c\r");
    CHECK(pty_wait(p, "You predicted c, and so it is."));
    pty_type(p, "\r");
    CHECK(pty_wait(p, "That was all."));
    CHECK(strstr(read_file(in_home("conch/progress")), "review lost-update values c right\n"));
    pty_type(p, "progress reset 9999\r");
    CHECK(pty_wait(p, "9999"));
    pty_type(p, "progress reset 20\r"); // that one was not begun
    CHECK(pty_wait(p, "not begun"));
    pty_type(p, "progress reset 130\r");
    CHECK(pty_wait(p, "Forgotten"));
    CHECK_STR(read_file(in_home("conch/progress")), "");
    pty_type(p, "progress merge ");
    pty_type(p, in_home("conch/progress.old"));
    pty_type(p, "\rprogress move ");
    pty_type(p, in_home("stick"));
    pty_type(p, "\r");
    CHECK(pty_wait(p, "from now on."));
    CHECK(strstr(read_file(in_home("stick")), "predict lost-update values a wrong\n"));
    CHECK(strncmp(read_file(in_home("conch/progress")), "file /", 6) == 0);
    leave(p);
}

/* ---- grades ---- */

static const char fix_lesson[] =
    "<!-- conch-lesson v=1 id=sum level=2 minutes=8 -->\n\n# T\n\n"
    "<!-- level id=mend goal=fix par=1 -->\n```python id=two\nx = 1\nassert x == 2\n```\n\n"
    "```conch check=mend\nexpect every x == 2\n```\n";

TEST(grades_are_the_same_each_time_and_signed)
{
    int status;
    mkdir(in_home("class"), 0700);
    mkdir(in_home("class/cleo"), 0700);
    write_file(in_home("sum.md"), fix_lesson);
    write_file(in_home("class/ann.py"), "x = 1\nassert x == 2\n");
    write_file(in_home("class/ben.py"), "x = 2\nprint(x)\n");
    write_file(in_home("class/cleo/my answer.py"), "x = \n");
    write_file(in_home("class/dora.py"), "x = 2  # as Ben's\nprint(x)\n");
    write_file(in_home("class/notes.txt"), "not an answer");
    write_file(in_home("key"), "a secret of the teacher's\n");
    char *first = strdup(output_of("grade --level sum.md:mend class", &status));
    CHECK_INT(status, 1);
    CHECK(strstr(first, "ann: failed (0 lines changed)\n    nothing has been changed"));
    CHECK(strstr(first, "ben: failed (2 lines changed)\n    the assertion of line 2 is gone"));
    CHECK(strstr(first, "cleo: failed"));
    CHECK(strstr(first, "dora: failed (2 lines changed)\n    the assertion of line 2 is gone"));
    CHECK(strstr(first, "the same code as ben's"));
    CHECK(!strstr(first, "notes"));
    CHECK_STR(output_of("grade --level sum.md:mend class", &status), first);
    free(first);

    output_of("grade --level sum.md:mend --key key --format csv class > class.csv", &status);
    output_of("grade --level sum.md:mend --key key --format json class > class.json", &status);
    CHECK(strncmp(read_file(in_home("class.csv")), "student,sha256,", 15) == 0);
    CHECK(strstr(read_file(in_home("class.json")), "{\"student\":\"ben\",\"sha256\":\""));
    CHECK(strstr(read_file(in_home("class.json")), "\"result\":\"failed\",\"changes\":2,\"par\":1,"));
    const char *out = output_of("grade --level sum.md:mend --key key --verify class.csv class", &status);
    CHECK_STR(out, "2: as it was signed\n3: as it was signed\n4: as it was signed\n5: as it was signed\n");
    CHECK_INT(status, 0);
    CHECK_STR(output_of("grade --key key --verify class.json", &status),
              "1: as it was signed\n2: as it was signed\n3: as it was signed\n4: as it was signed\n");
    CHECK_INT(status, 0);

    char edit[256];
    snprintf(edit, sizeof edit, "cd %s && sed -i '2s/failed/passed/;3s/ben/bob/' class.csv", home);
    CHECK_INT(system(edit), 0);
    out = output_of("grade --key key --verify class.csv", &status);
    CHECK(strstr(out, "2: the line was changed") && strstr(out, "3: the line was changed") &&
          strstr(out, "4: as it was signed"));
    CHECK_INT(status, 1);
    write_file(in_home("class/ann.py"), "x = 3\nassert x == 2\n");
    out = output_of("grade --level sum.md:mend --key key --verify class.json class", &status);
    CHECK(strstr(out, "1: this student's program was not handed in now"));
    write_file(in_home("key2"), "short\n");
    output_of("grade --level sum.md:mend --key key2 class", &status);
    CHECK_INT(status, 3);
    output_of("grade class", &status);
    CHECK_INT(status, 2);
}

/* ---- lessons for other programs ---- */

TEST(checks_are_told_to_other_programs)
{
    int status;
    CHECK(strncmp(output_of("check 010 --format tap", &status), "TAP version 13\n1..", 18) == 0);
    CHECK_INT(status, 0);
    CHECK(strstr(output_of("check 010 --format junit", &status), "<testsuite name=\"conch check\" tests=\""));
    CHECK(strstr(output_of("check 010 --format json", &status), "\"verdict\":\"seen\""));
    CHECK(!strstr(output_of("check 010 --format text", &status), "/../"));
    output_of("check 010 --format yaml", &status);
    CHECK_INT(status, 2);
}

TEST(promote_writes_what_a_seeded_run_prints)
{
    static const char lesson[] = "<!-- conch-lesson v=1 id=hello level=1 minutes=3 -->\n\n# T\n\n"
                                 "```python id=main\nprint('one')\nprint('two')\n```\n\n"
                                 "```conch for=main\nrun --seed 1\n```\n\n```text expect=main\nold\n```\n\nEnd.\n";
    int status;
    write_file(in_home("010-hello.md"), lesson);
    CHECK(strstr(output_of("promote 010-hello.md", &status), "1 expected text changed"));
    CHECK_INT(status, 0);
    CHECK(strstr(read_file(in_home("010-hello.md")), "```text expect=main\none\ntwo\n```\n\nEnd.\n"));
    CHECK(strstr(output_of("promote 010-hello.md", &status), "0 expected texts changed"));
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

int main(void)
{
    if (!mkdtemp(home))
        return 1;
    RUN(a_playback_pauses_gives_the_prompt_away_and_goes_back);
    RUN(a_playback_ends_where_it_is_told);
    RUN(a_playback_is_recorded_with_its_chapters_without_a_terminal);
    RUN(the_presenter_has_notes_chapters_and_votes);
    RUN(free_play_in_the_middle_of_a_lesson);
    RUN(an_editor_of_the_users_changes_the_program);
    RUN(without_an_editor_lines_are_changed);
    RUN(what_was_missed_comes_again);
    RUN(grades_are_the_same_each_time_and_signed);
    RUN(checks_are_told_to_other_programs);
    RUN(promote_writes_what_a_seeded_run_prints);
    nftw(home, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    return tap_done();
}
