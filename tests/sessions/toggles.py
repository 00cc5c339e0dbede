#!/usr/bin/env python3
"""Takes the locks and joins away that the lessons say may be taken away, and looks whether the bug shows at once.

    toggles.py --conch CONCH --lessons DIR [--times N] [--only TEXT]

What is to be tried stands in the lessons: a block of commands, or an item of a list, that says `lock X off` or
`join off` before a `run`. What is then to be seen stands there too: the first `expect some …` under the same
switches in the program's check; if there is none, all that is claimed under them. Each try is a conch of its own,
N times pinned to one core and N times on all. Speaks TAP."""
import argparse
import os
import re
import subprocess
import sys
import tempfile

REMOVES = re.compile(r"(lock \S+|join) off$")
SWITCHES = re.compile(r"(lock|join|kind|daemon|gil|cores) ")


def blocks(text):
    """Each fence: its first line's words and attributes, its text, the line it begins in."""
    for m in re.finditer(r"^```(\w+)([^\n]*)\n(.*?)^```$", text, re.S | re.M):
        yield m[1], m[2].strip(), dict(re.findall(r"(\w+)=(\S+)", m[2])), m[3], text.count("\n", 0, m.start()) + 1


def claims(text):
    """program -> [(switches, claim)]"""
    found = {}
    for lang, rest, attrs, body, _ in blocks(text):
        if lang != "conch" or not rest.startswith("check="):
            continue
        switches, list_ = [], found.setdefault(attrs["check"], [])
        for line in filter(None, map(str.strip, body.splitlines())):
            if line.startswith("expect "):
                list_.append((frozenset(switches), line[len("expect "):]))
            else:
                switches.append(line)
    return found


def sequences(text):
    """(line, program, commands) of each block of commands and each item of a list."""
    for lang, rest, attrs, body, line in blocks(text):
        if lang == "conch" and rest.startswith("for="):
            yield line, attrs["for"], [c.strip() for c in body.splitlines() if c.strip()]
    for m in re.finditer(r"^<!-- try for=(\S+) -->\n((?:[- ] [^\n]*\n)+)", text, re.M):
        line = text.count("\n", 0, m.start()) + 2
        for item in re.split(r"\n(?=- )", m[2].rstrip("\n")):
            yield line, m[1], re.findall(r"`([^`]*)`", item)
            line += item.count("\n") + 1


def toggles(text):
    """(line, program, commands up to the first run without the sync, switches at that run)"""
    programs = {attrs.get("id") for lang, _, attrs, _, _ in blocks(text) if lang == "python"}
    for line, program, commands in sequences(text):
        switches, typed = {}, []
        for command in commands:
            typed.append(command)
            if SWITCHES.match(command):
                name, _, state = command.rpartition(" ")
                switches[name] = command
                if state == "on":
                    del switches[name]
            words = command.split()
            if words[0] == "run" and any(map(REMOVES.match, switches.values())):
                named = [w for w in words[1:] if w in programs]
                yield line, named[0] if named else program, typed, frozenset(switches.values())
                break


def to_be_seen(claimed, switches):
    under = [claim for s, claim in claimed if s == switches]
    some = [c for c in under if c.startswith("some ") or c == "deadlock"]
    return some[:1] or under


def expressions(wanted):
    return [c.split(" ", 1)[1] for c in wanted if re.match(r"(every|some) (?!(no )?output )", c)]


def asking(text, program, wanted):
    """The lesson, whose program tells at its end what the claims are about."""
    lines = "".join(f"try: print('=seen', ({e}))\nexcept Exception: pass\n" for e in expressions(wanted))
    return re.sub(rf"(^```python id={re.escape(program)}\b[^\n]*\n.*?)(^```$)", lambda m: m[1] + lines + m[2], text,
                  count=1, flags=re.S | re.M)


def shows(claim, printed, answers):
    kind = re.match(r"(every|some) (no )?output (.*)", claim)
    if kind:
        pattern = re.sub(r"<[^>]*>", r"\\S+", re.escape(kind[3]).replace("\\<", "<").replace("\\>", ">"))
        there = any(re.fullmatch(pattern, line) for line in printed)
        return there != bool(kind[2])
    if claim in ("deadlock", "no deadlock"):
        return any(re.match(r"\S? ?deadlock:", line) for line in printed) == (claim == "deadlock")
    if claim.startswith("outcomes {"):
        last = [line for line in printed if line][-1]
        return any(last == o or last.endswith(" " + o) for o in re.split(r",\s*", claim[len("outcomes {"):-1].replace('"', "")))
    return answers.get(claim.split(" ", 1)[1]) == "True"


def try_once(conch, script, cores, wanted):
    got = subprocess.run([conch, "--lang", "en", "--plain", "--quiet", "--no-rc", "-k", script],
                         stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
                         env=dict(os.environ, XDG_STATE_HOME="/nonexistent"), cwd=os.path.dirname(script), timeout=120,
                         preexec_fn=lambda: os.sched_setaffinity(0, cores))
    ran = (got.stdout.rpartition("=run\n")[2] + got.stderr).splitlines()
    told = [line[len("=seen "):] for line in ran if line.startswith("=seen ")]
    answers = dict(zip(expressions(wanted), told))
    lost = any("left the schedule" in line for line in ran)
    return not lost and all(shows(c, ran, answers) for c in wanted), got.stdout[-600:] + got.stderr[-400:]


def try_toggle(options, path, toggle, core_sets, folder):
    """How often it was seen, how often it was tried, and what a try that failed said."""
    line, program, typed, switches = toggle
    text = open(path, encoding="utf-8").read()
    wanted = to_be_seen(claims(text).get(program, []), switches)
    if not wanted:
        return 0, 0, f"the check of `{program}` claims nothing under {', '.join(sorted(switches))}"
    lesson, script = f"{folder}/{os.path.basename(path)}", f"{folder}/try.conch"
    with open(lesson, "w", encoding="utf-8") as f:
        f.write(asking(text, program, wanted))
    chapter = len(re.findall(r"^## ", text[:text.index("<!-- try ")], re.M)) + 1 # where nothing is asked first
    first = [c if c.split()[0] != "run" else f"run {program} " + " ".join(w for w in c.split()[1:] if w != program)
             for c in typed]
    with open(script, "w", encoding="utf-8") as f:
        f.write("\n".join([f"lesson {lesson}", f"jump {chapter}"] + first[:-1] + ["print('=run')", first[-1]]) + "\n")
    seen = tried = 0
    told = ""
    for cores in core_sets:
        for _ in range(options.times):
            tried += 1
            ok, said = try_once(options.conch, script, cores, wanted)
            seen += ok
            told = told if ok else f"wanted: {wanted}, on cores {sorted(cores)}\n{said}"
    return seen, tried, told


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--conch", required=True)
    parser.add_argument("--lessons", required=True)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    options.conch = os.path.abspath(options.conch)
    all_cores = sorted(os.sched_getaffinity(0))
    core_sets = [{all_cores[0]}, set(all_cores[:2])]
    number = failed = 0
    for name in sorted(os.listdir(options.lessons)):
        path = os.path.join(options.lessons, name)
        for toggle in toggles(open(path, encoding="utf-8").read()) if options.only in name else ():
            with tempfile.TemporaryDirectory() as folder:
                seen, tried, told = try_toggle(options, path, toggle, core_sets, folder)
            number += 1
            good = tried and seen == tried
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} - {name}:{toggle[0]}: {', '.join(toggle[2])}: {seen} of {tried}")
            if not good:
                print("#   " + told.rstrip().replace("\n", "\n#   "))
            sys.stdout.flush()
    print(f"1..{number}")
    return failed != 0 or number == 0 and not options.only


sys.exit(main())
