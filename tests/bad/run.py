#!/usr/bin/env python3
"""conch against malformed programs and lessons: each gets an error with its line, in order, at once.

For a program: `conch FILE.py` ends with 1, prints nothing on stdout, names the line that python3 names,
and ends stderr with python3's kind of error (and, for the mistakes written by hand, with its very words).
For a lesson: `conch check FILE.md` ends with 3 and names the file and the line.
For a missing file: 2. Always: within --seconds of processor time, without a control character on
stderr, without flooding it, without a sanitizer's report, and never by a signal.

TAP; exit 0 all good, 1 some not, 2 wrong usage. `--selftest` shows that wrong conches are found out."""

import argparse
import concurrent.futures
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import cases
import make

WALL_SECONDS = 15               # a last resort; what is judged is processor time
MAX_STDERR = 16 * 1024          # a diagnosis quotes a line, it does not repeat a file
KINDS = ("SyntaxError", "IndentationError", "TabError", "ValueError", "RecursionError", "MemoryError", "OverflowError")
SANITIZER = re.compile(r"(Address|Thread|Leak|Memory|UndefinedBehavior)Sanitizer|runtime error:|Assertion .* failed")
# escape sequences of colours would be no fault at a terminal; stderr is a pipe here, so none may come
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]")


class Result:
    def __init__(self, code, out, err, seconds, timed_out):
        self.code, self.out, self.err, self.seconds, self.timed_out = code, out, err, seconds, timed_out


def run(command, cwd):
    """Runs it with its own files for output, so that its processor time can be asked of wait4."""
    keep = {k: v for k, v in os.environ.items() if k.startswith(("ASAN_", "TSAN_", "UBSAN_", "LSAN_"))}
    keep.update(PATH=os.environ.get("PATH", "/usr/bin:/bin"), HOME=cwd, LANG="C.UTF-8", LC_ALL="C.UTF-8", TERM="dumb",
                NO_COLOR="1", PYTHONDONTWRITEBYTECODE="1")
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=keep,
                                 start_new_session=True)
        late = threading.Event()

        def end():
            late.set()
            os.killpg(child.pid, signal.SIGKILL)

        timer = threading.Timer(WALL_SECONDS, end)
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Result(child.returncode, out.read(100000), err.read(4 * MAX_STDERR), usage.ru_utime + usage.ru_stime, late.is_set())


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


def told_line(err):
    """The line that the diagnosis names last: `File "x", line N`, or `on line N` of a file that is no text."""
    found = re.findall(r'File "[^"\n]*", line (\d+)', err) or re.findall(r"on line (\d+)", err)
    return int(found[-1]) if found else None


# ---------------------------------------------------------------- what each kind of case demands

def faults_of_all(result, seconds):
    err = result.err.decode("utf-8", "surrogateescape")
    if result.timed_out:
        yield "did not end"
    if result.code < 0 or result.code > 128:
        yield "was ended by a signal: %d" % result.code
    if result.seconds > seconds:
        yield "took %.2f s of processor time" % result.seconds
    if SANITIZER.search(err):
        yield "reports a fault of its own: " + SANITIZER.search(err).group(0)
    if len(result.err) > MAX_STDERR:
        yield "flooded stderr"
    if any("\udc80" <= c <= "\udcff" for c in err):
        yield "wrote bytes to stderr that are no UTF-8"
    found = CONTROL.search(err)
    if found:
        yield "wrote a control character to stderr: %r" % found.group(0)


def faults_of_program(result, kind, want, exact):
    err = result.err.decode("utf-8", "replace")
    last = last_line(err)
    if kind == "any":
        if result.code not in (0, 1):
            yield "exit code %d, not 0 or 1" % result.code
        if result.code == 1 and not last.startswith(KINDS):
            yield "the last line names no error: %r" % last[:100]
        return
    if kind == "pasted" and result.code == 0:
        if not err.strip():
            yield "was repaired without a word about it"
        return
    if result.code != 1:
        yield "exit code %d, not 1" % result.code
    if result.out:
        yield "wrote to stdout: %r" % result.out[:60]
    if told_line(err) is None:
        yield "names no line"
    elif kind not in ("kind", "pasted") and want["line"] is not None and told_line(err) != want["line"]:
        yield "names line %s, python3 names %s" % (told_line(err), want["line"])
    if kind == "out":
        if not last.startswith("SyntaxError: ") or want["last"] not in last:
            yield "does not name %s: %r" % (want["last"], last[:200])
    elif kind == "hand" and exact:
        if last[:300] != want["last"]:
            yield "says %r, python3 %r" % (last[:200], want["last"])
    elif not last.startswith(KINDS):
        yield "the last line names no error: %r" % last[:100]
    elif last.split(":")[0] != want["last"].split(":")[0]:
        yield "is a %s, for python3 a %s" % (last.split(":")[0], want["last"].split(":")[0])


def faults_of_lesson(result, name, line):
    text = (result.out + result.err).decode("utf-8", "replace")
    # claims and commands are read when they are checked: there a failed check is an answer too
    allowed = (1, 3) if name.startswith(("lesson_claim", "lesson_command")) else (3,)
    if result.code not in allowed:
        yield "exit code %d, not %s" % (result.code, " or ".join(map(str, allowed)))
    lines = re.findall(re.escape(name) + r":(\d+)", text) + re.findall(r'File "[^"\n]*%s", line (\d+)' % re.escape(name), text)
    if not lines:
        yield "does not name the file and a line: %r" % last_line(text)[:100]
    elif line is not None and str(line) not in lines:
        yield "names line %s, not %d" % (", ".join(lines[:5]), line)


# ---------------------------------------------------------------- the cases

class Case:
    def __init__(self, name, arguments, check):
        self.name, self.arguments, self.check = name, arguments, check


def program_cases(folder, exact):
    with open(make.EXPECTED, encoding="utf-8") as f:
        expected = json.load(f)
    for name, data, kind in make.programs():
        want = expected.get(name)
        if kind == "out":
            _, line, word = cases.LEFT_OUT[name[len("left_out_"):-len(".py")]]
            want = {"line": line, "last": word}
        elif kind != "any" and want is None:
            continue
        make.write(folder, name, data)
        yield Case(name, [name], lambda r, k=kind, w=want: faults_of_program(r, k, w, exact))


def lesson_cases(folder):
    make.write(folder, "lesson_good.md", cases.LESSON.encode())
    yield Case("lesson_good.md", ["check", "lesson_good.md"], must_be_readable)
    for name, data, line in make.lessons():
        make.write(folder, name, data)
        yield Case(name, ["check", name], lambda r, n=name, l=line: faults_of_lesson(r, n, l))


def must_be_readable(r):
    """The lesson that the wrong ones are made of; whether its claim was proved is not asked here."""
    if r.code not in (0, 1):
        yield "exit code %d, not 0 or 1" % r.code


def must_exit(*codes):
    def check(r):
        if r.code not in codes:
            yield "exit code %d, not %s" % (r.code, " or ".join(map(str, codes)))
        if not r.err.strip():
            yield "says nothing"
    return check


def file_cases(folder):
    """Files that are not there, and things that are no files."""
    os.mkdir(os.path.join(folder, "folder.py"))
    os.symlink("nowhere.py", os.path.join(folder, "dangling.py"))
    os.symlink("loop.py", os.path.join(folder, "loop.py"))
    yield Case("missing", ["not-there.py"], must_exit(2))
    yield Case("missing-in-missing-folder", ["no/such/folder/x.py"], must_exit(2))
    yield Case("missing-conch", ["not-there.conch"], must_exit(2, 3))
    yield Case("missing-lesson", ["check", "not-there.md"], must_exit(2, 3))
    yield Case("missing-name-with-escapes", ["\x1b[2J\x07.py"], must_exit(2))
    yield Case("missing-name-not-utf8", [b"\xff\xfe.py"], must_exit(2))
    yield Case("missing-long-name", ["x" * 5000 + ".py"], must_exit(2))
    yield Case("dangling-link", ["dangling.py"], must_exit(2))
    yield Case("link-to-itself", ["loop.py"], must_exit(2, 3))
    yield Case("folder", ["folder.py"], must_exit(1, 2, 3))
    yield Case("folder-as-lesson", ["check", "folder.py"], must_exit(2, 3))
    yield Case("check-nothing", ["check"], must_exit(2))
    yield Case("unknown-option", ["--no-such-option"], must_exit(2))
    yield Case("command-option-without-code", ["-c"], must_exit(2))


def all_cases(folder, exact):
    yield from program_cases(folder, exact)
    yield from lesson_cases(folder)
    yield from file_cases(folder)


# ---------------------------------------------------------------- running them

def judge(case, conch, folder, seconds):
    result = run(conch + case.arguments, folder)
    return list(faults_of_all(result, seconds)) + list(case.check(result))


def run_all(conch, args):
    failed = 0
    with tempfile.TemporaryDirectory(prefix="bad-") as folder:
        folder = os.path.realpath(folder)
        chosen = [c for c in all_cases(folder, args.exact) if re.search(args.filter, c.name)]
        print("1..%d" % len(chosen))
        with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
            results = pool.map(lambda c: judge(c, conch, folder, args.seconds), chosen)
            for number, (case, faults) in enumerate(zip(chosen, results), 1):
                failed += bool(faults)
                print("%sok %d - %s" % ("not " if faults else "", number, case.name))
                for fault in faults:
                    print("#   " + fault)
                sys.stdout.flush()
    print("# %d cases, %d failed" % (len(chosen), failed))
    return failed


SELFTEST = [
    # a stand-in for conch (shell text), a case, must it pass?
    ("python3 itself", 'exec "$PYTHON" -X utf8 "$@"', "hand_if_without_colon", True),
    ("says nothing", "exit 0", "hand_if_without_colon", False),
    ("the wrong exit code", '"$PYTHON" "$@"; exit 2', "hand_if_without_colon", False),
    ("the wrong line", '"$PYTHON" "$@" 2>&1 | sed "s/line 2/line 1/" >&2; exit 1', "hand_if_without_colon", False),
    ("other words", '"$PYTHON" "$@" 2>&1 | sed "s/expected/missing/" >&2; exit 1', "hand_if_without_colon", False),
    ("a control character", 'printf "\\033[1m" >&2; exec "$PYTHON" "$@"', "hand_if_without_colon", False),
    ("a flood", 'yes | head -c 40000 >&2; exec "$PYTHON" "$@"', "hand_if_without_colon", False),
    ("a crash", "kill -SEGV $$", "hand_if_without_colon", False),
    ("a sanitizer's report", 'echo "==1==ERROR: AddressSanitizer: x" >&2; exec "$PYTHON" "$@"', "hand_if_without_colon", False),
    ("busy for long", 'sh -c "ulimit -t 3; while :; do :; done"; exec "$PYTHON" "$@"', "hand_if_without_colon", False),
    ("a lesson refused well", 'echo "$2:25: error: x" >&2; exit 3', "lesson_predict_without_id", True),
    ("a lesson's wrong line", 'echo "$2:7: error: x" >&2; exit 3', "lesson_predict_without_id", False),
    ("a lesson accepted", "exit 0", "lesson_predict_without_id", False),
    ("missing told", 'echo "no such file" >&2; exit 2', "^missing$", True),
    ("missing not told", "exit 2", "^missing$", False),
]


def selftest(python):
    print("1..%d" % len(SELFTEST))
    bad = 0
    with tempfile.TemporaryDirectory(prefix="bad-self-") as folder:
        for number, (what, text, name, passes) in enumerate(SELFTEST, 1):
            fake = os.path.join(folder, "fake")
            with open(fake, "w") as f:
                f.write("#!/bin/bash\nPYTHON=%s\n%s\n" % (python, text))
            os.chmod(fake, 0o755)
            done = subprocess.run([sys.executable, os.path.abspath(__file__), "--conch", fake, "--filter", name],
                                  stdout=subprocess.PIPE, text=True)
            good = (done.returncode == 0) == passes and "1..0" not in done.stdout
            bad += not good
            print("%sok %d - %s" % ("" if good else "not ", number, what))
            if not good:
                print("".join("#   %s\n" % line for line in done.stdout.splitlines()), end="")
    return 1 if bad else 0


def main():
    parser = argparse.ArgumentParser(description="Malformed programs and lessons.")
    parser.add_argument("--conch", help="the conch to test")
    parser.add_argument("--filter", default="", metavar="REGEX", help="only cases named so")
    parser.add_argument("--seconds", type=float, default=1.0, help="processor time for one case (more for slow builds)")
    parser.add_argument("--loose", dest="exact", action="store_false", help="other words than python3's will do")
    parser.add_argument("-j", type=int, default=2, dest="jobs", help="cases at a time")
    parser.add_argument("--selftest", action="store_true", help="wrong conches must be found out")
    args = parser.parse_args()
    if args.selftest:
        return selftest(sys.executable)
    if not args.conch or not shutil.which(args.conch):
        print("run.py: --conch PATH is needed (a program that can be run)", file=sys.stderr)
        return 2
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return 1 if run_all([os.path.abspath(shutil.which(args.conch))], args) else 0


if __name__ == "__main__":
    sys.exit(main())
