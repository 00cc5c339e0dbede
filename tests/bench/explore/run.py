"""The explorer beside SPIN's generated checker: run.py CONCH.

Each row is one problem: a Python program for conch, a Promela model for pan (no reduction, -O2, safety), in turns. pan's
fixed cost for its tables is measured on a trivial model and taken off; of conch the time that it tells itself. Where
both go through the same graph (lost) the edges a second compare directly; elsewhere pan has the local steps
that conch folds away, and the row compares the time to the verdict, too.
"""
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

LOST = '''
import threading
count = 0
def work():
    global count
    for i in range({N}):
        count += 1
ts = [threading.Thread(target=work) for _ in range({T})]
for t in ts: t.start()
for t in ts: t.join()
assert count > 0
'''
LOCKC = LOST.replace('count = 0\n', 'count = 0\nlock = threading.Lock()\n').replace('        count += 1', '        with lock:\n            count += 1')
DINING = '''
import threading
forks = [threading.Lock() for _ in range({n})]
def philosopher(i):
    left, right = forks[i], forks[(i + 1) % {n}]
    {loop}
        left.acquire()
        right.acquire()
        right.release()
        left.release()
ts = [threading.Thread(target=philosopher, args=(i,)) for i in range({n})]
for t in ts: t.start()
for t in ts: t.join()
'''
TWOLOCK = '''
import threading
a, b = threading.Lock(), threading.Lock()
c = 0
def work(first, second):
    global c
    for i in range({N}):
        with first:
            with second:
                c += 1
ts = [threading.Thread(target=work, args=(a, b)), threading.Thread(target=work, args=(b, a))]
for t in ts: t.start()
for t in ts: t.join()
'''
PETERSON = '''
import threading
flag0 = flag1 = False
turn = count = inside = 0
def left():
    global flag0, turn, count, inside
    for i in range({N}):
        flag0 = True
        turn = 1
        while flag1 and turn == 1:
            pass
        inside += 1
        assert inside == 1
        count += 1
        inside -= 1
        flag0 = False
def right():
    global flag1, turn, count, inside
    for i in range({N}):
        flag1 = True
        turn = 0
        while flag0 and turn == 0:
            pass
        inside += 1
        assert inside == 1
        count += 1
        inside -= 1
        flag1 = False
ts = [threading.Thread(target=left), threading.Thread(target=right)]
for t in ts: t.start()
for t in ts: t.join()
'''
BBUF = '''
import threading
B, K, P, C = {B}, {K}, {P}, {C}
slots, items, mutex = threading.Semaphore(B), threading.Semaphore(0), threading.Semaphore(1)
buf, head, tail = [0] * B, 0, 0
def producer():
    global tail
    for i in range(K):
        slots.acquire()
        mutex.acquire()
        buf[tail] = 1
        tail = (tail + 1) % B
        mutex.release()
        items.release()
def consumer():
    global head
    for i in range(P * K // C):
        items.acquire()
        mutex.acquire()
        assert buf[head] == 1
        buf[head] = 0
        head = (head + 1) % B
        mutex.release()
        slots.release()
ts = [threading.Thread(target=producer) for _ in range(P)] + [threading.Thread(target=consumer) for _ in range(C)]
for t in ts: t.start()
for t in ts: t.join()
'''
RW = '''
import threading
mutex, wrt = threading.Semaphore(1), threading.Semaphore(1)
rc = nr = nw = 0
def reader():
    global rc, nr
    for i in range({L}):
        mutex.acquire()
        rc += 1
        if rc == 1:
            wrt.acquire()
        mutex.release()
        nr += 1
        assert nw == 0
        nr -= 1
        mutex.acquire()
        rc -= 1
        if rc == 0:
            wrt.release()
        mutex.release()
def writer():
    global nw
    for i in range({L}):
        wrt.acquire()
        nw += 1
        assert nw == 1
        nw -= 1
        wrt.release()
ts = [threading.Thread(target=reader) for _ in range({NR})] + [threading.Thread(target=writer) for _ in range({NW})]
for t in ts: t.start()
for t in ts: t.join()
'''

# name, program, its parameters, Promela model, -D's, the same graph
ROWS = [
    ('lost update, 3 x 5', LOST, dict(T=3, N=5), 'lost_tight', dict(T=3, N=5), True),
    ('lost update, 4 x 4', LOST, dict(T=4, N=4), 'lost_tight', dict(T=4, N=4), True),
    ('lock, 4 x 3', LOCKC, dict(T=4, N=3), 'lockc', dict(T=4, N=3), False),
    ('dining 7, one meal', DINING, dict(n=7, loop='for meal in range(1):'), 'dining', dict(n=7, R=1), False),
    ('dining 8, one meal', DINING, dict(n=8, loop='for meal in range(1):'), 'dining', dict(n=8, R=1), False),
    ('dining 8, for ever', DINING, dict(n=8, loop='while True:'), 'dining', dict(n=8, R=0), False),
    ('two locks, 50', TWOLOCK, dict(N=50), 'twolock', dict(N=50), False),
    ('Peterson, 20', PETERSON, dict(N=20), 'peterson', dict(N=20), False),
    ('bounded buffer, 2 + 2, 4', BBUF, dict(P=2, C=2, K=4, B=2), 'bbuf', dict(P=2, C=2, K=4, B=2), False),
    ('readers and writers, 3 + 2', RW, dict(NR=3, NW=2, L=2), 'rw', dict(NR=3, NW=2, L=2), False),
]
ROUNDS = int(os.environ.get('CONCH_BENCH_ROUNDS', '3'))


def cpu(command, cwd=None):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    p = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, p.stdout


def build_pan(directory, model, defines):
    name = model + ''.join('_%s%s' % kv for kv in sorted(defines.items()))
    at = os.path.join(directory, name)
    os.makedirs(at)
    if model == 'nothing':
        source = os.path.join(at, 'nothing.pml')
        with open(source, 'w') as f:
            f.write('active proctype P() { skip }\n')
    else:
        source = os.path.join(HERE, model + '.pml')
    subprocess.run(['spin', '-a'] + ['-D%s=%s' % kv for kv in defines.items()] + [source], cwd=at, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(['gcc', '-O2', '-w', '-DSAFETY', '-DNOREDUCE', '-DMEMLIM=8000', '-o', 'pan', 'pan.c'], cwd=at, check=True)
    return at


def run_pan(at):
    seconds, out = cpu(['./pan', '-c0', '-m1000000', '-w24'], cwd=at)
    states = int(re.search(r'(\d+) states, stored', out)[1])
    edges = int(re.search(r'(\d+) transitions', out)[1])
    return seconds, states, edges


def run_conch(conch, path):
    seconds, out = cpu([conch, 'explore', '--json', '--limit', 'states=100000000', '--limit', 'seconds=600', '--limit', 'memory=16000', path])
    result = json.loads(out.splitlines()[-1])
    return seconds, result


def main():
    conch = sys.argv[1]
    if not shutil.which('spin'):
        print('spin is not installed: nothing to compare with')
        return 0
    with tempfile.TemporaryDirectory() as d:
        idle = build_pan(d, 'nothing', {})
        fixed = statistics.median(cpu(['./pan', '-c0', '-m1000000', '-w24'], cwd=idle)[0] for _ in range(5))
        print('pan needs %.3f s for its tables, taken off below\n' % fixed)
        print('%-28s %10s %11s %8s %7s   %11s %12s %8s %7s   %6s %8s' % (
            'processor time, medians', 'states', 'steps', 's', 'M/s', 'pan states', 'steps', 's', 'M/s', 'M/s x', 'faster x'))
        for name, program, params, model, defines, same in ROWS:
            path = os.path.join(d, 'program.py')
            with open(path, 'w') as f:
                f.write(program.format(**params))
            at = build_pan(d, model, defines)
            mine, theirs, rates, ratios = [], [], [], []
            for _ in range(ROUNDS):
                seconds, result = run_conch(conch, path)
                pan_seconds, pan_states, pan_edges = run_pan(at)
                pan_seconds = max(pan_seconds - fixed, 0.001)
                mine.append(seconds)
                theirs.append(pan_seconds)
                rates.append((result['steps'] / seconds) / (pan_edges / pan_seconds))
                ratios.append(pan_seconds / seconds)
            m, t = statistics.median(mine), statistics.median(theirs)
            print('%-28s %10d %11d %8.3f %7.2f   %11d %12d %8.3f %7.2f   %6.2f %8.1f%s' % (
                name, result['states'], result['steps'], m, result['steps'] / m / 1e6, pan_states, pan_edges, t, pan_edges / t / 1e6,
                statistics.median(rates), statistics.median(ratios), '  same graph' if same else ''), flush=True)
            if not result['complete']:
                print('  not complete: %s' % result['limit'])
    return 0


if __name__ == '__main__':
    sys.exit(main())
