#!/usr/bin/env python3
"""Programs that run on and on must not grow.

    run.py --conch build/gcc/src/conch [--seconds 600] [--margin 1] [PROGRAM …]

The programs run at the same time, each with the seconds as its argument. What a program takes is what all of
its processes take, conch's own among them; a page that several share counts once. It is looked at sixty times
in the program's second and last third; the first belongs to caches and tables that fill up.
"""
import argparse
import os
import subprocess
import sys
import time

MOST = 64 << 20             # bytes
LOOKS = 60                  # in each third

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = ["items", "pools", "dropped"]


def parents():
    """pid: its parent's, of all processes there are."""
    found = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % entry) as f:
                found[int(entry)] = int(f.read().rsplit(")", 1)[1].split()[1])
        except OSError:     # it has ended meanwhile
            pass
    return found


def family(pid, parent_of):
    members = {pid}
    while True:
        more = {p for p, parent in parent_of.items() if parent in members} - members
        if not more:
            return members
        members |= more


def taken(pid):
    """Bytes of memory of a process, its part of what it shares; None: it has ended."""
    try:
        with open("/proc/%d/smaps_rollup" % pid) as f:
            return sum(int(line.split()[1]) << 10 for line in f if line.startswith("Pss:"))
    except OSError:
        return None


class Run:
    def __init__(self, conch, program, seconds):
        self.name = program
        self.looks = ([], [], [])       # in each third
        self.process = subprocess.Popen([conch, os.path.join(HERE, program + ".py"), str(seconds)],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def look(self, third, parent_of):
        if self.process.poll() is None:
            self.looks[third].append(sum(taken(p) or 0 for p in family(self.process.pid, parent_of)))

    def judge(self, margin):
        """What is wrong, or None."""
        words = self.process.communicate()[0]
        _, middle, last = self.looks
        if self.process.returncode != 0:
            return "it ended with %d: %s" % (self.process.returncode, words.strip())
        if not middle or not last:
            return "it ended too early"
        if max(middle + last) > MOST:
            return "it took %.1f MiB" % (max(middle + last) / 2**20)
        # what it takes goes up and down with each collection: its lowest and its usual are compared
        for what, of in (("least", min), ("middle", lambda looks: sorted(looks)[len(looks) // 2])):
            if of(last) > of(middle) * 1.03 + margin:
                return "its %s grew from %.1f to %.1f MiB" % (what, of(middle) / 2**20, of(last) / 2**20)
        return None

    def figures(self):
        return ", ".join("%.1f to %.1f" % (min(l) / 2**20, max(l) / 2**20) for l in self.looks if l) + " MiB"


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--conch", required=True)
    p.add_argument("--seconds", type=float, default=600)
    p.add_argument("--margin", type=float, default=1, help="MiB; a collection more or less at the moment of looking")
    p.add_argument("programs", nargs="*", default=PROGRAMS)
    o = p.parse_args()
    runs = [Run(o.conch, program, o.seconds) for program in o.programs]
    began = time.monotonic()
    while any(r.process.poll() is None for r in runs):
        third = min(int((time.monotonic() - began) / o.seconds * 3), 2)
        parent_of = parents()
        for r in runs:
            r.look(third, parent_of)
        time.sleep(o.seconds / 3 / LOOKS)
    print("1..%d" % len(runs))
    failed = 0
    for i, r in enumerate(runs, 1):
        wrong = r.judge(o.margin * 2**20)
        failed += wrong is not None
        print("%s %d - %s: %s" % ("not ok" if wrong else "ok", i, r.name, r.figures()), flush=True)
        if wrong:
            print("# " + wrong.replace("\n", "\n# "))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
