#!/usr/bin/env python3
"""What was explored, and then another lock is switched: it is never taken for what tasks would do now. TAP.

    switched.py --conch CONCH"""
import argparse
import os
import subprocess
import sys
import tempfile

PEN = '''from threading import Lock, Thread
pen = Lock()
n = 0
def add():
    global n
    with pen:
        n += 1
ts = [Thread(target=add) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
assert n == 2, n
'''
OTHERS = 'the switches were others'
DRIVEN = 'replayed on real tasks: '
LEFT = 'left the schedule'

# what is typed; what must be told, in this order; what must not be
SESSIONS = {
    'the worst without the lock is driven on real tasks':
        (['lock pen off', 'explore pen.py', 'run --worst'], ['an assertion fails', 'AssertionError: 1', DRIVEN], [LEFT]),
    'what held with the lock says nothing without it':
        (['explore pen.py', 'lock pen off', 'run --worst'], ['holds', OTHERS], [LEFT, 'nothing went wrong']),
    'explored again, it is seen':
        (['explore pen.py', 'lock pen off', 'explore pen.py', 'run --worst'], ['holds', 'fails', 'AssertionError: 1', DRIVEN], [OTHERS]),
    'a schedule without the lock is not driven with it':
        (['lock pen off', 'explore pen.py', 'lock pen on', 'replay bug1', 'run --worst'], ['fails', OTHERS, OTHERS], [LEFT, DRIVEN]),
    'switched back, it is driven':
        (['lock pen off', 'explore pen.py', 'lock pen on', 'lock pen off', 'replay bug1'], ['fails', 'AssertionError: 1', DRIVEN], [LEFT, OTHERS]),
    'a lock that was on anyhow changes nothing':
        (['explore pen.py', 'lock pen on', 'replay outcome1'], ['holds', DRIVEN], [LEFT, OTHERS]),
    'steps begin anew with the lock as it is now':
        (['explore pen.py', 'step', 'lock pen off', 'step any 100', 'go'], ['holds', DRIVEN], [LEFT, OTHERS]),
}


def told(conch, typed, folder):
    got = subprocess.run([conch, '--lang', 'en', '--plain', '--quiet', '--no-rc', '--seed', '1', '-k', '-'], input='\n'.join(typed) + '\n',
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, cwd=folder,
                         env=dict(os.environ, XDG_STATE_HOME='/nonexistent'))
    return got.stdout


def faults(text, wanted, unwanted):
    at = 0
    for words in wanted:
        found = text.find(words, at)
        if found < 0:
            yield f'not told: {words}'
            return
        at = found + len(words)
    for words in unwanted:
        if words in text:
            yield f'told: {words}'


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    conch = os.path.abspath(a.parse_args().conch)
    print(f'1..{len(SESSIONS)}')
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, 'pen.py'), 'w') as f:
            f.write(PEN)
        for i, (name, (typed, wanted, unwanted)) in enumerate(SESSIONS.items(), 1):
            text = told(conch, typed, folder)
            wrong = list(faults(text, wanted, unwanted))
            print(f'{"not ok" if wrong else "ok"} {i} - {name}')
            for line in wrong + (text.splitlines()[-12:] if wrong else []):
                print(f'# {line}')
            bad += bool(wrong)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
