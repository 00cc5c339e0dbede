#!/usr/bin/env python3
"""A death is told with its signal, and before somebody says that he has joined the dead. TAP.

    deaths.py --conch PATH [--count N]

The kernel makes a death known some time before there is a status, and tells that only to who asks first: the parent, not
conch. So whoever looks at the wrong moment guesses wrong."""
import argparse
import json
import subprocess
import sys

PROGRAM = """
import multiprocessing, signal, time
for i in range({count}):
    p = multiprocessing.Process(target=time.sleep, args=(60,))
    p.start()
    {kill}
    p.join()
    assert p.exitcode == -{number}
"""


def events(conch, kill, number, count):
    program = PROGRAM.format(count=count, kill=kill, number=number)
    got = subprocess.run([conch, "--json", "-c", program], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if got.returncode != 0:
        print("# " + got.stderr.replace("\n", "\n# "))
    return [json.loads(line) for line in got.stdout.splitlines()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--conch", required=True)
    parser.add_argument("--count", type=int, default=30)
    options = parser.parse_args()
    bad = 0
    print("1..2")
    for i, (kill, number) in enumerate((("p.terminate()", 15), ("p.kill()", 9)), 1):
        told = [(e["event"], e.get("number")) for e in events(options.conch, kill, number, options.count)
                if e["event"] in ("died", "joined")]
        right = told == [("died", number), ("joined", None)] * options.count
        print(f"{'ok' if right else 'not ok'} {i} - {kill}: each is told to have died of signal {number}, and then to be joined")
        if not right:
            print(f"# {told}")
        bad += not right
    return bad != 0


sys.exit(main())
