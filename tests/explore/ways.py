#!/usr/bin/env python3
"""The same program by all ways of searching: what is known of it must be the same. TAP.

    ways.py --conch PATH [--filter REGEX] [--every N] [--programs DIR…]
    ways.py --conch PATH --count N [--seed N]     random programs, made by naive.py

Every state, like tasks once, and only the orders that matter: verdict, kinds of failures, outcomes and, where they are counted,
interleavings agree, and the simplest failure is as simple. Programs whose plain search does not end
within its limits are left out. --every N takes each N-th one.
"""
import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import naive
from run import FAILURES, HERE, environment, remarks

LIMIT = 120  # seconds; a last resort
WAYS = ('symmetric', 'reduced', 'best')


def explored(conch, program, options, way):
    p = subprocess.run([conch, 'explore', str(program), '--json', '--search', way, '--limit', 'seconds=30', *options],
                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=LIMIT, env=environment())
    lines = p.stdout.decode(errors='replace').splitlines()
    return json.loads(lines[-1]) if lines else None


def known(result):
    """What does not depend on how it was searched."""
    failures = [f for f in result['findings'] if f['kind'] in FAILURES]
    return {
        'verdict': result['verdict'],
        'complete': result['complete'],
        'kinds': sorted({f['kind'] for f in failures}),
        'outcomes': sorted((o['end'], '\n'.join(o['output'])) for o in result['outcomes']),
        'simplest': min((f['switches'], f['steps']) for f in failures) if failures and all(f['minimal'] for f in failures) else None,
    }


def counts(result):
    return sorted((o['end'], '\n'.join(o['output']), o['interleavings']) for o in result['outcomes'])


def faults(conch, program, options):
    whole = explored(conch, program, options, 'plain')
    if whole is None:
        return  # it is no program
    if not whole['complete']:
        yield None
        return
    for way in WAYS:
        got = explored(conch, program, options, way)
        if got is None:
            yield f'{way}: no answer'
            continue
        a, b = known(whole), known(got)
        for key in a:
            if a[key] != b[key] and not (key == 'simplest' and b[key] is None):
                yield f'{way}: {key} {b[key]}, plain {a[key]}'
        if got['interleavings'] is not None and counts(got) != counts(whole):
            yield f'{way}: counts {counts(got)}, plain {counts(whole)}'
        if way == 'symmetric' and whole['interleavings'] is not None and got['interleavings'] is None:
            yield f'{way}: not counted'
        if got['states'] > whole['states']:
            yield f'{way}: {got["states"]} states, plain {whole["states"]}'


def at_random(o, directory):
    for seed in range(o.seed, o.seed + o.count):
        path = Path(directory) / f'seed_{seed}.py'
        path.write_text(naive.source_of(naive.make_program(random.Random(seed))))
        yield path


def of_directories(o):
    programs = [p for d in o.programs for p in sorted(Path(d).glob('**/*.py')) if re.search(o.filter, p.stem)]
    return [p for p in programs if remarks(p) or p.parent != HERE][::o.every]


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    a.add_argument('--filter', default='.')
    a.add_argument('--every', type=int, default=1)
    a.add_argument('--programs', nargs='*', default=[str(HERE)])
    a.add_argument('--count', type=int, default=0)
    a.add_argument('--seed', type=int, default=1)
    o = a.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as directory:
        programs = list(at_random(o, directory) if o.count else of_directories(o))
        print(f'1..{len(programs)}')
        for i, program in enumerate(programs, 1):
            options = remarks(program).get('options', '').split()
            try:
                wrong = list(faults(o.conch, program, options))
            except subprocess.TimeoutExpired:
                wrong = [f'no answer in {LIMIT} s']
            skip = ' # SKIP its plain search has a limit' if wrong == [None] else ''
            wrong = [line for line in wrong if line]
            print(f'{"not ok" if wrong else "ok"} {i} - {program.stem}{skip}')
            for line in wrong:
                print(f'# {line}')
            sys.stdout.flush()
            bad += bool(wrong)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
