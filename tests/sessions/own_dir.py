#!/usr/bin/env python3
"""A lesson's program has a directory of its own, and nothing else; it is gone with the run. TAP.

    own_dir.py --conch PATH
"""
import argparse
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

LIMIT = 120 # seconds; a last resort

LESSON = '''<!-- conch-lesson v=1 id=own level=1 minutes=3 -->

# A directory of one's own

```python id=p
import os, tempfile, time
with open('mine.txt', 'w') as f:
    f.write('x')
os.mkdir('closed')
os.chmod('closed', 0)
print('mine', sorted(os.listdir('.')), tempfile.gettempdir() == os.getcwd())
try:
    open(OUTSIDE, 'w')
except PermissionError:
    print('not allowed')
print('at', os.getcwd(), flush=True)
time.sleep(WAIT)
```
'''


def started(conch, work, wait):
    """A shell that runs the lesson's program, in a directory that must stay as it is."""
    lesson = Path(work, 'own.md')
    lesson.write_text(LESSON.replace('OUTSIDE', repr(str(Path(work, 'here', 'x')))).replace('WAIT', str(wait)))
    here = Path(work, 'here')
    here.mkdir(exist_ok=True)
    env = dict(os.environ, TMPDIR=str(work), HOME=str(work), CONCH_HISTFILE='/dev/null', LC_ALL='C.UTF-8', CONCH_LANG='en')
    return subprocess.Popen([conch, '-k', '-'], cwd=here, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, encoding='utf-8')


def left(work):
    return [p.name for p in Path(work).glob('conch-*')] + [p.name for p in Path(work, 'here').iterdir()]


def run_to_its_end(conch, work):
    p = started(conch, work, 0)
    text, _ = p.communicate('lanes off\nlesson %s\nnext\nrun\n' % Path(work, 'own.md'), timeout=LIMIT)
    wanted = ["mine ['closed', 'mine.txt'] True", 'not allowed', 'at %s/conch-' % work]
    faults = ['not said: ' + w for w in wanted if w not in text] + ['left: ' + name for name in left(work)]
    return faults and faults + [text]


def swept_after_a_kill(conch, work):
    p = started(conch, work, 60)
    p.stdin.write('lanes off\nlesson %s\nnext\nrun\n' % Path(work, 'own.md'))
    p.stdin.flush()
    for line in p.stdout:
        if line.startswith('at '):
            break
    before = left(work)
    shell = int(before[0].split('-')[1])
    os.kill(shell, signal.SIGKILL)
    p.stdin.close()
    p.stdout.read() # until everybody who had it open is gone
    p.wait()
    return run_to_its_end(conch, work)


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    conch = os.path.abspath(a.parse_args().conch)
    bad = 0
    print('1..2')
    for number, test in enumerate((run_to_its_end, swept_after_a_kill), 1):
        with tempfile.TemporaryDirectory(dir='/tmp') as work:
            faults = test(conch, work)
        bad += bool(faults)
        print('%s %d - %s' % ('not ok' if faults else 'ok', number, test.__name__))
        print(''.join('# %s\n' % line for f in faults for line in f.splitlines()), end='')
    return bad > 0


if __name__ == '__main__':
    sys.exit(main())
