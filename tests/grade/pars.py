#!/usr/bin/env python3
"""Looks for repairs that are smaller than a level's par.

    pars.py --conch CONCH --lessons DIR [--only TEXT] [--parts]

A repair's par counts changed lines. Below it there must be no repair made of the lines that the level's program and
its solution have: that is, none by one line deleted, put in or replaced by one of them, and none by a part of the
solution. All those are handed to `conch grade` as a class is, and none may pass; the solution must. (What a level to be
broken takes is proved by `conch check`.) --parts leaves out the single lines, of which there are many. Speaks TAP."""
import argparse
import difflib
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile


def levels(text):
    """(id, par, program, solution) of each repair."""
    for m in re.finditer(r"<!-- level id=(\S+) goal=fix par=(\d+) -->\n```python [^\n]*\n(.*?)^```", text, re.S | re.M):
        solution = re.search(rf"^```python [^\n]*solves={re.escape(m[1])}\b[^\n]*\n(.*?)^```", text, re.S | re.M)
        yield m[1], int(m[2]), m[3].splitlines(), solution[1].splitlines()


def code(lines):
    """What counts as the program: no comments, no blank lines."""
    return tuple(line.partition("#")[0].rstrip() for line in lines if line.partition("#")[0].strip())


def indent(line):
    return len(line) - len(line.lstrip())


def places(program, i):
    """How far a line may be indented that comes before line i."""
    before, after = program[i - 1] if i else "", program[i] if i < len(program) else ""
    return sorted({indent(before) + 4 * before.endswith(":"), indent(after)})


def single_edits(program, words):
    for i in range(len(program)):
        yield program[:i] + program[i + 1:]
        for word in words:
            yield program[:i] + [" " * indent(program[i]) + word] + program[i + 1:]
    for i in range(len(program) + 1):
        for cells, word in itertools.product(places(program, i), words):
            yield program[:i] + [" " * cells + word] + program[i:]


def line_edits(program, solution):
    """The solution's changes, each a line replaced, gone or new: (where, how many go, lines that come)."""
    for tag, i, j, k, l in difflib.SequenceMatcher(None, program, solution, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        both = min(j - i, l - k)
        yield from ((i + n, 1, [solution[k + n]]) for n in range(both))
        yield from ((n, 1, []) for n in range(i + both, j))
        yield from ((i + both, 0, [line]) for line in solution[k + both:l])


def parts(program, edits, most):
    for size in range(1, most + 1):
        for chosen in itertools.combinations(edits, size):
            lines, moved = list(program), 0
            for at, gone, new in chosen:
                lines[at + moved:at + moved + gone] = new
                moved += len(new) - gone
            yield lines


def smaller(par, program, solution, singles):
    """Each program, once, that differs in fewer lines than the par."""
    own, mended = code(program), code(solution)
    seen = {own, mended}
    words = sorted({line.strip() for line in own + mended})
    candidates = itertools.chain(single_edits(list(own), words) if par > 1 and singles else (),
                                 parts(list(own), list(line_edits(list(own), list(mended))), par - 1))
    for lines in candidates:
        if tuple(lines) in seen:
            continue
        seen.add(tuple(lines))
        try:
            compile("\n".join(lines), "candidate", "exec")
        except (SyntaxError, ValueError):
            continue
        yield lines


def passes(conch, lesson, level, par, programs):
    """Which of them the grader lets pass, with fewer changes than the par, and why."""
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in programs:
            with open(f"{folder}/{name}.py", "w") as f:
                f.write("\n".join(lines) + "\n")
        got = subprocess.run([conch, "--lang", "en", "--allow-exec", "grade", "--level", f"{lesson}:{level}", "--format", "json", folder],
                             stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=folder)
        rows = [json.loads(line) for line in got.stdout.splitlines()]
    if len(rows) != len(programs):
        sys.exit(f"pars.py: {level}: {got.stderr}")
    return {row["student"]: row["reasons"] for row in rows if row["result"] == "passed" and row["changes"] < par}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--conch", required=True)
    parser.add_argument("--lessons", required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--parts", action="store_true")
    options = parser.parse_args()
    conch = os.path.abspath(options.conch)
    number = failed = 0
    for name in sorted(os.listdir(options.lessons)):
        path = os.path.abspath(os.path.join(options.lessons, name))
        for level, par, program, solution in levels(open(path, encoding="utf-8").read()) if options.only in name else ():
            solved = passes(conch, path, level, par + 1, [("solution", solution)]).get("solution", "")
            proved = "no proof" not in solved # else each of them is run many times: only parts of the solution are tried
            programs = [("given", program)]
            programs += [(f"c{n}", lines) for n, lines in enumerate(smaller(par, program, solution, proved and not options.parts))]
            passed = passes(conch, path, level, par, programs)
            number += 1
            good = solved and not passed
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} - {name}: {level}: par {par}: {len(programs)} smaller ones fail"
                  f"{'' if proved else ', in runs'}")
            for which in passed:
                diff = difflib.unified_diff(code(program), dict(programs)[which], lineterm="", n=0)
                print("#   " + "\n#   ".join(line for line in diff if not line.startswith(("---", "+++", "@@"))) + "\n#   passes")
            if not solved:
                print("#   the solution does not pass, or takes more lines")
            sys.stdout.flush()
    print(f"1..{number}")
    return failed != 0 or number == 0


sys.exit(main())
