#!/usr/bin/env python3
"""The oracle: conch and CPython run the same programs and must say the same.

Every program under this directory that carries a `# set:` line in its header is run twice, as
`python3 -X utf8 prog.py` and as `conch prog.py`, each in a fresh directory of its own, its stdout on
a pseudo-terminal (programs are written for one, and buffering differs without), its stderr in a pipe.
What differs by nature (pids, thread identities, addresses, times) is renamed first; the rest must agree.

The header of a program is its leading comment lines; these words are understood:

    # set: first | full           which set it belongs to; also what makes a file a program
    # order: exact                byte for byte (the default)
    # order: lines                the same lines in any order
    # order: lane REGEX           the same order among lines with the same key (group 1, or the match)
    # exit: N                     the exit code that both must give (both are compared anyhow)
    # stderr: last                the last line of stderr is compared too
    # stderr: errors              all `SomeError: message` lines of stderr are, in any order
    # pids: REGEX                 group 1 is a pid, beyond the common spellings
    # stdin: TEXT                 one line of standard input; may be repeated
    # argv: A B C                 arguments
    # needs: gevent exec          skipped without; `exec` means that the program starts other programs
    # keep: times                 times and dates in the output are not renamed
    # timeout: S                  seconds for this one
    # scope: beyond               more than conch promises: a failure is reported but does not count
    # skip-oracle: REASON         python3 is not asked; what is right stands on `# expect: LINE` lines

Files without such a header are helpers (modules, data) and are copied beside every program of their
directory. What python3 said is kept by content, so that only conch runs again.

Exit: 0 all agree, 1 some do not, 2 wrong usage, 77 no python3 3.11 (told as a skip)."""

import argparse
import collections
import concurrent.futures
import difflib
import fcntl
import functools
import hashlib
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

import python311

HERE = os.path.dirname(os.path.abspath(__file__))
VERSION = "1"                   # part of the cache's key: raise it when a run itself changes
DEFAULT_TIMEOUT = 120.0         # a last resort, for machines under load; programs take well under 2 s
DRAIN_SECONDS = 10.0            # how long orphans of a program may go on printing after it
WORDS = {"set", "order", "exit", "stderr", "pids", "stdin", "argv", "needs", "keep", "timeout", "scope",
         "skip-oracle", "expect"}
SANITIZER = re.compile(r"(Address|Thread|Leak|Memory|UndefinedBehavior)Sanitizer|runtime error:|"
                       r"Assertion .* failed")

running = set()                 # the sessions that were started and have not been waited for
Outcome = collections.namedtuple("Outcome", "out err code timed_out")


# ---------------------------------------------------------------- programs and their headers

class Program:
    def __init__(self, path, root):
        self.path = path
        self.name = os.path.relpath(path, root)
        with open(path, encoding="utf-8") as f:
            self.text = f.read()
        self.words = read_header(self.text)
        self.order = (self.get("order") or "exact").split(None, 1)

    def get(self, word):
        values = self.words.get(word)
        return values[0] if values else None

    def needs(self):
        return (self.get("needs") or "").split()

    def seconds(self):
        return float(self.get("timeout") or DEFAULT_TIMEOUT)

    def helpers(self):
        """The files of the program's directory that are no programs themselves."""
        folder = os.path.dirname(self.path)
        for base, dirs, files in os.walk(folder):
            dirs[:] = sorted(d for d in dirs if d != "__pycache__")
            for name in sorted(files):
                path = os.path.join(base, name)
                if path != self.path and not is_program(path):
                    yield path, os.path.relpath(path, folder)


def read_header(text):
    words = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        found = re.match(r"#\s*([a-z-]+):[ ]?(.*)$", line)
        if found and found.group(1) in WORDS:
            words.setdefault(found.group(1), []).append(found.group(2).rstrip())
    return words


@functools.lru_cache(None)
def is_program(path):
    if not path.endswith(".py") or path == os.path.abspath(__file__):
        return False
    with open(path, "rb") as f:
        start = f.read(2000).decode("utf-8", "replace")
    return "set" in read_header(start)


def find_programs(root):
    found = []
    for base, dirs, files in os.walk(root):
        dirs[:] = sorted(d for d in dirs if d != "__pycache__")
        for name in sorted(files):
            path = os.path.join(base, name)
            if is_program(path):
                found.append(Program(path, root))
    return sorted(found, key=lambda p: p.name)


# ---------------------------------------------------------------- one run of one command

def child_environment(cwd):
    keep = {k: v for k, v in os.environ.items()
            if k.startswith(("ASAN_", "TSAN_", "UBSAN_", "LSAN_", "LD_LIBRARY")) or k == "CONCH_HOME"}
    keep.update(PATH=os.environ.get("PATH", "/usr/bin:/bin"), HOME=cwd, LANG="C.UTF-8", TZ="UTC",
                LC_ALL="C.UTF-8", TERM="dumb", NO_COLOR="1", PYTHONHASHSEED="0", COLUMNS="80",
                PYTHONDONTWRITEBYTECODE="1")
    if "ORACLE_PYTHONPATH" in os.environ:           # used by --shake
        keep["PYTHONPATH"] = os.environ["ORACLE_PYTHONPATH"]
    return keep


def open_terminal():
    ours, theirs = pty.openpty()
    attrs = termios.tcgetattr(theirs)
    attrs[1] &= ~termios.OPOST                      # output bytes arrive as they were written
    attrs[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG)
    termios.tcsetattr(theirs, termios.TCSANOW, attrs)
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    return ours, theirs


def read_some(fd):
    try:
        return os.read(fd, 65536)
    except OSError:                                 # EIO: the last user of the terminal has left
        return b""


def collect(child, fds, deadline):
    """Reads until both streams have ended and the child too, or the deadline; tells which."""
    texts = {fd: [] for fd in fds}
    open_fds = list(fds)
    drain_until = None
    while open_fds or child.poll() is None:
        now = time.monotonic()
        if child.poll() is not None and drain_until is None:
            drain_until = now + DRAIN_SECONDS
        limit = deadline if drain_until is None else min(deadline, drain_until)
        if now >= limit:
            return texts, True
        ready, _, _ = select.select(open_fds, [], [], min(0.05, limit - now))
        for fd in ready:
            data = read_some(fd)
            if data:
                texts[fd].append(data)
            else:
                open_fds.remove(fd)
    return texts, False


def run_command(command, cwd, stdin_text, seconds):
    ours, theirs = open_terminal()
    err_read, err_write = os.pipe()
    with tempfile.TemporaryFile() as stdin:
        stdin.write(stdin_text.encode("utf-8"))
        stdin.seek(0)
        child = subprocess.Popen(command, cwd=cwd, stdin=stdin, stdout=theirs, stderr=err_write,
                                 env=child_environment(cwd), start_new_session=True)
        running.add(child.pid)
        os.close(theirs)
        os.close(err_write)
        texts, timed_out = collect(child, [ours, err_read], time.monotonic() + seconds)
        if timed_out:
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        code = child.wait()
        running.discard(child.pid)
    os.close(ours)
    os.close(err_read)
    out = b"".join(texts[ours]).decode("utf-8", "backslashreplace")
    err = b"".join(texts[err_read]).decode("utf-8", "backslashreplace")
    if code < 0:
        code = 128 - code                           # killed by signal N: what a shell would say
    return Outcome(out.replace(cwd, "<cwd>"), err.replace(cwd, "<cwd>"), code, timed_out)


def run_program(prog, command):
    """Runs `command prog.py` in a fresh directory that holds the program and its helpers."""
    with tempfile.TemporaryDirectory(prefix="oracle-") as cwd:
        cwd = os.path.realpath(cwd)
        for path, relative in prog.helpers():
            target = os.path.join(cwd, relative)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy(path, target)
        base = os.path.basename(prog.path)
        shutil.copy(prog.path, os.path.join(cwd, base))
        stdin_text = "".join(line + "\n" for line in prog.words.get("stdin", []))
        argv = (prog.get("argv") or "").split()
        return run_command(command + [base] + argv, cwd, stdin_text, prog.seconds())


# ---------------------------------------------------------------- what may differ is renamed

PID_BEFORE = (r"(?:\b(?:pid|ppid|PID|PPID|tid|TID|ident|native_id|Pid)|进程号|父进程|子进程|线程号)"
              r"(?: (?:is|of \w+ is))?[:=：]? ?(\d+)")
ALWAYS = [
    (re.compile(r"\r\n"), "\n"),
    (re.compile(r"\bat 0x[0-9a-fA-F]+"), "at <addr>"),
    (re.compile(r"\b(started|stopped|initial)( daemon)? \d+"), r"\1\2 <ident>"),
    (re.compile(r"\b(pid|parent)=\d+"), r"\1=<pid>"),
    (re.compile(r'File "[^"\n]*?([^"/\n]+)"'), r'File "\1"'),
    (re.compile(r"(?m)^ *[~^]+ *\n"), ""),          # the marks under a traceback's line
]
TIMES = [
    (re.compile(r"\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d([.,]\d+)?"), "<date>"),
    (re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} +\d+ \d\d:\d\d:\d\d \d{4}"), "<date>"),
    (re.compile(r"\b\d\d:\d\d:\d\d(\.\d+)?\b"), "<time>"),
    (re.compile(r"\b\d+\.\d+ ?(s|sec|secs|seconds|秒)(?!\w)"), r"<secs> \1"),
]


def rename_pids(text, patterns, in_order):
    """Names pids <pid:1>, <pid:2> … as they first occur; all <pid> when the order is free."""
    names = {}

    def rename(found):
        number = found.group(1)
        names.setdefault(number, "<pid:%d>" % (len(names) + 1) if in_order else "<pid>")
        begin = found.start(1) - found.start(0)
        whole = found.group(0)
        return whole[:begin] + names[number] + whole[begin + len(number):]

    for pattern in patterns:
        text = re.sub(pattern, rename, text)
    return text


def normalise(text, prog):
    for pattern, name in ALWAYS + ([] if prog.get("keep") == "times" else TIMES):
        text = pattern.sub(name, text)
    return rename_pids(text, [PID_BEFORE] + prog.words.get("pids", []), prog.order[0] == "exact")


# ---------------------------------------------------------------- comparing

def arrange(text, order):
    """Puts the lines into the one order that all permitted transcripts share."""
    lines = text.split("\n")
    if order[0] == "lines":
        return sorted(lines)
    if order[0] == "lane":
        lanes = {}
        for line in lines:
            found = re.search(order[1], line)
            key = "" if not found else found.group(found.re.groups and 1)
            lanes.setdefault(key, []).append(line)
        return ["[%s] %s" % (key, line) for key in sorted(lanes) for line in lanes[key]]
    return lines


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1:]


def error_lines(text):
    return sorted(line for line in text.splitlines()
                  if re.match(r"[A-Za-z_][\w.]*(Error|Exception|Exit|Interrupt|Empty|Full|Warning)\b", line))


def compare_part(title, want, got):
    if want == got:
        return []
    return list(difflib.unified_diff(want, got, "python3 " + title, "conch " + title, lineterm=""))


def compare(prog, want, got):
    """The differences that matter, as lines of a diff; none when both say the same."""
    diff = []
    if got.timed_out:
        diff.append("conch did not end within %g s (or left something that prints)" % prog.seconds())
    found = SANITIZER.search(got.err)
    if found:
        diff += ["conch reports a fault of its own:"] + got.err.splitlines()[:40]
    diff += compare_part("stdout", arrange(normalise(want.out, prog), prog.order),
                         arrange(normalise(got.out, prog), prog.order))
    pick = {"last": last_line, "errors": error_lines}.get(prog.get("stderr"))
    if pick:
        diff += compare_part("stderr", pick(normalise(want.err, prog)), pick(normalise(got.err, prog)))
    if want.code != got.code:
        diff.append("exit code: python3 %d, conch %d" % (want.code, got.code))
    if diff and got.err.strip() and not found:
        diff += ["conch stderr was:"] + ["  " + line for line in got.err.splitlines()[-6:]]
    return diff


def check_header(prog, want):
    """What the program says about itself must be so under python3 too."""
    exit_word = prog.get("exit")
    if exit_word is not None and int(exit_word) != want.code:
        return ["the header says exit %s, python3 gave %d" % (exit_word, want.code)] + want.err.splitlines()
    if exit_word is None and want.code != 0:
        return ["python3 gave exit code %d" % want.code] + want.err.splitlines()[-8:]
    if want.timed_out:
        return ["python3 did not end in time"]
    return []


# ---------------------------------------------------------------- what python3 says, remembered

class Oracle:
    def __init__(self, python, cache):
        self.command = [python, "-X", "utf8"]
        self.cache = cache
        self.version = subprocess.run([python, "-c", "import sys; print(sys.version)"],
                                      capture_output=True, text=True, check=True).stdout
        self.found = {}
        os.makedirs(cache, exist_ok=True)

    def has(self, module):
        if module not in self.found:
            self.found[module] = subprocess.run(
                [self.command[0], "-c", "import " + module], capture_output=True).returncode == 0
        return self.found[module]

    def key(self, prog):
        digest = hashlib.sha256()
        for part in (VERSION, self.version, prog.name, prog.text):
            digest.update(part.encode("utf-8") + b"\0")
        for path, relative in prog.helpers():
            with open(path, "rb") as f:
                digest.update(relative.encode() + b"\0" + f.read())
        return digest.hexdigest()

    def ask(self, prog):
        """Returns (outcome, complaints). Two runs must agree before one is believed."""
        path = os.path.join(self.cache, self.key(prog) + ".json")
        try:
            with open(path, encoding="utf-8") as f:
                return Outcome(**json.load(f)), []
        except (OSError, ValueError, TypeError):
            pass
        outcome, complaints = self.ask_afresh(prog)
        if not complaints:
            with tempfile.NamedTemporaryFile("w", dir=self.cache, delete=False, encoding="utf-8") as f:
                json.dump(outcome._asdict(), f)
            os.replace(f.name, path)
        return outcome, complaints

    def ask_afresh(self, prog):
        before = run_program(prog, self.command)
        for _ in range(4):
            again = run_program(prog, self.command)
            if not compare(prog, before, again):
                return again, check_header(prog, again)
            before, unlike = again, compare(prog, before, again)
        return before, ["python3 does not agree with itself:"] + unlike


def expected(prog):
    lines = prog.words.get("expect", [])
    return Outcome("".join(line + "\n" for line in lines), "", int(prog.get("exit") or 0), False)


# ---------------------------------------------------------------- all of them

def conch_command(conch, prog):
    is_python = os.path.basename(conch).startswith("python")
    options = ["-X", "utf8"] if is_python else ["--allow-exec"] if "exec" in prog.needs() else []
    return [conch] + options


def judge(prog, conch, oracle):
    """Returns (verdict, lines): 'ok', 'not ok' or 'skip'."""
    for module in prog.needs():
        if module != "exec" and not oracle.has(module):
            return "skip", ["python3 has no " + module]
    if prog.get("skip-oracle") is not None:
        want, complaints = expected(prog), []
        if os.path.basename(conch).startswith("python"):
            return "skip", ["not for python3: " + prog.get("skip-oracle")]
    else:
        want, complaints = oracle.ask(prog)
    if complaints:
        return "not ok", complaints
    diff = compare(prog, want, run_program(prog, conch_command(conch, prog)))
    return ("not ok", diff) if diff else ("ok", [])


def tell(number, prog, verdict, lines):
    """Prints one line of TAP, and the reasons below it; returns whether it counts as a failure."""
    beyond = prog.get("scope") == "beyond"
    mark = ""
    if verdict == "skip":
        mark = " # SKIP " + lines[0]
    elif verdict == "not ok" and beyond:
        mark = " # TODO beyond what conch promises"
    print("%s %d - %s%s" % ("ok" if verdict == "skip" else verdict, number, prog.name, mark))
    if verdict == "not ok":
        for line in lines[:80]:
            print("#   " + line)
    sys.stdout.flush()
    return verdict == "not ok" and not beyond


def run_all(programs, conch, oracle, jobs):
    print("1..%d" % len(programs))
    failed = []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        results = pool.map(lambda prog: judge(prog, conch, oracle), programs)
        for number, (prog, (verdict, lines)) in enumerate(zip(programs, results), 1):
            if tell(number, prog, verdict, lines):
                failed.append(prog.name)
    print("# %d programs, %d failed" % (len(programs), len(failed)))
    return failed


def choose(programs, filters, set_name):
    chosen = [p for p in programs if set_name in (None, p.get("set"))]
    if filters:
        chosen = [p for p in chosen if any(re.search(f, p.name) for f in filters)]
    return chosen


def default_cache():
    build = os.environ.get("MESON_BUILD_ROOT")
    return os.path.join(build or tempfile.gettempdir(), "conch-oracle-cache-%d" % os.getuid())


def parse_arguments():
    parser = argparse.ArgumentParser(description="Compare conch with CPython, program by program.")
    parser.add_argument("--conch", help="the conch to test (python3 itself may stand in)")
    parser.add_argument("--python", default=python311.find(), help="the oracle")
    parser.add_argument("--root", default=HERE, help="where the programs are")
    parser.add_argument("--cache", default=default_cache(), help="where python3's answers are kept")
    parser.add_argument("--set", choices=["first", "full"], help="only this set")
    parser.add_argument("--filter", action="append", metavar="REGEX", help="only programs named so")
    parser.add_argument("-j", type=int, default=2, dest="jobs", help="programs at a time")
    parser.add_argument("--list", action="store_true", help="only list the programs")
    parser.add_argument("--shake", type=int, metavar="N", default=0,
                        help="ask python3 N times with a tiny switch interval: are the programs sound?")
    parser.add_argument("--selftest", action="store_true", help="wrong conches must be found out")
    return parser.parse_args()


def shake(programs, oracle, args):
    """A program whose transcript depends on luck must not be in here."""
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "sitecustomize.py"), "w") as f:
            f.write("import sys; sys.setswitchinterval(1e-6)\n")
        for _ in range(args.shake):
            for prog in programs:
                oracle.ask(prog)
            os.environ["ORACLE_PYTHONPATH"] = folder
            failed += run_all(programs, args.python, oracle, args.jobs)
            del os.environ["ORACLE_PYTHONPATH"]
    return failed


def end_all(number, frame):
    """Whoever stops the harness does not want its programs to stay behind."""
    for pid in list(running):
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    os._exit(128 + number)


def main():
    args = parse_arguments()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end_all)
    if not args.python or not shutil.which(args.python):
        print("1..0 # SKIP " + python311.MISSING)
        return 77
    if args.selftest:
        sys.path.insert(0, HERE)
        import selftest
        return selftest.main(os.path.abspath(__file__), args.python)
    programs = choose(find_programs(args.root), args.filter, args.set)
    if args.list:
        for prog in programs:
            print("%-5s %-6s %s" % (prog.get("set"), prog.order[0], prog.name))
        return 0
    oracle = Oracle(args.python, args.cache)
    if args.shake:
        return 1 if shake(programs, oracle, args) else 0
    if not args.conch or not shutil.which(args.conch):
        print("run.py: --conch PATH is needed (a program that can be run)", file=sys.stderr)
        return 2
    return 1 if run_all(programs, os.path.abspath(shutil.which(args.conch)), oracle,
                         args.jobs) else 0


if __name__ == "__main__":
    sys.exit(main())
