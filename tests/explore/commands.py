#!/usr/bin/env python3
"""The commands around an exploration, as typed. TAP.

    commands.py --conch PATH

Each case is a program, the lines that are typed, and what must (or must not) be said.
"""
import argparse
import os
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIMIT = 60 # seconds; a last resort


def environment():
    return dict(os.environ, CONCH_HISTFILE='/dev/null', NO_COLOR='1', LC_ALL='C.UTF-8', CONCH_LANG='en')


def script(conch, lines, cwd):
    p = subprocess.run([conch, '-k', '-'], input='\n'.join(lines + ['']).encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                       timeout=LIMIT, env=environment(), cwd=cwd)
    return p.returncode, p.stdout.decode(errors='replace')


def direct(conch, words, cwd):
    """What a command line prints."""
    p = subprocess.run([conch, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT,
                       env=environment(), cwd=cwd)
    return p.stdout.decode(errors='replace')


CASES = [
    ('bugs_are_named_and_explained', 'opposite_locks', ['explore {}', 'bugs', 'why'],
     ['bug1  deadlock', 'no run with fewer switches shows it', 't1 has taken a (line 12) and wants b (line 13), which t2 has',
      'in the same order'], []),
    ('a_lost_update_is_told_by_its_steps', 'lost_update', ['explore {}', 'why bug1'],
     ['reads count and sees', 'made from the old value', 'one lock around both steps'], []),
    ('races_are_listed_when_asked_for', 'lost_update', ['explore {}', 'races'], ['a data race', 'nothing orders them'], []),
    ('outcomes_are_counted_and_no_probabilities', 'lost_update', ['explore {}', 'outcomes'],
     ['8 outcomes of 17,153,136 interleavings', '1,680', 'not probabilities'], []),
    ('a_switch_counts', 'opposite_locks', ['lock a off', 'explore {}'], ['holds in every interleaving'], ['bug1']),
    ('a_lost_wakeup_is_told', 'lost_wakeup', ['explore {}', 'why'], ['when nobody waits', 'A condition remembers nothing'], []),
    ('steps_lead_into_the_deadlock_and_back', 'opposite_locks',
     ['explore {}', 'step t1', 'step t2', 'why', 'back', 'back', 'step 100', 'save'],
     ['take a  (line 12)', 'nobody can go on: a deadlock', 'Nobody can go on.', 'all have ended', ": 1x4 2x4 0'"], []),
    ('the_chosen_moves_run_on_real_tasks', 'opposite_locks', ['explore {}', 'step t1', 'step t2', 'go'],
     ['replayed on real tasks: 2 turns', 'every task that is left waits for ever'], ['left the schedule']),
    ('a_bare_schedule_is_replayed', 'lost_update', ['explore {}', "replay '1x6 2x6 3x6'"],
     ['\n9\n', 'replayed on real tasks: 18 turns'], ['Traceback']),
    ('a_schedule_of_something_else_is_refused', 'lost_update', ['explore {}', "replay '77 77'", "replay 'no'", "replay '00000000: 1'"],
     ['is not one of this program', 'there is no `no`', 'of another program'], []),
    ('a_file_that_is_not_there_is_told', 'lost_update', ['explore nothing.py', 'bugs', 'why', 'replay'],
     ['No such file', 'nothing has been explored yet'], []),
    ('a_number_picks_a_task', 'opposite_locks', ['explore {}', 'pick', '1', '1', '99', 'b', 'h', 'q', 'print("on")'],
     ['take a  (line 12)', 'there is no task 99', 'the deadlock is 1 move away', '\non\n'], ['Error']),
    ('what_a_failure_took_is_told_with_the_least', 'opposite_locks', ['explore {}', 'pick', '1', '2', 'h', 'q'],
     ['nobody can go on: a deadlock', 'broken with 1 switch away', 'in 2 moves; the least there is: 1, in 2 (bug1)', 'this is the deadlock'], []),
    ('once_nothing_can_go_wrong_the_hint_says_so', 'opposite_locks', ['explore {}', 'pick', 'h', '1', '1', 'h', 'q'],
     ['the deadlock is 2 moves away', 'from here nothing can go wrong any more\n  it can still end with: done'], ['broken with']),
    ('who_cannot_go_on_is_told_why', 'opposite_locks', ['explore {}', 'step t1', 'step t2', 'step t1'],
     ['MainProcess   line 27: join t1   (waits for the end of t1)', 't1 cannot go on now: it waits for lock b, held by t2',
      '  13 ►         with b:   t1'], []),
    ('a_step_shows_the_source_with_who_stands_there', 'lost_update', ['explore {}', 'step ts[0]'],
     ['►         count += 1   ts[0], ts[1], ts[2]', '1   ts[0]         line 13: write count'], []),
    ('one_can_go_to_the_end_of_a_bug_and_back', 'opposite_locks', ['explore {}', 'step bug1', 'save', 'back', 'save', "step '1x4 2x4'", 'save',
      "step '1 2 1'", "step 'nonsense'"],
     ['nobody can go on: a deadlock', ": 1 2'", ": 1'", ": 1x4 2x4'", 'is not one of this program', 'there is no task `nonsense`'], []),
    ('chance_steps_to_the_end_and_the_same_for_a_seed', 'lost_update', ['seed 4', 'explore {}', 'step any 100', 'save', 'explore {}', 'step any 100', 'save'],
     ['all have ended'], []),
    ('a_waiter_wakes_unasked', 'conditions/if_instead_of_while',
     ['explore {}', 'pick', '1', '1', '1', '2?', '1?', '1', '1', 'h', '1', 'q', 'save', 'go'],
     ['1?  ts[0] ', 'ts[1] does not wait at a condition', 'the uncaught exception is 1 move away', 'pop from empty list', ": 1x3 1? 1x3'",
      'replayed on real tasks: 7 turns'], ['left the schedule']),
    ('real_tasks_stand_where_the_moves_lead_and_come_along', 'opposite_locks',
     ['explore {}', 'go hold', 'step t1', 'ps', 'step t2', 'back', 'ps', 'go'],
     ['the real tasks stand there, after 1 turn\n', 'thread', 'after 2 turns', 'begin anew, with other pids', 'replayed on real tasks: 1 turn'],
     ['left the schedule']),
    ('a_process_is_killed_between_two_steps', 'shared_value',
     ['explore {}', 'step Process-1', 'step Process-1k', 'step MainProcessk', 'step any 100', 'save', 'go'],
     ['MainProcess cannot be killed', 'all have ended', '1k'], ['left the schedule']),
    ('a_store_reaches_memory_when_it_is_let', 'store_buffering',
     ['explore --tso {}', 'pick', '1', '2', '1', '2', '1s', '1s', 'q', 'save', 'step 100', 'go'],
     ['its store to x reaches memory', '  1s  a ', 'a has no store that waits', ": 1 2 1 2 1s'", '0 0', 'delays stores only in the model'], []),
    ('a_time_out_is_a_move_now_or_when_nobody_else_goes_on', 'timed_wait',
     ['explore {}', 'outcomes', 'pick', '1!', '1', '2', '2!', '', '', '', 'save', 'go', 'q'],
     ['ts[0] does not wait with a time-out', '2!  ts[1]', 'goes on if its time is over', '`2!` lets its time be over',
      ": 1 2! ", 'gave up'], ['left the schedule', 'took\n']),
    ('a_script_looks_at_a_program_that_is_stuck', 'opposite_locks',
     ['lanes off', 'seed 2', 'run {}', 'graph', 'timeline', 'export dot', 'export mermaid', 'export frob', 'export svg d.svg',
      'export svg d.svg', 'print("on")'],
     ['t1 ──► b ──► t2', '  the cycle: t1', '■ runs  ┊ waits', 'digraph conch', 't0->>t1: starts t1', 'usage: export',
      'kept in d.svg', 'd.svg is there already', '\non\n'], ['nothing has run']),
    ('a_thread_shows_what_its_functions_hold', 'opposite_locks',
     ['lanes off', 'seed 2', 'run {}', 'vars t1', 'vars', 'vars t9', 'list nothing', 'dis nothing'],
     ['one, line', 't1 = <Thread', 'there is no task `t9`; did you mean `t1`?', 'there is nothing to show of `nothing`'], []),
    ('what_a_name_stands_for_is_shown', 'opposite_locks',
     ['import threading', 'list threading.Timer', 'def f():', '    global n', '    n = n + 1', '', 'dis f', 'list f'],
     ['class Timer(Thread):', 'def cancel(self):', 'GLOAD      r1 n', 'GSTORE     r0 n', '   3      n = n + 1'], ['class Barrier', 'Error']),
    ('a_seed_is_shown_with_the_switches_until_it_is_off', 'lost_update', ['seed 7', 'toggle', 'seed x', 'seed off', 'toggle'],
     ['seed 7 ', 'usage: seed N|off', 'seed off '], []),
]


def check(conch, case, cwd):
    name, program, lines, wanted, unwanted = case
    _, text = script(conch, [line.format(HERE / (program + '.py')) for line in lines], cwd)
    missing = [w for w in wanted if w not in text]
    extra = [w for w in unwanted if w in text]
    return [f'not said: {w!r}' for w in missing] + [f'said: {w!r}' for w in extra] + \
        ([] if not missing and not extra else text.splitlines()[-25:])


def saved_line_survives_comments(conch, cwd):
    """A saved schedule is of the program, whatever its comments say; a changed program refuses it."""
    source = (HERE / 'opposite_locks.py').read_text()
    first, second, third = (Path(cwd) / n for n in ('first.py', 'second.py', 'third.py'))
    first.write_text(source)
    second.write_text('# another comment\n\n' + source.replace('b = Lock()', 'b = Lock()   # the second'))
    third.write_text(source.replace('"done"', '"over"'))
    _, text = script(conch, [f'explore {first}', 'step t1', 'step t2', 'save'], cwd)
    found = re.search(r"^replay '[0-9a-f]{8}: 1 2'$", text, re.M)
    if not found:
        return ['no line was saved', *text.splitlines()[-5:]]
    _, again = script(conch, [f'explore {second}', found.group(0)], cwd)
    _, other = script(conch, [f'explore {third}', found.group(0)], cwd)
    wrong = [] if 'replayed on real tasks: 2 turns' in again else ['not replayed', *again.splitlines()[-5:]]
    return wrong + ([] if 'of another program' in other else ['taken for another program', *other.splitlines()[-5:]])


LOSES = '''from threading import Lock, Thread
lock = Lock()
count = 0
log = []
def work():
    global count
    log.append(1)
    count += 1
    log.append(2)
ts = [Thread(target=work) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
assert count == 2
'''


def check_judges_the_file_after_an_edit(conch, cwd):
    """Whether it holds now, and whether the tasks still work at the same time."""
    file = Path(cwd) / 'edited.py'
    (Path(cwd) / 'mended.txt').write_text(LOSES.replace('    count += 1', '    with lock: count += 1'))
    (Path(cwd) / 'serial.txt').write_text(LOSES.replace('    log.append(1)\n    count += 1\n    log.append(2)',
                                                        '    with lock:\n        log.append(1)\n        count += 1\n        log.append(2)'))
    (Path(cwd) / 'broken.txt').write_text(LOSES)
    file.write_text(LOSES)
    wrong = []
    lines = ['import shutil', f'explore {file}', 'check']
    for name in ('mended', 'serial', 'broken'):
        lines += [f'copied = shutil.copy("{name}.txt", "edited.py")', 'check']
    _, text = script(conch, lines, cwd)
    parts = text.split('interleavings (')
    expected = [('is as it was when it was explored', 'fails: 1 failure'), ('It failed before, and now it holds in every interleaving', 'no concurrency was lost'),
                ('it still holds in every interleaving', 'each waits until another is through'), ('It held before, and now it fails',)]
    if len(parts) != 5:
        return [f'{len(parts) - 1} explorations', *text.splitlines()[-12:]]
    said = [parts[0] + parts[1], *parts[2:]]
    for want, got in zip(expected, said):
        wrong += [f'not said: {w!r} in {got!r}' for w in want if w not in got]
    if 'concurrency was lost' in said[2] or 'each waits' in said[1]:
        wrong.append('lost concurrency is told of the wrong one')
    return wrong


ENDLESS = '''from threading import Thread
c = 0
def w():
    global c
    for i in range(40):
        c += 1
ts = [Thread(target=w) for _ in range(6)]
for t in ts: t.start()
for t in ts: t.join()
print(c)
'''


def ctrl_c_tells_what_is_known(conch, cwd):
    """At a terminal: progress is one line, and Ctrl-C ends the search and not conch."""
    program = Path(cwd) / 'endless.py'
    program.write_text(ENDLESS)
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(environment(), TERM='xterm')
        os.execv(conch, [conch, 'explore', str(program), '--limit', 'seconds=50,states=1G'])
    text, sent, until = b'', False, time.monotonic() + LIMIT
    while time.monotonic() < until:
        if not select.select([fd], [], [], 1)[0]:
            continue
        try:
            piece = os.read(fd, 65536)
        except OSError:
            break
        if not piece:
            break
        text += piece
        if not sent and b'exploring: ' in text:
            os.write(fd, b'\x03')
            sent = True
    _, status = os.waitpid(pid, 0)
    wrong = []
    if not sent or b'you stopped it' not in text or b'not a proof' not in text:
        wrong.append(repr(text[-500:]))
    if os.waitstatus_to_exitcode(status) != 124:
        wrong.append(f'status {status}')
    return wrong


COUNT = '''from threading import Thread, Lock
from contextlib import nullcontext
import sys
guard = Lock() if sys.argv[1:] else nullcontext()
count = 0
def work():
    global count
    for i in range(20):
        with guard:
            count += 1
ts = [Thread(target=work) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
print('count is', count)
'''


def chaos_loses_updates_and_never_with_a_lock(conch, cwd):
    """Pauses are chance, so a loss is waited for; a lock holds every time."""
    program = Path(cwd) / 'count.py'
    program.write_text(COUNT)

    def typed(words):
        return script(conch, [f'run --chaos {words}'], cwd)[1]

    def called(words):
        return direct(conch, ['--chaos', *words.split()], cwd)

    def count(run, words):
        text = run(words)
        found = re.search(r'^count is (\d+)$', text, re.M)
        return int(found.group(1)) if found else text
    wrong = []
    for run in typed, called:
        if not any(count(run, f'--seed {i} {program}') in range(1, 40) for i in range(100)):
            wrong.append(f'{run.__name__}: nothing was ever lost')
        locked = [count(run, f'{words} {program} lock') for words in ('', '--gil', '--seed 3')]
        if locked != [40] * 3:
            wrong.append(f'{run.__name__}, with a lock: {locked}')
    return wrong


def a_seed_on_the_command_line_repeats_the_run(conch, cwd):
    """The same number each time for a seed, and not the same for all seeds."""
    program = Path(cwd) / 'count.py'
    program.write_text(COUNT)
    runs = [[direct(conch, ['--seed', str(seed), str(program)], cwd) for seed in range(6)] for _ in range(3)]
    wrong = [] if runs[0] == runs[1] == runs[2] else [f'differ: {runs}']
    return wrong + ([] if len(set(runs[0])) > 1 else [f'all the same: {runs[0]}'])


def every_option_is_completed(conch, cwd):
    """The completion for bash offers exactly what --help lists."""
    words = direct(conch, ['--help'], cwd)
    listed = set(re.findall(r'^ +(?:-., )?(--[a-z-]+)', words, re.M))
    ask = f'source {HERE.parent.parent / "data" / "conch.bash"}; COMP_WORDS=(conch --); COMP_CWORD=1; _conch; echo "${{COMPREPLY[@]}}"'
    p = subprocess.run(['bash', '-c', ask], stdout=subprocess.PIPE, timeout=LIMIT, cwd=cwd,
                       env=dict(environment(), PATH=str(Path(conch).parent) + ':' + os.environ['PATH']))
    offered = set(p.stdout.decode().split())
    return [] if listed and offered == listed else [f'not offered: {sorted(listed - offered)}, not listed: {sorted(offered - listed)}']


def limits_and_exit_codes(conch, cwd):
    program, bad = Path(cwd) / 'endless.py', Path(cwd) / 'bad.py'
    program.write_text(ENDLESS)
    bad.write_text('x = (\n')
    rows = [([str(program), '--limit', 'states=2000'], 124, 'the limit of 2000 states'),
            # ended while more than twice as many states are known as have been looked at
            ([str(program), '--limit', 'states=300000'], 124, 'the limit of 300000 states'), ([str(bad)], 3, 'SyntaxError'),
            (['nothing.py'], 3, 'No such file'), ([], 2, 'usage'), ([str(program), '--limit', 'pears=3'], 2, '--limit'),
            ([str(program), '--switch', 'frobnicate'], 2, '--switch'),
            ([str(HERE / 'same_order.py')], 0, 'holds in every interleaving'), ([str(HERE / 'opposite_locks.py')], 1, 'deadlock'),
            ([str(HERE / 'thread_pool_counter.py'), '--strict', '--json'], 1, '"verdict":"fails"')]
    wrong = []
    for words, code, said in rows:
        p = subprocess.run([conch, 'explore', *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           timeout=LIMIT, env=environment(), cwd=cwd)
        text = p.stdout.decode(errors='replace')
        if p.returncode != code or said not in text:
            wrong.append(f'{words}: code {p.returncode}, {text[-200:]!r}')
    return wrong


def memory_is_bounded(conch, cwd):
    """A search that would take more ends by its limit, and the process has not taken more."""
    program = Path(cwd) / 'endless.py'
    program.write_text(ENDLESS)

    def peak(limit):
        out = os.path.join(cwd, 'out')
        pid = os.posix_spawn(conch, [conch, 'explore', str(program), '--search', 'plain', '--limit', limit + ',seconds=50'], dict(environment()),
                             file_actions=[(os.POSIX_SPAWN_OPEN, 1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)])
        return os.wait4(pid, 0)[2].ru_maxrss / 1024, Path(out).read_text()
    small, _ = peak('states=1000')
    large, text = peak('states=1G,memory=100')
    wrong = [] if 'the limit of 100 MiB of memory' in text else [text[-300:]]
    return wrong + ([f'{large - small:.0f} MiB for a limit of 100'] if large - small > 110 else [])


RARE = '''import threading
x = y = 0
def first():
    global x
    for i in range(6):
        x += 1
def second():
    global y
    for i in range(6):
        y = x
def third():
    for i in range(6):
        assert not (x == 3 and y == 2)
ts = [threading.Thread(target=f) for f in (first, second, third, first)]
for t in ts: t.start()
for t in ts: t.join()
'''


def runs_by_chance_find_and_prove_nothing(conch, cwd):
    """Only sampled: a failure that is met has a schedule that leads to it; without one it is no proof, and said with what probability."""
    wrong = []
    program = Path(cwd) / 'rare.py'
    program.write_text(RARE)
    _, text = script(conch, [f'explore --search sampled --limit seconds=5 {program}', 'replay bug1'], cwd)
    if 'AssertionError' not in text or 'replayed on real tasks' not in text or 'left the schedule' in text:
        wrong.append(text[-600:])
    code, text = script(conch, [f'explore --search sampled --limit seconds=1 {HERE / "locked_counter.py"}'], cwd)
    for said in ('this is not a proof', 'runs by chance were made', 'with a probability of at least'):
        if said not in text:
            wrong.append(f'{said!r} not in {text[-400:]!r}')
    return wrong


def the_worker_dies_with_the_shell(conch, cwd):
    """kill -9 of the shell leaves no explorer behind."""
    program = Path(cwd) / 'endless.py'
    program.write_text(ENDLESS)
    mark = f'marked-{os.getpid()}'
    p = subprocess.Popen([conch, 'explore', str(program), '--limit', 'seconds=50,states=1G'], stdin=subprocess.DEVNULL,
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(environment(), CONCH_TEST_MARK=mark))

    def left():
        found = []
        for d in Path('/proc').iterdir():
            if d.name.isdigit():
                try:
                    if mark.encode() in (d / 'environ').read_bytes():
                        found.append(int(d.name))
                except OSError:
                    pass
        return found

    until = time.monotonic() + LIMIT
    while len(left()) < 2 and time.monotonic() < until and p.poll() is None:
        time.sleep(0.02)
    p.kill()
    p.wait()
    while left() and time.monotonic() < until:
        time.sleep(0.02)
    return [f'left over: {left()}'] if left() else []


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    o = a.parse_args()
    conch = str(Path(o.conch).resolve())
    more = [saved_line_survives_comments, check_judges_the_file_after_an_edit, chaos_loses_updates_and_never_with_a_lock,
            a_seed_on_the_command_line_repeats_the_run, every_option_is_completed, ctrl_c_tells_what_is_known, limits_and_exit_codes,
            memory_is_bounded, runs_by_chance_find_and_prove_nothing, the_worker_dies_with_the_shell]
    print(f'1..{len(CASES) + len(more)}')
    bad = 0
    with tempfile.TemporaryDirectory() as cwd:
        runs = [(c[0], lambda c=c: check(conch, c, cwd)) for c in CASES] + [(f.__name__, lambda f=f: f(conch, cwd)) for f in more]
        for i, (name, run) in enumerate(runs, 1):
            try:
                wrong = run()
            except subprocess.TimeoutExpired:
                wrong = [f'no end in {LIMIT} s']
            print(f'{"not ok" if wrong else "ok"} {i} - {name}')
            for line in wrong:
                print(f'# {line}')
            sys.stdout.flush()
            bad += bool(wrong)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
