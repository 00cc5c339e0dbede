#!/usr/bin/env python3
"""Walks forward and back over real tasks that are held at the gate (go hold). TAP.

    walk.py --conch PATH [--count N] [--seed N] [--jobs N]

Each walk takes one of the programs below: some moves by chance, back by some, on again, and so on; in the end all the
way, and the tasks are let go. Then the trace of the real tasks is that of the model for the same moves, and no process
of the session is left.
"""
import argparse
import concurrent.futures
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import agree
import run as programs_of

LIMIT = 300 # seconds; a last resort

PROGRAMS = {
    'threads': '''
from threading import Lock, Thread
count, lock = 0, Lock()
def work():
    global count
    count += 1
    with lock:
        count += 1
ts = [Thread(target=work) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
print(count)
''',
    'sleeps': '''
import time
from threading import Thread
names = []
def work(name, seconds):
    time.sleep(seconds)
    names.append(name)
    time.sleep(seconds)
    names.append(name)
ts = [Thread(target=work, args=(i, 0.5 - i / 5)) for i in range(2)]
for t in ts: t.start()
for t in ts: t.join()
print(names)
''',
    'processes': '''
from multiprocessing import Process, Queue
def work(q, n):
    q.put(n)
    q.put(n + 1)
if __name__ == "__main__":
    q = Queue()
    ps = [Process(target=work, args=(q, n)) for n in (1, 5)]
    for p in ps: p.start()
    print(sum(q.get() for _ in range(4)))
    for p in ps: p.join()
''',
    'fork tree': '''
import os
r, w = os.pipe()
def leaf(n):
    pid = os.fork()
    if pid == 0:
        print("leaf", n)
        os._exit(n)
    return pid
def branch(n):
    pid = os.fork()
    if pid == 0:
        for child in [leaf(n), leaf(n + 1)]:
            os.waitpid(child, 0)
        print("branch", n)
        os._exit(0)
    return pid
for child in [branch(1), branch(3)]:
    os.waitpid(child, 0)
print("root")
''',
    'kills': '''
from multiprocessing import Process, Value
import os, signal
def work(v):
    for _ in range(3):
        v.value = v.value + 1
if __name__ == "__main__":
    v = Value("i", 0)
    p = Process(target=work, args=(v,))
    p.start()
    v.value = 10
    os.kill(p.pid, signal.SIGKILL)
    p.join()
    print(p.exitcode, v.value > 0)
''',
    'time-outs': '''
from threading import Condition, Thread
c, told = Condition(), []
def wait():
    with c:
        told.append(c.wait(timeout=1))
def tell():
    with c:
        c.notify()
ts = [Thread(target=f) for f in (wait, tell)]
for t in ts: t.start()
for t in ts: t.join()
print(told)
''',
}


def moves(rng):
    """The lines of a walk: on and back by chance, then all the way."""
    lines = ['go hold']
    for _ in range(rng.randint(2, 5)):
        lines.append(f'step any {rng.randint(1, 8)}')
        lines.append(f'back {rng.randint(1, 6)}')
    return lines + ['step any 1000', 'save', 'go', 'save']


def left_over(mark):
    """Processes of a session that has ended."""
    found = []
    for d in Path('/proc').iterdir():
        try:
            if d.name.isdigit() and mark.encode() in (d / 'environ').read_bytes():
                found.append(f'{d.name} {(d / "stat").read_text().split()[2]}')
        except OSError:
            pass
    return found


def last_run(events):
    """The trace of the run that was begun last."""
    begins = [i for i, e in enumerate(events) if e['event'] == 'begin' and e['id'] == 0]
    return events[begins[-1]:] if begins else []


def walk(conch, seed, directory):
    rng = random.Random(seed)
    name = rng.choice(sorted(PROGRAMS))
    path = Path(directory) / (name.replace(' ', '_') + '.py')
    mark = f'walk-{os.getpid()}-{seed}'
    lines = [f'explore {path}', *moves(rng)]
    p = subprocess.run([conch, '--json', '--seed', str(seed), '-k', '-'], input='\n'.join(lines + ['']).encode(), stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, timeout=LIMIT, env=dict(programs_of.environment(), CONCH_TEST_MARK=mark))
    text = p.stdout.decode(errors='replace').splitlines()
    schedules, parts = agree.pieces(text)
    wrong = []
    if len(schedules) != 2 or any('left the schedule' in line for line in text) or not any('stand there' in line for line in text):
        wrong.append(' | '.join(line for line in text if not line.startswith('{'))[-600:])
    else:
        live = last_run([e for _, events, _ in parts for e in events])
        wrong += filter(None, [agree.difference(model_trace(conch, path, schedules[0]), live)])
    wrong += [f'left over: {x}' for x in left_over(mark)]
    return f'{name}, seed {seed}', [f'{"; ".join(lines[1:])}: {w}' for w in wrong]


def model_trace(conch, path, schedule):
    lines = [f'explore {path}', f"step '{schedule}'", 'save', '']
    p = subprocess.run([conch, '--json', '-k', '-'], input='\n'.join(lines).encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                       timeout=LIMIT, env=programs_of.environment())
    _, parts = agree.pieces(p.stdout.decode(errors='replace').splitlines())
    return parts[0][0]


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    a.add_argument('--count', type=int, default=500)
    a.add_argument('--seed', type=int, default=1)
    a.add_argument('--jobs', type=int, default=1)
    o = a.parse_args()
    conch = str(Path(o.conch).resolve())
    print(f'1..{o.count}')
    bad = 0
    with tempfile.TemporaryDirectory() as directory, concurrent.futures.ThreadPoolExecutor(o.jobs) as pool:
        for name, text in PROGRAMS.items():
            (Path(directory) / (name.replace(' ', '_') + '.py')).write_text(text)
        seeds = range(o.seed, o.seed + o.count)
        for i, (name, wrong) in enumerate(pool.map(lambda seed: walk(conch, seed, directory), seeds), 1):
            print(f'{"not ok" if wrong else "ok"} {i} - {name}')
            for line in wrong:
                print(f'# {line}')
            sys.stdout.flush()
            bad += bool(wrong)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
