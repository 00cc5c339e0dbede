"""The explorer beside SPIN's generated checker, and where its goals stand: run.py CONCH.

Each row is one problem: a Python program for conch, a Promela model for pan (no reduction, -O2, safety), in turns. pan's
fixed cost for its tables is measured on a trivial model and taken off; conch goes through every state (--search plain). Where
both go through the same graph (lost) the edges a second compare directly; elsewhere pan has the local steps
that conch folds away, and the row compares the time to the verdict, too. Then the goals, each with what must be reached
and what is aimed at; times are the processor's. golden.py pins the numbers of states and steps.
"""
import glob
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


MEAL = 'for meal in range(1):'
TOP = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))


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


def run_conch(conch, path, *options):
    seconds, out = cpu([conch, 'explore', '--json', *options, path])
    return seconds, json.loads(out.splitlines()[-1])


WIDE = ('--limit', 'states=100000000', '--limit', 'seconds=600', '--limit', 'memory=16000')


def peak(command):
    """KiB: the largest of the processes that this one waits for, or they for theirs."""
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, '/dev/null', os.O_WRONLY, 0)])
    return os.wait4(pid, 0)[2].ru_maxrss


# ---- the goals ----

class Goals:
    def __init__(self, conch, directory):
        self.conch, self.directory = conch, directory

    def program(self, text, **params):
        path = os.path.join(self.directory, 'goal.py')
        with open(path, 'w') as f:
            f.write(text.format(**params))
        return path

    def seconds(self, text, params, *options, wanted=lambda r: r['complete']):
        """Median of the processor's seconds; infinite if it is not what is wanted of it."""
        path = self.program(text, **params)
        seen = [run_conch(self.conch, path, *options) for _ in range(ROUNDS)]
        return statistics.median(t if wanted(r) else float('inf') for t, r in seen)

    def largest(self, sizes, limit, text, params, *options, wanted=lambda r, n: r['complete']):
        """The largest size that is done in `limit` seconds; they are tried from the smallest."""
        best = 0
        options += ('--limit', 'seconds=%d' % (6 * limit))  # a busy machine's wall clock is not the processor's
        for n in sizes:
            if self.seconds(text, dict(params, n=n), *options, wanted=lambda r: wanted(r, n)) > limit:
                break
            best = n
        return best

    def rate(self):
        path = self.program(DINING, n=10, loop=MEAL)
        seconds, result = run_conch(self.conch, path, *WIDE, '--search', 'plain')
        return result['states'] / seconds / 1e6

    def bytes_a_state(self):
        path = self.program(DINING, n=9, loop=MEAL)
        _, result = run_conch(self.conch, path, *WIDE, '--search', 'plain')
        large = peak([self.conch, 'explore', '--json', *WIDE, '--search', 'plain', path])
        small = peak([self.conch, 'explore', '--json', self.program(DINING, n=2, loop=MEAL)])
        return (large - small) * 1024 / result['states']

    def times(self, programs):
        """Of whole processes: of each program the least of the rounds; the fastest first."""
        return sorted((min(cpu([self.conch, 'explore', '--json', p])[0] for _ in range(ROUNDS)), name, p) for name, p in programs)

    def lesson_programs(self):
        """Those that a lesson explores, written to files."""
        for at in sorted(glob.glob(os.path.join(TOP, 'lessons', 'en', '*.md'))):
            with open(at, encoding='utf-8') as f:
                text = f.read()
            for name in sorted(set(re.findall(r'^```conch for=(\S+)\n(?:(?!```).*\n)*?explore', text, re.M))):
                program = re.search(r'^```python id=%s\b[^\n]*\n(.*?)^```' % re.escape(name), text, re.M | re.S)
                path = os.path.join(self.directory, name + '.py')
                with open(path, 'w') as f:
                    f.write(program[1])
                yield os.path.basename(at)[:3] + ' ' + name, path

    def test_programs(self):
        """Those of tests/explore, without those whose point is a limit."""
        for d, _, files in os.walk(os.path.join(TOP, 'tests', 'explore')):
            yield from ((f, os.path.join(d, f)) for f in files if f.endswith('.py') and os.path.basename(d) != 'limits' and f not in TOOLS)


TOOLS = ('agree.py', 'commands.py', 'golden.py', 'naive.py', 'run.py', 'walk.py', 'ways.py', 'why.py')


def goal_rows(g, edges_ratio):
    """name, unit, figure, must, aim; larger is better where must < aim."""
    yield 'steps a second, lost 4 x 4, against pan', 'x', edges_ratio, 1.5, 3
    yield 'states a second, tables beyond the cache (dining 10, one meal)', 'M', g.rate(), 1, 2
    yield 'memory a state, all told (dining 9, one meal)', 'B', g.bytes_a_state(), 96, 64
    deadlocks = lambda r, n: r['complete'] and any(f['kind'] == 'deadlock' for f in r['findings'])
    shortest = lambda r, n: any(f['kind'] == 'deadlock' and f['minimal'] and f['steps'] == n for f in r['findings'])
    yield 'dining, one meal, every state, in 10 s: n', '', g.largest((9, 10, 11), 10, DINING, dict(loop=MEAL), *WIDE, '--search', 'plain', wanted=deadlocks), 10, 11
    yield 'dining, one meal, whole verdict, in 10 s: n', '', g.largest((10, 12, 13, 14), 10, DINING, dict(loop=MEAL), wanted=deadlocks), 12, 14
    yield 'dining, for ever, every state, in 10 s: n', '', g.largest((11, 12, 13), 10, DINING, dict(loop='while True:'), *WIDE, wanted=deadlocks), 12, 13
    yield 'dining, for ever, shortest deadlock, in 10 s: n', '', g.largest((12, 13, 14, 15), 10, DINING, dict(loop='while True:'), wanted=shortest), 13, 15
    yield 'lost 4 x 5, all 4.7e21 interleavings, usual limits', 's', g.seconds(LOST, dict(T=4, N=5), wanted=lambda r: r['interleavings'] == '4705360871073570227520'), 5, 1
    yield 'lost 3 x 3, all interleavings (optimal DPOR: over 40 s)', 's', g.seconds(LOST, dict(T=3, N=3)), 0.4, 0.04
    for what, programs in ('lessons', g.lesson_programs()), ('tests', g.test_programs()):
        times = g.times(programs)
        yield 'programs of %s, median of %d' % (what, len(times)), 's', times[len(times) // 2][0], 0.02, 0.005
        yield 'programs of %s, worst: %s' % (what, times[-1][1]), 's', times[-1][0], 1, 0.3


def tell_goals(g, edges_ratio):
    print('\n%-62s %9s %9s %9s  met?' % ('goal', 'conch', 'must', 'aim'))
    for name, unit, figure, must, aim in goal_rows(g, edges_ratio):
        better = (lambda x: figure >= x) if must < aim else (lambda x: figure <= x)
        print('%-62s %7.4g %-2s %8g %9g  %s' % (name, figure, unit, must, aim, 'aim' if better(aim) else 'yes' if better(must) else 'NO'), flush=True)


def main():
    conch = os.path.abspath(sys.argv[1])
    edges_ratio = float('nan')
    if not shutil.which('spin'):
        print('spin is not installed: nothing to compare with')
        with tempfile.TemporaryDirectory() as d:
            tell_goals(Goals(conch, d), edges_ratio)
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
                seconds, result = run_conch(conch, path, *WIDE, '--search', 'plain')
                pan_seconds, pan_states, pan_edges = run_pan(at)
                pan_seconds = max(pan_seconds - fixed, 0.001)
                mine.append(seconds)
                theirs.append(pan_seconds)
                rates.append((result['steps'] / seconds) / (pan_edges / pan_seconds))
                ratios.append(pan_seconds / seconds)
            if name == 'lost update, 4 x 4':
                edges_ratio = statistics.median(rates)
            m, t = statistics.median(mine), statistics.median(theirs)
            print('%-28s %10d %11d %8.3f %7.2f   %11d %12d %8.3f %7.2f   %6.2f %8.1f%s' % (
                name, result['states'], result['steps'], m, result['steps'] / m / 1e6, pan_states, pan_edges, t, pan_edges / t / 1e6,
                statistics.median(rates), statistics.median(ratios), '  same graph' if same else ''), flush=True)
            if not result['complete']:
                print('  not complete: %s' % result['limit'])
        tell_goals(Goals(conch, d), edges_ratio)
    return 0


if __name__ == '__main__':
    sys.exit(main())
