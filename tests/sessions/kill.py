#!/usr/bin/env python3
"""Kills whatever can be killed of a conch on a terminal, at random moments. TAP.

    kill.py --conch PATH [--trials N] [--seed S] [--filter REGEX]

Each trial starts conch on a pseudo-terminal, lets it run a program, does one bad thing, and then
asks: do all processes end, and after how long? Is the terminal as it was? Is nothing left in
/dev/shm and in the directory for temporary files? Where only a task of the program was killed:
does the prompt live on, and does it know what the others did?

The harness is a subreaper: a process that outlives its conch becomes its child and is seen.
"""
import argparse
import ctypes
import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

PROGRAMS = {
    'sleeping': '''
import os, time
from multiprocessing import Process
ps = [Process(target=time.sleep, args=(1000,)) for i in range(8)]
for p in ps: p.start()
print('READY')
time.sleep(1000)
''',
    'busy': '''
from multiprocessing import Process
def spin():
    while True: pass
ps = [Process(target=spin) for i in range(3)]
for p in ps: p.start()
print('READY')
while True: pass
''',
    'locks': '''
from multiprocessing import Process, Lock
import time
lock = Lock()
def hold():
    while True:
        with lock:
            time.sleep(0.001)
ps = [Process(target=hold) for i in range(4)]
for p in ps: p.start()
print('READY')
hold()
''',
    'threads': '''
from threading import Thread, Lock
from multiprocessing import Process
import time
rows = []
def work(k):
    while True:
        rows.append([k] * 10)
        if len(rows) > 1000: rows.clear()
def crowd():
    ts = [Thread(target=work, args=(k,), daemon=True) for k in range(3)]
    for t in ts: t.start()
    time.sleep(1000)
p = Process(target=crowd)
p.start()
print('READY')
crowd()
''',
    'orphans': '''
import os, time
for i in range(6):
    if os.fork() == 0:
        if os.fork() == 0:
            time.sleep(1000)
        os._exit(0)
print('READY')
time.sleep(1000)
''',
    'forks': '''
import os
print('READY')
while True:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
''',
    'talk': '''
from multiprocessing import Process
import time
def say(k):
    i = 0
    while True:
        i += 1
        print('says', k, i)
        time.sleep(0.001)
ps = [Process(target=say, args=(k,)) for k in range(3)]
for p in ps: p.start()
print('READY')
say(9)
''',
}

# Three children that take a lock; one of them is killed, sometimes while it holds it.
HOLDERS = '''
from multiprocessing import Process, Lock
import os, time
lock = Lock()
def work(k):
    print('PID', k, os.getpid())
    i = 0
    while i < 400:
        i = i + 1
        if not lock.acquire(timeout=0.05):
            break # its owner was killed
        lock.release()
    print('DONE', k)
    os._exit(0)
ps = [Process(target=work, args=(k,)) for k in range(3)]
for p in ps: p.start()
print('READY')
for p in ps: p.join()
print('END')
'''


def children_of(pid):
    found = []
    try:
        for task in os.listdir('/proc/%d/task' % pid):
            with open('/proc/%d/task/%s/children' % (pid, task)) as f:
                found += [int(x) for x in f.read().split()]
    except OSError:
        pass
    return found


def descendants(pid):
    todo, all_ = [pid], []
    while todo:
        for c in children_of(todo.pop()):
            all_.append(c)
            todo.append(c)
    return all_


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0] > 0:
            pass
    except ChildProcessError:
        pass


def names_in(*dirs):
    # sem.*: others' semaphores, which come and go; conch opens none
    return {d + '/' + n for d in dirs for n in (os.listdir(d) if os.path.isdir(d) else [])
            if not n.startswith('sem.')}


class Failed(Exception):
    pass


class Session:
    """A conch on a terminal that the harness holds the other side of."""

    def __init__(self, argv, dir_):
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 100, 0, 0))
        self.before = termios.tcgetattr(self.slave)
        self.text = ''
        self.guard = os.fork()
        if self.guard == 0:
            os.setsid()
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
            for fd in 0, 1, 2:
                os.dup2(self.slave, fd)
            os.closerange(3, 64)
            os.chdir(dir_)
            os.environ.update(TERM='xterm-256color', LC_ALL='C.UTF-8', CONCH_HISTFILE='/dev/null', NO_COLOR='1',
                              TMPDIR=dir_, XDG_STATE_HOME=dir_ + '/state', HOME=dir_)
            os.execv(argv[0], argv)
        self.ended = None

    def type(self, keys):
        os.write(self.master, keys.encode())

    def read(self, seconds):
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        try:
            new = os.read(self.master, 65536).decode(errors='replace')
        except OSError:
            return False
        self.text += new
        return True

    def wait_for(self, text, seconds=120, start=0):
        end = time.monotonic() + seconds
        while text not in self.text[start:]:
            if time.monotonic() > end:
                raise Failed('waits for %r in vain; the terminal shows:\n%s' % (text, self.text[-1500:]))
            self.read(0.05)

    def processes(self):
        return [self.guard] + descendants(self.guard)

    def child(self, pid):
        for i in range(100): # the list is a hint: it may be short while one of them ends
            found = children_of(pid)
            if found:
                return found[0]
            time.sleep(0.002)
        raise Failed('%d has no child' % pid)

    def shell(self):
        return self.child(self.guard)

    def main(self):
        return self.child(self.shell())

    def close(self):
        if self.master >= 0:
            os.close(self.master)
        self.master = -1

    def gone(self):
        """Waits until nothing is left; how long that took."""
        began = time.monotonic()
        while True:
            reap()
            left = descendants(os.getpid())
            took = time.monotonic() - began
            if not left:
                return took
            if took > 60: # for ever; how long it took is told, and is no reason to fail on a busy machine
                what = []
                for p in left:
                    try:
                        what.append('%d %s' % (p, Path('/proc/%d/stat' % p).read_text().split(') ')[1][:20]))
                    except OSError:
                        pass
                kill_all(*left)
                time.sleep(0.05)
                reap()
                raise Failed('after 60 seconds %d live: %s' % (len(left), '; '.join(what)))
            if self.master >= 0: # who writes to a full terminal waits: all of it is read
                wait = 0.002
                for i in range(64):
                    if not self.read(wait):
                        break
                    wait = 0
            else:
                time.sleep(0.002)

    def check_terminal(self):
        after = termios.tcgetattr(self.slave)
        if after != self.before:
            raise Failed('the terminal is not as it was: %r, %r' % (self.before[:4], after[:4]))

    def finish(self):
        self.close()
        os.close(self.slave)


def start(conch, dir_, program, prompt, rng):
    """Starts it, and waits for a random moment after the program has begun."""
    if prompt:
        s = Session([conch, '--quiet', '--no-rc'], dir_)
        s.wait_for('conch>')
        s.type('from ' + program + ' import *\r')
    else:
        s = Session([conch, dir_ + '/' + program + '.py'], dir_)
    s.wait_for('READY')
    end = time.monotonic() + rng.random() * 0.03
    while time.monotonic() < end:
        s.read(0.001)
    return s


def kill_all(*pids):
    for p in pids:
        try:
            os.kill(p, signal.SIGKILL)
        except ProcessLookupError:
            pass


def trial_of(victims, checks_terminal):
    def trial(conch, dir_, rng, n):
        program = sorted(PROGRAMS)[n % len(PROGRAMS)]
        s = start(conch, dir_, program, rng.random() < 0.5, rng)
        try:
            pids = {'shell': s.shell(), 'guard': s.guard}
            order = list(victims)
            rng.shuffle(order)
            kill_all(*[pids[v] for v in order])
            took = s.gone()
            if checks_terminal:
                s.check_terminal()
            return took
        finally:
            s.finish()
    return trial


def hang_up(conch, dir_, rng, n):
    program = sorted(PROGRAMS)[n % len(PROGRAMS)]
    s = start(conch, dir_, program, rng.random() < 0.5, rng)
    try:
        os.close(s.slave)
        s.slave = os.open('/dev/null', os.O_RDWR)
        s.close()
        return s.gone()
    finally:
        s.finish()


def main_killed(conch, dir_, rng, n):
    """The program's main process is killed: a file ends with 137, the prompt lives on."""
    program = sorted(PROGRAMS)[n % len(PROGRAMS)]
    prompt = rng.random() < 0.5
    s = start(conch, dir_, program, prompt, rng)
    try:
        kill_all(s.main())
        if prompt:
            back(s)
        else:
            s.type('\003')
            s.type('\003')
        took = s.gone()
        s.check_terminal()
        return took
    finally:
        s.finish()


def back(s):
    """The prompt answers, though an interrupt may still swallow a line or two; then it is left."""
    for last in False, False, False, False, True:
        try:
            for keys, answer in ('\003', 'conch>'), ('stop\r', 'conch>'), ("print('al' + 'ive')\r", 'alive'):
                here = len(s.text)
                s.type(keys)
                s.wait_for(answer, 10, here + len(keys) - 1) # the line itself may be drawn again with its prompt
            break
        except Failed:
            if last:
                raise
    s.type('quit\r')
    end = time.monotonic() + 60
    while os.path.exists('/proc/%d/exe' % s.guard) and time.monotonic() < end:
        reap()
        s.read(0.005)


def storm(conch, dir_, rng, n):
    """Ctrl-C again and again: a file ends, a prompt answers."""
    program = sorted(PROGRAMS)[n % len(PROGRAMS)]
    prompt = rng.random() < 0.5
    s = start(conch, dir_, program, prompt, rng)
    try:
        for i in range(rng.randrange(2, 25)):
            s.type('\003')
            s.read(rng.random() * 0.01)
        if prompt:
            back(s)
        else:
            end = time.monotonic() + 60
            while os.path.exists('/proc/%d/exe' % s.guard) and time.monotonic() < end:
                reap()
                s.read(0.005)
        took = s.gone()
        s.check_terminal()
        return took
    finally:
        s.finish()


def holder_killed(conch, dir_, rng, n):
    """A child is killed that may hold a lock: the others come to their end, and what they did is told."""
    s = Session([conch, dir_ + '/holders.py'], dir_)
    try:
        for k in range(3):
            s.wait_for('PID %d ' % k)
        pid = int(re.search(r'PID 1 (\d+)', s.text).group(1))
        time.sleep(rng.random() * 0.01)
        kill_all(pid)
        s.wait_for('END')
        for k in 0, 2:
            if 'DONE %d' % k not in s.text:
                raise Failed('%d has not come to its end:\n%s' % (k, s.text[-1500:]))
        end = time.monotonic() + 60
        while os.path.exists('/proc/%d/exe' % s.guard) and time.monotonic() < end:
            reap()
            s.read(0.005)
        took = s.gone()
        s.check_terminal()
        return took
    finally:
        s.finish()


TRIALS = [
    ('the shell is killed', trial_of(['shell'], True)),
    ('the guard is killed', trial_of(['guard'], True)),
    ('shell and guard are killed', trial_of(['shell', 'guard'], False)), # nobody is left to put it right
    ('the main process is killed', main_killed),
    ('a child with a lock is killed', holder_killed),
    ('the terminal is closed', hang_up),
    ('a storm of Ctrl-C', storm),
]


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    a.add_argument('--trials', type=int, default=15)
    a.add_argument('--seed', type=int, default=0)
    a.add_argument('--filter', default='')
    o = a.parse_args()
    conch = os.path.abspath(o.conch)
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) # PR_SET_CHILD_SUBREAPER
    signal.signal(signal.SIGHUP, signal.SIG_DFL) # under nohup a conch rightly outlives its terminal
    seed = o.seed or int(time.time())
    print('# seed %d' % seed)
    groups = [g for g in TRIALS if re.search(o.filter, g[0])]
    print('1..%d' % len(groups))
    bad = 0
    for number, (name, trial) in enumerate(groups, 1):
        wrong, slowest = [], 0
        for n in range(o.trials):
            rng = random.Random('%d %s %d' % (seed, name, n))
            with tempfile.TemporaryDirectory(prefix='conch-kill-') as d:
                for program, text in list(PROGRAMS.items()) + [('holders', HOLDERS)]:
                    Path(d, program + '.py').write_text(text)
                shm = names_in('/dev/shm')
                here = names_in(d)
                try:
                    slowest = max(slowest, trial(conch, d, rng, n))
                    extra = (names_in('/dev/shm') - shm) | (names_in(d) - here - {d + '/state'})
                    if extra:
                        raise Failed('left behind: ' + ', '.join(sorted(extra)))
                except Failed as e:
                    wrong.append('trial %d (%s): %s' % (n, sorted(PROGRAMS)[n % len(PROGRAMS)], e))
                kill_all(*descendants(os.getpid()))
                reap()
        print('%s %d - %s: %d times, %.0f ms at most' %
              ('not ok' if wrong else 'ok', number, name, o.trials, slowest * 1000), flush=True)
        for w in wrong:
            bad += 1
            print('\n'.join('# ' + line for line in w.splitlines()), flush=True)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
