#!/usr/bin/env python3
"""Programs that check themselves, run by a given conch. TAP.

    run.py --conch PATH [--only thread|fork] [--filter REGEX] [--times N] [--seconds S]

A program passes if it ends with 0, its last line is "ok", and no sanitizer had anything to say.
Its first line may say `# options: …` for conch. With --seconds it is run again until that time is over.
What sanitizers say goes to files: a lesson's own stderr leads nowhere.
"""
import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMPLAINT = re.compile(r'WARNING: ThreadSanitizer|ERROR: \w+Sanitizer|runtime error:|Sanitizer:DEADLYSIGNAL')
# ThreadSanitizer cannot follow threads that begin after a fork of a process with threads.
FORKING = {'fork_threads', 'process_memory', 'process_trees', 'process_queue', 'gil_processes',
           'limit_processes'}
# A million of anything takes ThreadSanitizer minutes, and its own memory stands beside what is measured.
NOT_FOR_TSAN = FORKING | {'million_memory'}
MISSING = re.compile(r"^(?:ModuleNotFoundError: No module named 'queue'|ImportError: cannot import name 'Queue'.*)$", re.M)
LIMIT = 300 # seconds; a last resort
SKIP = 'conch has no queues yet'


def environment(logs, program):
    # What is freed is kept from use only for so long where memory is measured. Not elsewhere: the locks of
    # that store are not the child's to open if another thread held one when it was forked.
    quarantine = ':quarantine_size_mb=2' if program.stem.endswith('memory') else ''
    env = dict(os.environ, CONCH_NO_SANDBOX='1', CONCH_HISTFILE='/dev/null', NO_COLOR='1', LC_ALL='C.UTF-8')
    for name, more in (('TSAN_OPTIONS', ':halt_on_error=0:history_size=4:exitcode=0:report_thread_leaks=0'),
                       ('ASAN_OPTIONS', ':detect_leaks=0' + quarantine), ('UBSAN_OPTIONS', ':print_stacktrace=1')):
        old = os.environ.get(name)
        env[name] = (old + ':' if old else '') + 'log_path=' + str(logs / 'said') + more
    return env


def complaints(logs):
    said = ''
    for f in sorted(logs.iterdir()):
        text = f.read_text(errors='replace')
        if COMPLAINT.search(text):
            said += text
    return said


def options(program):
    found = re.match(r'# options: (.*)', program.read_text())
    return found.group(1).split() if found else []


def run(conch, program, logs):
    """What is wrong with it, or None."""
    with open(logs / 'out', 'w+') as out:
        p = subprocess.Popen([conch, *options(program), str(program)], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                             env=environment(logs, program), start_new_session=True)
        try:
            code = p.wait(LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(p.pid, signal.SIGKILL)
            p.wait()
            code = None
        out.seek(0)
        text = out.read()
    said = complaints(logs)
    if said:
        return 'a sanitizer complains:\n' + said[:20000]
    if code is None:
        return 'no end after %d s\n%s' % (LIMIT, text[-2000:])
    if code == 1 and MISSING.search(text):
        return SKIP
    lines = text.splitlines()
    if code != 0 or not lines or lines[-1] != 'ok':
        return 'ended with %d\n%s' % (code, text[-4000:])
    if program.stem == 'print_threads':
        want = {'line %d %d of 50' % (k, i) for k in range(8) for i in range(50)}
        if set(lines) - want != {'ok'} | {'part %d end' % k for k in range(8)} or len(lines) != 8 * 55 + 1:
            return 'lines are lost or torn: %r' % sorted(set(lines) - want)[:20]
    return None


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    a.add_argument('--only', choices=['thread', 'fork'])
    a.add_argument('--filter', default='')
    a.add_argument('--times', type=int, default=1)
    a.add_argument('--seconds', type=float, default=0)
    o = a.parse_args()
    programs = [p for p in sorted(HERE.glob('*.py')) if p.name != 'run.py' and re.search(o.filter, p.stem)
                and (not o.only or (p.stem in NOT_FOR_TSAN) == (o.only == 'fork'))] * o.times
    print('1..%d' % len(programs))
    bad = 0
    for n, program in enumerate(programs, 1):
        end, rounds, wrong = time.monotonic() + o.seconds, 0, None
        while not wrong and (rounds == 0 or time.monotonic() < end):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as d:
                wrong = run(os.path.abspath(o.conch), program, Path(d))
            rounds += 1
        if wrong is SKIP:
            print('ok %d - %s # SKIP %s' % (n, program.stem, SKIP), flush=True)
            continue
        again = ', %d times' % rounds if o.seconds else ''
        print('%s %d - %s%s' % ('not ok' if wrong else 'ok', n, program.stem, again), flush=True)
        if wrong:
            bad += 1
            print('\n'.join('# ' + line for line in wrong.splitlines()), flush=True)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
