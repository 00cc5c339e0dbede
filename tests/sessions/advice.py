#!/usr/bin/env python3
"""What conch advises when a program fails: the line `try:` before the last one, which is CPython's. TAP.

    advice.py --conch PATH
"""
import argparse
import os
import subprocess
import sys

# the program, what the advice says, how the last line begins
CASES = [
    ("import thraeding", "the name that is most like it is 'threading'", "ModuleNotFoundError: No module named 'thraeding'"),
    ("import multiprocesing.pool", "the name that is most like it is 'multiprocessing'", "ModuleNotFoundError: No module named 'multip"),
    ("from threading import Thraed", "the name that is most like it is 'Thread'", "ImportError: cannot import name 'Thraed'"),
    ("import numpy", "packages that pip installs are not used", "ModuleNotFoundError: No module named 'numpy'"),
    ("import socket", "do without it", "ModuleNotFoundError: No module named 'socket': it is not part of conch's Python"),
    ("import asyncio\nasyncio.start_server", "do without it", "AttributeError: module 'asyncio' has no attribute 'start_server'"),
    ("import threading\nthreading.curent_thread()", None, "AttributeError: module 'threading' has no attribute 'curent_thread'. "
                                                         "Did you mean: 'current_thread'?"),
    ("print(1, edn=2)", "called 'end'", "TypeError: 'edn' is an invalid keyword argument for print()"),
    ("sorted([1], reversed=True)", "called 'reverse'", "TypeError: 'reversed' is an invalid keyword argument for sorted()"),
    ("import threading\nthreading.Thread(taget=print)", "called 'target'", "TypeError: Thread.__init__() got an unexpected keyword"),
    ("def f(alpha): pass\nf(alhpa=1)", "called 'alpha'", "TypeError: f() got an unexpected keyword argument 'alhpa'"),
    ("class A:\n    balance = 1\nA().balence", None, "AttributeError: 'A' object has no attribute 'balence'. Did you mean: 'balance'?"),
    ("prnit(1)", "check its spelling", "NameError: name 'prnit' is not defined. Did you mean: 'print'?"),
    ("print(zzzzzz=1)", None, "TypeError: 'zzzzzz' is an invalid keyword argument for print()"),
]


def failure(conch, program, advice, last):
    env = dict(os.environ, NO_COLOR="1", LC_ALL="C.UTF-8", CONCH_HISTFILE="/dev/null")
    done = subprocess.run([conch, "-c", program], stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env, timeout=120)
    lines = done.stderr.rstrip("\n").split("\n")
    told = [line for line in lines if line.startswith("  try: ")]
    if not lines[-1].startswith(last):
        return "the last line is " + lines[-1]
    if (advice is None) != (not told) or (advice and advice not in told[0]):
        return "the advice is %r" % told
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--conch", required=True)
    conch = os.path.abspath(parser.parse_args().conch)
    print("1..%d" % len(CASES))
    wrong = 0
    for number, (program, advice, last) in enumerate(CASES, 1):
        why = failure(conch, program, advice, last)
        print("%s %d - %s" % ("not ok" if why else "ok", number, program.split("\n")[-1]))
        if why:
            print("# " + why)
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
