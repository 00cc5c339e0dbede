#!/usr/bin/env python3
"""Numbers that must not change by accident. TAP.   golden.py --conch PATH

Interleavings are what combinatorics say (steps that cannot conflict are no steps); states and steps are pinned under
conch's own rule: tasks begin at their first visible step, what only one task touches is no step, and tasks
that have ended take none. For dining the steps are those of two other checkers on the same problem.
"""
import argparse
import json
import math
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'bench', 'explore'))
from run import BBUF, DINING, LOCKC, LOST, PETERSON, TWOLOCK  # the programs of the bench


def lost(threads, rounds):
    """Orders of all reads and writes."""
    n = 2 * rounds
    return math.factorial(threads * n) // math.factorial(n) ** threads


# name, program, parameters, interleavings (None: without bound), steps of the plain search, with like tasks taken as one (None:
# not pinned), (switches, steps) of the first failure
ROWS = [
    ('lost 2x2', LOST, dict(T=2, N=2), lost(2, 2), (82, 47), None),
    ('lost 2x3', LOST, dict(T=2, N=3), lost(2, 3), None, None),
    ('lost 2x5', LOST, dict(T=2, N=5), lost(2, 5), None, None),
    ('lost 3x2', LOST, dict(T=3, N=2), lost(3, 2), None, None),
    ('lost 3x3', LOST, dict(T=3, N=3), 17153136, (18843, 3721), None),
    ('lost 4x3', LOST, dict(T=4, N=3), lost(4, 3), (1225956, 68272), None),
    ('lock 2x5', LOCKC, dict(T=2, N=5), math.comb(10, 5), (240, 125), None),
    ('lock 3x5', LOCKC, dict(T=3, N=5), math.factorial(15) // math.factorial(5) ** 3, (2160, 455), None),
    ('dining 5, one meal', DINING, dict(n=5, loop='for meal in range(1):'), 66468720, (5155, 5155), (1, 5)),
    ('dining 7, one meal', DINING, dict(n=7, loop='for meal in range(1):'), 564757208953560, (143017, 143017), (1, 7)),
    ('dining 3, for ever', DINING, dict(n=3, loop='while True:'), None, (75, 75), (1, 3)),
    ('dining 7, for ever', DINING, dict(n=7, loop='while True:'), None, (21679, 21679), (1, 7)),
    ('two locks, 2', TWOLOCK, dict(N=2), None, None, (1, 2)),
    ('Peterson, 3', PETERSON, dict(N=3), None, None, None),
    ('bounded buffer', BBUF, dict(P=2, C=2, K=2, B=2), None, None, None),
]


def explored(conch, path, way):
    out = subprocess.run([conch, 'explore', '--json', '--search', way, '--limit', 'seconds=120', path], stdout=subprocess.PIPE, text=True).stdout
    return json.loads(out.splitlines()[-1])


def faults(got, interleavings, steps, failure):
    if not got['complete']:
        yield 'not complete: %s' % got['limit']
    if interleavings is not None and got['interleavings'] != str(interleavings):
        yield 'interleavings %s, not %d' % (got['interleavings'], interleavings)
    if steps is not None and got['steps'] != steps:
        yield 'steps %d, not %d' % (got['steps'], steps)
    first = [(f['switches'], f['steps']) for f in got['findings'] if f['kind'] in ('deadlock', 'assertion', 'exception', 'stuck')]
    if (min(first) if first else None) != failure:
        yield 'simplest failure %r, not %r' % (first, failure)


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    conch = a.parse_args().conch
    print('1..%d' % len(ROWS))
    bad = 0
    with tempfile.TemporaryDirectory() as d:
        for n, (name, program, params, interleavings, steps, failure) in enumerate(ROWS, 1):
            path = os.path.join(d, 'program.py')
            with open(path, 'w') as f:
                f.write(program.format(**params))
            wrong = [way + ': ' + w for k, way in enumerate(('plain', 'symmetric'))
                     for w in faults(explored(conch, path, way), interleavings, steps and steps[k], failure)]
            print('%s %d - %s' % ('not ok' if wrong else 'ok', n, name), flush=True)
            for w in wrong:
                print('# ' + w)
            bad += bool(wrong)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
