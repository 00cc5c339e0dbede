#!/usr/bin/env python3
"""Random programs: conch and python3 must say the same.

    run.py --conch PATH [--count N] [--seed S] [--batch B] [--shrink] [--show N]

Programs are written by grammar.py from their numbers, `batch` of them to a process, so that starting python3
does not matter. A program that is told differently is run again alone, made smaller if that is wanted, and shown.
The output is TAP. Exit: 0 all agree, 1 some do not, 77 no python3 3.11."""
import argparse
import difflib
import os
import re
import resource
import subprocess
import sys
import tempfile

import grammar
from shrink import shrink

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))
import python311  # noqa: E402

PYTHON = python311.find()
SECONDS = 60                    # a last resort; a batch takes well under one


def limited():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limited_more():
    """For python3, which has no limit of its own: a program may ask for more than the machine has."""
    limited()
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))


class Runner:
    def __init__(self, conch, folder):
        self.commands = {"python3": [PYTHON, "-X", "utf8", "-W", "ignore"], "conch": [conch]}
        self.path = os.path.join(folder, "program.py")

    def run(self, who, text, seconds=SECONDS):
        with open(self.path, "w", encoding="utf-8") as f:
            f.write(text)
        environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", NO_COLOR="1")
        try:
            done = subprocess.run(self.commands[who] + [self.path], stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds,
                                  env=environment, preexec_fn=limited if who == "conch" else limited_more)
        except subprocess.TimeoutExpired:
            return "(no end)", "", None
        out = re.sub(r"0x[0-9a-f]{9,}", "0xADDRESS", done.stdout.decode("utf-8", "backslashreplace"))
        err = done.stderr.decode("utf-8", "backslashreplace")
        return out, err, done.returncode

    def batch(self, who, programs):
        """What each program said, by number."""
        text = grammar.PRELUDE + "\n" + "\n".join("\n".join(grammar.wrapped(n, lines)) for n, lines in programs)
        out, err, code = self.run(who, text + "\nprint('=== end')\n")
        parts, number = {}, None
        for line in out.split("\n"):
            if line.startswith("=== "):
                number = line[4:]
                parts[number] = []
            elif number is not None:
                parts[number].append(line)
        parts["err"] = err.strip().split("\n")[-3:]
        return parts, code == 0 and "end" in parts

    def alone(self, who, number, lines):
        parts, good = self.batch(who, [(number, lines)])
        said = parts.get(str(number), ["(nothing)"])
        return said if good else said + ["(ended badly)"] + (parts["err"] if who == "conch" else [])


def compare(runner, programs):
    """The numbers of programs that are told differently."""
    if len(programs) == 1:
        n, lines = programs[0]
        theirs = runner.alone("python3", n, lines)
        if "(ended badly)" in theirs:
            return []               # too long or too large for python3: nothing to compare
        return [] if runner.alone("conch", n, lines) == theirs else programs
    theirs, good = runner.batch("python3", programs)
    ours, well = runner.batch("conch", programs)
    if not good or not well:
        half = len(programs) // 2
        return compare(runner, programs[:half]) + compare(runner, programs[half:])
    return [p for p in programs if ours.get(str(p[0])) != theirs.get(str(p[0])) and compare(runner, [p])]


def show(runner, number, lines, smaller):
    if smaller:
        lines = shrink(lines, lambda text: bool(compare(runner, [(number, text)])))
    print(f"# program {number} (grammar.py writes it from this number)")
    for line in "\n".join(lines).split("\n"):
        print("#     " + line)
    theirs, ours = runner.alone("python3", number, lines), runner.alone("conch", number, lines)
    for line in difflib.unified_diff(theirs, ours, "python3", "conch", lineterm="", n=1):
        print("#   " + line)
    sys.stdout.flush()


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--conch", required=True)
    p.add_argument("--count", type=int, default=400)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--batch", type=int, default=50)
    p.add_argument("--shrink", action="store_true")
    p.add_argument("--show", type=int, default=20, help="so many differences are shown")
    args = p.parse_args()
    if not PYTHON:
        print("1..0 # SKIP " + python311.MISSING)
        return 77
    bad = cases = 0
    numbers = range(args.seed, args.seed + args.count)
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(os.path.abspath(args.conch), folder)
        for start in range(0, len(numbers), args.batch):
            part = numbers[start:start + args.batch]
            wrong = compare(runner, [(n, grammar.program(n)) for n in part])
            for n, lines in wrong:
                bad += 1
                if bad <= args.show:
                    show(runner, n, lines, args.shrink)
            cases += 1
            print(f"{'not ok' if wrong else 'ok'} {cases} - programs {part[0]} to {part[-1]}", flush=True)
    print(f"1..{cases}\n# {len(numbers)} programs from seed {args.seed}: {bad} told differently")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
