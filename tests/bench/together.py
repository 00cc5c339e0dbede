#!/usr/bin/env python3
"""together.py CONCH > src/together.ld: which functions the linker puts side by side.

They are those that callgrind sees run in new processes first, then those that a start and threads need. To be made anew when
conch has changed a lot: a name that is no more does no harm, and one that is missing costs a page.
"""
import os
import re
import subprocess
import sys
import tempfile

HEAD = """\
/* together.ld: what runs in every new process stands together, so that it needs few pages. Made by tests/bench/together.py.
 *
 * A child of fork begins without the program's text in its page table. Each place that it comes to is a fault of 1.8 us, which
 * maps the 16 pages around; and each page has to be taken out again at the end. The functions of a process that does nothing
 * are 70 KiB: together that is two or three faults, scattered over the text it was a dozen, and 200 pages. */
"""
# What a new process writes: a page that parent and child share is copied for whoever writes first (2 us).
WRITTEN = ("live", "quick", "children", "out", "known", "interrupts_met", "signals", "stands_at_ns", "skipped_ns", "privates",
           "known.*")  # what is remembered of builtins
PROGRAM = """
import {0}, time
def nothing(): pass
for i in range(5):
    t = {0}.{1}(target=nothing)
    t.start()
    t.join()
"""
PROCESSES = PROGRAM.format("multiprocessing", "Process")
THREADS = PROGRAM.format("threading", "Thread")


def functions_of(path):
    """Names of the functions that have run."""
    names, found = {}, []
    with open(path) as f:
        for which, number, name in re.findall(r"^(c?)fn=(\(\d+\))(?: ([^'.\n]*).*)?$", f.read(), re.M):
            if name:
                names[number] = name
            if not which:
                found.append(names[number])
    return found


def run(conch, code, scratch, *options):
    """Such a list for each process, in the order of their pids."""
    for old in os.listdir(scratch):
        os.remove(os.path.join(scratch, old))
    subprocess.run(["valgrind", "-q", "--tool=callgrind", *options, f"--callgrind-out-file={scratch}/%p", conch, "--no-limits",
                    "-c", code], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return [functions_of(os.path.join(scratch, p)) for p in sorted(os.listdir(scratch), key=int)]


def main():
    conch = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        processes = run(conch, PROCESSES, scratch, "--zero-before=live_fork")
        groups = [processes[-1], processes[1]]
        groups += run(conch, THREADS, scratch, "--zero-before=live_thread_start")[1:] + run(conch, "pass", scratch)
    symbols = subprocess.run(["nm", conch], check=True, stdout=subprocess.PIPE, text=True).stdout
    own = set(re.findall(r" [tT] (\w+)", symbols))
    seen = set()
    print(HEAD)
    print("SECTIONS\n{\n    .text.together : {")
    for group in groups:
        for name in sorted((set(group) & own) - seen):
            print(f"        *(.text.{name} .text.{name}.*)")
        seen |= set(group)
    print("    }\n}\nINSERT BEFORE .text;\n\nSECTIONS\n{\n    .data.together : ALIGN(4096) {\n        QUAD(0) /* it is in the file: else valgrind finds no names */")
    for name in WRITTEN:
        print(f"        *(.data.{name} .bss.{name})")
    print("    }\n}\nINSERT BEFORE .data;")


main()
