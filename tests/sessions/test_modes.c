/* What the command line promises to scripts: exit codes, what goes to which stream, where a
 * script stops. Over the stand-in for a run. */
#include "../unit/tap.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/text.h"

static struct buf out, err;

static void read_back(int fd, struct buf *b)
{
    char piece[4096];
    buf_clear(b);
    buf_adds(b, "");
    lseek(fd, 0, SEEK_SET);
    for (ssize_t n; (n = read(fd, piece, sizeof piece)) > 0;)
        buf_add(b, piece, (size_t)n);
    close(fd);
}

static int temporary(const char *text)
{
    char path[] = "/tmp/conch-mode-XXXXXX";
    int fd = mkstemp(path);
    CHECK(fd >= 0);
    unlink(path);
    CHECK_INT(write(fd, text, strlen(text)), strlen(text));
    lseek(fd, 0, SEEK_SET);
    return fd;
}

/* Runs conch with these arguments (NULL ends them) and this standard input; fills out and err. */
static int conch(const char *input, ...)
{
    const char *argv[16] = { CONCH_PROGRAM };
    va_list ap;
    va_start(ap, input);
    for (int i = 1; i < 15 && (argv[i] = va_arg(ap, const char *)) != NULL; i++)
        ;
    va_end(ap);
    int fds[3] = { temporary(input), temporary(""), temporary("") };
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 3; i++)
            dup2(fds[i], i);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    int st;
    waitpid(child, &st, 0);
    close(fds[0]);
    read_back(fds[1], &out);
    read_back(fds[2], &err);
    return WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
}

TEST(a_program_prints_what_it_prints_and_nothing_else)
{
    CHECK_INT(conch("", "-c", "print('a\033[31m')\nthreads()", NULL), 0);
    CHECK_STR(out.text, "a\033[31m\nfrom a thread\nfrom a thread\n");
    CHECK_STR(err.text, "");
}

TEST(exit_codes_are_pythons)
{
    CHECK_INT(conch("", "-c", "raise", NULL), 1);
    CHECK(strstr(err.text, "ValueError: raised") != NULL);
    CHECK_INT(conch("", "-c", "exit(7)", NULL), 7);
    CHECK_INT(conch("", "no-such-file.py", NULL), 2);
    CHECK(strstr(err.text, "can't open file 'no-such-file.py'") != NULL);
    CHECK_INT(conch("", "no-such-file.conch", NULL), 3);
    CHECK_INT(conch("", "--frobnicate", NULL), 2);
    CHECK_INT(conch("", "-c", "dead()", NULL), 1);
    CHECK(strstr(err.text, "deadlock") != NULL);
    CHECK_STR(out.text, "");
}

TEST(input_comes_from_standard_input)
{
    CHECK_INT(conch("Ada\nrest\n", "-c", "input('name? ')", NULL), 0);
    CHECK_STR(out.text, "name? answer: Ada\n");
    CHECK_INT(conch("", "-c", "input('name? ')", NULL), 0);
    CHECK_STR(out.text, "name? answer: <eof>\n");
}

TEST(a_script_stops_at_the_first_error)
{
    CHECK_INT(conch("print('a')\nraise\nprint('b')\n", NULL), 1);
    CHECK_STR(out.text, "a\n");
    CHECK_INT(conch("print('a')\nraise\nprint('b')\n", "--keep-going", NULL), 1);
    CHECK_STR(out.text, "a\nb\n");
    CHECK_INT(conch("lock bad off\nprint('b')\n", NULL), 0);
    CHECK_INT(conch("x = 1\nlock bad off\nprint('b')\n", NULL), 1);
    CHECK_STR(out.text, "");
    CHECK_INT(conch("lock m sideways\n", NULL), 2);
    CHECK_INT(conch("x = = 1\n", NULL), 1);
    CHECK_INT(conch("exit(5)\nprint('b')\n", NULL), 5);
    CHECK_INT(conch("dead()\nprint('b')\n", NULL), 1);
}

TEST(a_script_has_commands_and_python_in_the_order_of_its_lines)
{
    CHECK_INT(conch("print('a')\nhelp quit\nprint('b')", NULL), 0);
    const char *a = strstr(out.text, "a\n"), *q = strstr(out.text, "leave conch"),
               *b = strstr(out.text, "b\n");
    CHECK(a && q && b && a < q);
    CHECK_STR(err.text, "");
    CHECK_INT(conch(">>> x = (1,\n... 2)\n>>> print('marked')\n", NULL), 0);
    CHECK_STR(out.text, "marked\n");
}

TEST(json_is_on_standard_output_and_nothing_else)
{
    CHECK_INT(conch("", "--json", "-c", "print('a')", NULL), 0);
    CHECK(strncmp(out.text, "{\"v\":1,\"seq\":1,", 15) == 0);
    CHECK(strstr(out.text, "\"event\":\"print\"") != NULL);
    CHECK(strstr(out.text, "\na\n") == NULL);
}

TEST(a_record_is_written_beside_the_output)
{
    char path[] = "/tmp/conch-record-XXXXXX.json";
    int fd = mkstemps(path, 5);
    CHECK_INT(conch("", "--record", path, "-c", "print('a')", NULL), 0);
    CHECK_STR(out.text, "a\n");
    struct buf record = { 0 };
    read_back(fd, &record);
    CHECK(strstr(record.text, "\"value\":\"a\\n\"") != NULL);
    unlink(path);
    CHECK_INT(conch("", "--record", "/no/such/dir/x.json", "-c", "print('a')", NULL), 3);
}

TEST(help_and_version_are_results)
{
    CHECK_INT(conch("", "--help", NULL), 0);
    for (const char *line = out.text, *end; (end = strchr(line, '\n')); line = end + 1)
        CHECK(text_width(line, (size_t)(end - line)) <= 80);
    CHECK(strstr(out.text, "--seed N") != NULL);
    CHECK_INT(conch("", "--man", NULL), 0);
    CHECK(strncmp(out.text, ".TH CONCH 1\n", 12) == 0 && strstr(out.text, "\n.SH FILES\n"));
    CHECK_INT(conch("", "--lang", "zh", "--man", NULL), 0);
    CHECK(strstr(out.text, "\n.SH 描述\n") && !strstr(out.text, "Lines that are"));
    CHECK_INT(conch("", "--version", NULL), 0);
    CHECK(strncmp(out.text, "conch ", 6) == 0);
}

TEST(a_folder_with_the_name_of_a_tool_is_no_program)
{
    char folder[] = "/tmp/conch-mode-XXXXXX", before[4096];
    CHECK(mkdtemp(folder) && getcwd(before, sizeof before) && chdir(folder) == 0 && mkdir("grade", 0700) == 0);
    CHECK_INT(conch("", "grade", NULL), 2);
    CHECK(strstr(err.text, "usage: conch grade") != NULL);
    CHECK(rmdir("grade") == 0 && chdir(before) == 0 && rmdir(folder) == 0);
}

TEST(full_width_punctuation_in_a_script_is_read_as_ascii)
{
    CHECK_INT(conch("print（'全角，内'）\n", NULL), 0);
    CHECK_STR(out.text, "全角，内\n");
}

int main(void)
{
    RUN(a_program_prints_what_it_prints_and_nothing_else);
    RUN(exit_codes_are_pythons);
    RUN(input_comes_from_standard_input);
    RUN(a_script_stops_at_the_first_error);
    RUN(a_script_has_commands_and_python_in_the_order_of_its_lines);
    RUN(json_is_on_standard_output_and_nothing_else);
    RUN(a_record_is_written_beside_the_output);
    RUN(help_and_version_are_results);
    RUN(a_folder_with_the_name_of_a_tool_is_no_program);
    RUN(full_width_punctuation_in_a_script_is_read_as_ascii);
    return tap_done();
}
