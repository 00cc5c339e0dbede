#!/usr/bin/env python3
"""Grades answers as students write them, and looks whether each gets the verdict that it deserves.

    run.py --conch CONCH [--times N] [--level NAME]

Each level of levels.md has answers: a name, the verdict, and the changes to the level's program, or a whole
text. They are handed to `conch grade` as a class is; with --times the whole class is graded again and again,
and the transcripts must be the same byte by byte. Speaks TAP."""
import argparse
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PASSED, SLOW, FAILED, UNKNOWN = "passed", "slow", "failed", "unknown"

LOCKED = [("total = 0\n", "total = 0\nlock = Lock()\n"), ("        total += 1\n", "        with lock:\n            total += 1\n")]
SOLD = "    if left > 0:\n        left -= 1\n        sold.append(name)\n"
SAFE = "    with lock:\n        if left > 0:\n            left -= 1\n            sold.append(name)\n"
BOTH = "    with first:\n        with second:\n            money[source] -= 1\n            money[target] += 1\n"
MOVED = "money[source] -= 1\n{0}money[target] += 1\n"

ANSWERS = {
    "count": [
        ("lock", PASSED, LOCKED),
        ("acquire-release", PASSED, [("total = 0\n", "total = 0\nlock = Lock()\n"),
            ("        total += 1\n", "        lock.acquire()\n        total += 1\n        lock.release()\n")]),
        ("try-finally", PASSED, [("total = 0\n", "total = 0\nlock = Lock()\n"),
            ("        total += 1\n", "        lock.acquire()\n        try:\n            total += 1\n        finally:\n            lock.release()\n")]),
        ("reentrant", PASSED, [("Thread, Lock", "Thread, RLock"), ("total = 0\n", "total = 0\nlock = RLock()\n"), LOCKED[1]]),
        ("semaphore", PASSED, [("Thread, Lock", "Thread, Semaphore"), ("total = 0\n", "total = 0\nlock = Semaphore(1)\n"), LOCKED[1]]),
        ("own-counts", PASSED, [("total = 0\n", "total = 0\nlock = Lock()\nparts = []\n"),
            ("        total += 1\n", "        parts.append(1)\n"), ("b.join()\n", "b.join()\ntotal = len(parts)\n")]),
        ("whole-loop", SLOW, [("total = 0\n", "total = 0\nlock = Lock()\n"), ("    for _ in range(n):            # keep\n        total += 1\n",
            "    with lock:\n        for _ in range(n):            # keep\n            total += 1\n")]),
        ("one-after-the-other", SLOW, [("a.start()\nb.start()\na.join()\nb.join()\n", "a.start()\na.join()\nb.start()\nb.join()\n")]),
        ("no-threads", FAILED, [("a.start()\nb.start()\na.join()\nb.join()\n", "total = 4\n")]),
        ("two-locks", FAILED, [("total = 0\n", "total = 0\n"), ("def add(n):                       # keep\n    global total\n",
            "def add(n):                       # keep\n    global total\n    lock = Lock()\n"), LOCKED[1]]),
        ("lock-the-read-only", FAILED, [("total = 0\n", "total = 0\nlock = Lock()\n"),
            ("        total += 1\n", "        with lock:\n            now = total\n        total = now + 1\n")]),
        ("semaphore-of-two", FAILED, [("Thread, Lock", "Thread, Semaphore"), ("total = 0\n", "total = 0\nlock = Semaphore(2)\n"), LOCKED[1]]),
        ("sleep", FAILED, [("from threading", "import time\nfrom threading"), ("b.start()\n", "time.sleep(1)\nb.start()\n")]),
        ("sleep-in-the-loop", FAILED, [("from threading", "import time\nfrom threading"), ("        total += 1\n", "        total += 1\n        time.sleep(0.01)\n")]),
        ("spelled-out", FAILED, [("        total += 1\n", "        total = total + 1\n")]),
        ("unchanged", FAILED, []),
        ("a-comment", FAILED, [("total = 0\n", "total = 0  # safe now\n")]),
        ("no-assertion", FAILED, [('assert total == 4, "an update was lost"\n', "print(total)\n")]),
        ("softer-assertion", FAILED, [("assert total == 4,", "assert total <= 4,")]),
        ("never-given-back", FAILED, [("total = 0\n", "total = 0\nlock = Lock()\n"),
            ("        total += 1\n", "        lock.acquire()\n        total += 1\n")]),
        ("held-by-main", FAILED, [LOCKED[0], LOCKED[1], ("a.join()\n", "lock.acquire()\na.join()\n")]),
        ("a-flag", FAILED, [("total = 0\n", "total = 0\nbusy = False\n"), ("    global total\n", "    global total, busy\n"),
            ("        total += 1\n", "        while busy:\n            pass\n        busy = True\n        total += 1\n        busy = False\n")]),
        ("for-ever", UNKNOWN, [("        total += 1\n", "        while True:\n            pass\n")]),
        ("syntax", FAILED, [("        total += 1\n", "        with lock\n            total += 1\n")]),
        ("name", FAILED, [("        total += 1\n", "        with lok:\n            total += 1\n")]),
        ("repaired-afterwards", FAILED, [("b.join()\n", "b.join()\nif total != 4:\n    total = 4\n")]),
        ("exits-early", FAILED, [("assert total", "import os\nos._exit(0)\nassert total")]),
        ("leaves-early", FAILED, [("assert total", "raise SystemExit(0)\nassert total")]),
        ("lies-about-equality", FAILED, [("total = 0\n", "class Liar(int):\n    def __eq__(self, other):\n        return True\ntotal = Liar(0)\n"),
            ("b.join()\n", "b.join()\ntotal = Liar(total)\n")]),
    ],
    "tickets": [
        ("lock", PASSED, [("left = 1\n", "left = 1\nlock = Lock()\n"), (SOLD, SAFE)]),
        ("early-return", PASSED, [("left = 1\n", "left = 1\nlock = Lock()\n"),
            (SOLD, "    with lock:\n        if left == 0:\n            return\n        left -= 1\n        sold.append(name)\n")]),
        ("append-outside", PASSED, [("left = 1\n", "left = 1\nlock = Lock()\n"),
            (SOLD, "    with lock:\n        mine = left > 0\n        if mine:\n            left -= 1\n    if mine:\n        sold.append(name)\n")]),
        ("only-the-write", FAILED, [("left = 1\n", "left = 1\nlock = Lock()\n"),
            (SOLD, "    if left > 0:\n        with lock:\n            left -= 1\n            sold.append(name)\n")]),
        ("check-and-write-apart", FAILED, [("left = 1\n", "left = 1\nlock = Lock()\n"),
            (SOLD, "    with lock:\n        free = left > 0\n    with lock:\n        if free:\n            left -= 1\n            sold.append(name)\n")]),
        ("checked-twice", PASSED, [("left = 1\n", "left = 1\nlock = Lock()\n"),
            (SOLD, "    if left > 0:\n        with lock:\n            if left > 0:\n                left -= 1\n                sold.append(name)\n")]),
        ("try-lock", FAILED, [("left = 1\n", "left = 1\nlock = Lock()\n"),
            (SOLD, "    if lock.acquire(False):\n        lock.release()\n        if left > 0:\n            left -= 1\n            sold.append(name)\n")]),
        ("try-lock-held", PASSED, [("left = 1\n", "left = 1\nlock = Lock()\n"),
            (SOLD, "    if lock.acquire(False):\n        if left > 0:\n            left -= 1\n            sold.append(name)\n        lock.release()\n")]),
        ("joined-at-once", PASSED, # the solution lets them in one by one, too
            [("    t.start()\nfor t in tills:\n    t.join()\n", "    t.start()\n    t.join()\n")]),
        ("one-till", FAILED, [('for name in ("ann", "ben")]', 'for name in ("ann",)]')]),
        ("sorted-out-later", FAILED, [("    t.join()\n", "    t.join()\ndel sold[1:]\nleft = 0\n")]),
        ("lock-in-the-loop", FAILED, [("    t.start()\n", "    with Lock():\n        t.start()\n")]),
        ("lock-of-its-own", FAILED, [(SOLD, "    with Lock():\n        if left > 0:\n            left -= 1\n            sold.append(name)\n")]),
    ],
    "transfer": [
        ("same-order", PASSED, [("args=(b, a, ", "args=(a, b, ")]),
        ("sorted", PASSED, [(BOTH, "    first, second = sorted((first, second), key=id)\n" + BOTH)]),
        ("one-lock", PASSED, [(BOTH, "    with a:\n        " + MOVED.format("        "))]),
        ("one-inside", PASSED, [("        with second:\n            money[source] -= 1\n            money[target] += 1\n",
            "        money[source] -= 1\n    with second:\n        money[target] += 1\n")]),
        ("no-locks", FAILED, [(BOTH, "    " + MOVED.format("    "))]),
        ("reentrant", FAILED, [("Thread, Lock", "Thread, RLock"), ("Lock(), Lock()", "RLock(), RLock()")]),
        ("sleep-first", FAILED, [("from threading", "import time\nfrom threading"), ("y.start()\n", "time.sleep(1)\ny.start()\n")]),
        ("timeout", FAILED, [("    with first:\n        with second:\n            money[source] -= 1\n            money[target] += 1\n",
            "    with first:\n        if second.acquire(timeout=1):\n            money[source] -= 1\n            money[target] += 1\n            second.release()\n"),
            ('assert money == {"a": 5, "b": 5}', 'assert money == {"a": 5, "b": 5}, money')]),
        ("one-after-the-other", PASSED, [("x.start()\ny.start()\nx.join()\ny.join()\n", "x.start()\nx.join()\ny.start()\ny.join()\n")]),
        ("gate", PASSED, [("a, b = Lock(), Lock()\n", "a, b = Lock(), Lock()\ngate = Lock()\n"), (BOTH, "    with gate:\n        first.acquire()\n        second.acquire()\n"
            "    " + MOVED.format("    ") + "    second.release()\n    first.release()\n")]),
        ("swapped-twice", FAILED, [("args=(a, b, ", "args=(b, a, "), ("args=(b, a, \"b\"", "args=(a, b, \"b\"")]),
    ],
    "answers": [
        ("join-both", PASSED, [("a.join()\n", "a.join()\nb.join()\n")]),
        ("join-in-a-loop", PASSED, [("a.join()\n", "for t in (a, b):\n    t.join()\n")]),
        ("join-the-other", FAILED, [("a.join()\n", "b.join()\n")]),
        ("sleep", FAILED, [("from threading", "import time\nfrom threading"), ("a.join()\n", "a.join()\ntime.sleep(2)\n")]),
        ("wait-busily", FAILED, [("a.join()\n", "a.join()\nwhile b.is_alive():\n    answers.append('?')\n")]),
        ("is-alive", FAILED, [("a.join()\n", "a.join()\nif b.is_alive():\n    pass\n")]),
        ("short-timeout", FAILED, [("a.join()\n", "a.join()\nb.join(0.1)\n")]),
        ("never-started", FAILED, [("b.start()\na.join()\n", "a.join()\nb.join()\n")]),
        ("started-late", PASSED, [("a.start()\nb.start()\na.join()\n", "a.start()\na.join()\nb.start()\nb.join()\n")]),
        ("daemon", FAILED, [("a.start()\n", "b.daemon = True\na.start()\n")]),
        ("told-by-main", FAILED, [("a.join()\n", "a.join()\nanswers[:] = ['ann', 'ben']\n")]),
        ("whole-text", FAILED, "answers = [1, 2]\nassert len(answers) == 2, \"not all have answered\"\n"),
    ],
    "ball": [ # the explorer does not follow greenlets: runs on real tasks judge
        ("once-more", PASSED, [("a.switch()\nassert", "a.switch()\na.switch()\nassert")]),
        ("ben-throws", PASSED, [('    log.append("two")\n', '    log.append("two")\n    a.switch()\n'), ("a.switch()\nassert", "a.switch()\nb.switch()\nassert")]),
        ("a-print", FAILED, [("a = greenlet(ann)\n", "print('go')\na = greenlet(ann)\n")]),
        ("told-by-main", FAILED, [("a.switch()\nassert", "log.append('three')\nassert")]),
        ("dies", FAILED, [('    log.append("two")\n', '    log.append("two")\n    raise ValueError("no ball")\n')]),
        ("no-assertion", FAILED, [("assert a.dead and log", "print(log)\nprint(log")]),
    ],
}


def level_program(level):
    text = open(os.path.join(HERE, "levels.md"), encoding="utf-8").read()
    return re.search(rf"<!-- level id={level} .*?-->\n```python [^\n]*\n(.*?)```", text, re.S).group(1)


def changed(program, changes):
    if isinstance(changes, str):
        return changes
    for old, new in changes:
        if old not in program:
            sys.exit(f"run.py: not in the program: {old!r}")
        program = program.replace(old, new, 1)
    return program


def grade(conch, level, folder):
    """The transcript, byte by byte."""
    command = [conch, "--lang", "en", "grade", "--level", f"{HERE}/levels.md:{level}", "--format", "json", folder]
    got = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    if got.returncode not in (0, 1, 124):
        print("# " + got.stderr.decode(errors="replace").strip().replace("\n", "\n# "))
    return got.stdout


def child_of(pid):
    """The first process that it starts; waits until it has one, or has ended."""
    while True:
        try:
            children = open(f"/proc/{pid}/task/{pid}/children").read().split()
        except OSError:
            return None
        if children:
            return int(children[0])
        time.sleep(0.001)


def worker_killed(conch):
    """A class of two; the explorer of the first answer, which takes long, is killed. The second has its verdict all the same."""
    with tempfile.TemporaryDirectory() as folder:
        for name, changes in (("ann", [("        total += 1\n", "        total += 1\n" + "        sum(range(10**7))\n" * 20)]), ("ben", LOCKED)):
            with open(f"{folder}/{name}.py", "w") as f:
                f.write(changed(level_program("count"), changes))
        command = [conch, "--lang", "en", "grade", "--level", f"{HERE}/levels.md:count", "--format", "json", folder]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as p:
            worker = child_of(p.pid)
            if worker:
                os.kill(worker, signal.SIGKILL)
            out = p.stdout.read()
        return p.returncode, [(row["result"], row["reasons"] if row["result"] == UNKNOWN else "") for row in map(json.loads, out.decode().splitlines())]


def tell_difference(first, again):
    rows, others = first.decode().splitlines(), again.decode().splitlines()
    for a, b in itertools.zip_longest(rows, others, fillvalue="nothing"):
        if a != b:
            print(f"# first {a}\n# then  {b}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--conch", required=True)
    parser.add_argument("--times", type=int, default=2)
    parser.add_argument("--level", default="")
    options = parser.parse_args()
    number = failed = 0
    for level, answers in ANSWERS.items():
        if options.level not in level:
            continue
        program = level_program(level)
        with tempfile.TemporaryDirectory() as folder:
            for name, _, changes in answers:
                with open(f"{folder}/{name}.py", "w") as f:
                    f.write(changed(program, changes))
            first = grade(options.conch, level, folder)
            rows = {row["student"]: row for row in map(json.loads, first.decode().splitlines())}
            for name, verdict, _ in answers:
                row = rows.get(name, {"result": "nothing", "reasons": ""})
                number += 1
                right = row["result"] == verdict and (row["result"] == PASSED or row["reasons"])
                failed += not right
                print(f"{'ok' if right else 'not ok'} {number} - {level}: {name}: {verdict}")
                if not right:
                    print(f"#   got {row['result']}: {row['reasons']}")
            same = True
            for _ in range(options.times - 1):
                again = grade(options.conch, level, folder)
                if again != first:
                    same = False
                    tell_difference(first, again)
            number += 1
            failed += not same
            print(f"{'ok' if same else 'not ok'} {number} - {level}: {options.times} times the same")
            sys.stdout.flush()
    number += 1
    got = worker_killed(options.conch)
    right = got == (124, [(UNKNOWN, "the explorer does not answer: its process has ended"), (PASSED, "")])
    failed += not right
    print(f"{'ok' if right else 'not ok'} {number} - an answer whose explorer is killed leaves the others theirs")
    if not right:
        print(f"#   got {got}")
    print(f"1..{number}")
    return failed != 0


sys.exit(main())
