#!/usr/bin/env python3
"""The law of agreement (design.md 1), by force: the model and the real tasks do the same. TAP.

    agree.py --conch PATH [--filter REGEX] [--programs DIR…]     each program in those directories that can be explored
    agree.py --conch PATH --count N [--seed N]                   … or so many random ones, made by naive.py
             [--walks N] [--runs N] [--keep DIR] [--jobs N]

For each program:
    runs     N free runs end in one of the outcomes that were explored
    walks    N schedules, taken by chance in the model (step any), are driven through the gate on real tasks (go):
             the same operations on the same objects, in the same order, with the same values and the same end
    again    the first of them is driven twice, and the two live traces are the same
"""
import argparse
import ast
import concurrent.futures
import itertools
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import naive
import run as programs_of

HERE = Path(__file__).resolve().parent
LIMIT = 300 # seconds; a last resort

# What is decided by a schedule. The rest rides (starts, joins), or is how the live side tells that somebody waits.
DECIDED = {'read', 'write', 'call', 'locked', 'unlocked', 'lock-fail', 'sem-took', 'sem-gave', 'evt-seen', 'evt-set', 'evt-clear',
           'cond-woke', 'notify', 'bar-pass', 'put', 'get', 'task-done', 'print', 'end', 'died'}
ACCESS = {'read', 'write', 'call'}
RIDES = {'end', 'evt-seen', 'bar-pass', 'cond-woke'}


def short(text):
    """A value as live tasks tell it, who may not look into what another one has: by its kind and size."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        found = re.match(r'<(?:\w+\.)*(\w+)', text)
        return f'<{found.group(1)}>' if found else '<tuple>' if text.startswith('(') else text # a long one is cut off
    if isinstance(value, (list, dict, set)):
        plain = f'{len(value)} item{"" if len(value) == 1 else "s"}'
        return f'[{plain}]' if isinstance(value, list) else f'{{{plain}}}'
    return '<tuple>' if isinstance(value, tuple) else text


def told(e):
    """What an event says of the value, the same for the model and for live tasks."""
    value = str(e.get('value', ''))
    if e['event'] == 'call':
        found = re.match(r'(\w+\(|\[)(.*)([\])])$', value, re.S)
        return found.group(1) + (short(found.group(2)) if found.group(2) else '') + found.group(3) if found else value
    if e['event'] in ('read', 'write', 'put', 'get'):
        return short(value)
    return value if e['event'] == 'print' else e.get('number', '')


def name_of(e):
    """What the program calls a thing; nothing for what it gives no name."""
    name = e.get('object', '')
    return '' if ' ' in name or name in ('something', e.get('type')) else name


def is_timer(e):
    """An event loop has waited until a timer was due: how many such waits it takes is the clock's."""
    return e['event'] == 'lock-fail' and not name_of(e)


def operations(events):
    """What happened, in order, as tuples. At which line a task was last when it ended is nothing that it did."""
    for e in events:
        if e['event'] in DECIDED and not is_timer(e):
            end = e['event'] in ('end', 'died') # the number of a thread's end means nothing
            yield e['id'], 'end' if end else e['event'], name_of(e), 0 if end and e['id'] else told(e), 0 if end else e.get('line', 0)


def by_carrier(live):
    """Coroutines have numbers of their own in the live trace: as in the model they go by the thread that carries them."""
    number = {}
    for e in live:
        yield dict(e, id=number.setdefault(e['tid'], len(number)) if e.get('tid') else e['id'])


def known_to_model(model, live):
    """Live tasks also tell of what main did before there was another one, of what the only one left touches, and of
    accesses that nobody is at odds about: the model tells nothing of these. What several tasks have in hand may have another
    name in each: there it counts who does what with it, and where."""
    there, kept, coming = set(), [], 0 # coming: started, and not begun
    for e in by_carrier(live):
        coming += (e['event'] == 'spawn') - (e['event'] == 'begin' and coming > 0)
        there |= {e['id']} if e['event'] == 'begin' else set()
        kept += [e] if len(there) + coming > 1 or (kept and e['event'] not in ACCESS) else []
        there -= {e['id']} if e['event'] in ('end', 'died') else set()
    live = kept
    shared = {op[2] for op in operations(model) if op[1] in ACCESS}
    deeds = {(op[0], *op[3:]) for op in operations(model) if op[1] == 'call'}
    numbers = {e['seq'] for e in live if e.get('object') == 'shared value'} # of processes: the model calls them by name
    return [op for e in live for op in operations([e])
            if op[1] not in ACCESS or op[2] in shared or e['seq'] in numbers or (op[1] == 'call' and (op[0], *op[3:]) in deeds)]


def without_rest(ops, others):
    """Without what the last one left touches and the others do not tell: where the end of the one before is told a little
    later, it still counts as there."""
    who = [0] + [op[0] for op in ops if op[1] not in RIDES]
    begin = max((i + 1 for i, op in enumerate(ops) if op[0] != who[-1] and op[1] not in RIDES), default=0)
    return [op for i, op in enumerate(ops)
            if i < begin or op[1] not in ACCESS or any(same(op, b) or same(b, op) for b in others)]


def orders(ops):
    """All decided operations, and those of each task with what rides: who is woken, or has ended, tells of it at once or
    a little later."""
    yield [op for op in ops if op[1] not in RIDES]
    for task in sorted({op[0] for op in ops}):
        yield [op for op in ops if op[0] == task]


def difference(model, live):
    """Where two traces part, or None."""
    model, live = list(operations(model)), known_to_model(model, live)
    for a, b in itertools.zip_longest(orders(without_rest(model, live)), orders(without_rest(live, model)), fillvalue=[]):
        wrong = first_difference(a, b)
        if wrong:
            return wrong
    return None


def same(a, b):
    """Processes have small numbers in the model, and an item that came through a pipe is bytes there."""
    if not a or not b or a[:2] != b[:2] or (a[1] != 'call' and a[2] != b[2] and b[2]) or a[4] != b[4]:
        return a == b
    packed = (a[1] == 'get' and str(a[3])[:2] == "b'") or (a[1] in ('get', 'read') and a[3] == '')
    pid = re.fullmatch(r'1\d\d\d', str(a[3])) and str(b[3]).isdigit()
    return packed or pid or a[3] == b[3]


def first_difference(model, live):
    for i in range(max(len(model), len(live))):
        a, b = (ops[i] if i < len(ops) else None for ops in (model, live))
        if not same(a, b):
            return f'operation {i + 1}: the model has {a}, the real tasks {b}'
    return None


def session(conch, program, seed, walks):
    """One conch explores the program and goes its ways: the lines of its output, those of the traces as objects."""
    lines = [f'explore --limit seconds=20 {program}']
    for i in range(walks):
        lines += ['back 100000', 'step any 100000', 'save', 'go'] + (['save', 'go'] if i == 0 else [])
    p = subprocess.run([conch, '--json', '--seed', str(seed), '-k', '-'], input='\n'.join(lines + ['save', '']).encode(),
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT, env=programs_of.environment())
    return p.stdout.decode(errors='replace').splitlines()


def pieces(lines):
    """The output, cut at each schedule that is saved: the schedules, and what stands before, between and behind them."""
    schedules, parts = [], [([], [], [])]
    for line in lines:
        found = re.match(r"replay '[0-9a-f]{8}: ?(.*)'$", line)
        if found:
            schedules.append(found.group(1))
            parts.append(([], [], []))
        elif line.startswith('{"v":1,"seq":'):
            e = json.loads(line)
            parts[-1][0 if 'pid' not in e else 1].append(e) # a task of the model has no number in the system
        else:
            parts[-1][2].append(line)
    return schedules, parts


def told_last(events):
    """`back` tells the beginning once more."""
    begins = [i for i, e in enumerate(events) if i == 0 or e['seq'] <= events[i - 1]['seq']]
    return events[begins[-1]:] if begins else []


def walk_faults(conch, program, seed, walks):
    """Each walk: the model's trace, then the live one, the first one twice."""
    schedules, parts = pieces(session(conch, program, seed, walks))
    if len(schedules) != walks + 2:
        yield f'{len(schedules)} schedules, and not {walks + 2}: ' + ' | '.join(parts[-1][2][-3:])
        return
    model, first = [], []
    for i, schedule in enumerate(schedules[:-1]):
        again = i == 1
        model = model if again else told_last(parts[i][0])
        live, said = parts[i + 1][1], parts[i + 1][2]
        if any('left the schedule' in line for line in said) or not any('replayed on real tasks' in line for line in said):
            wrong = 'the real tasks left it: ' + ' | '.join(said[-3:])
        else:
            wrong = difference(model, live) or (again and not_the_same(model, first, live))
        first = first or live
        if wrong:
            yield f'schedule {schedule}: {wrong}'
            return


def not_the_same(model, first, second):
    a, b = known_to_model(model, first), known_to_model(model, second)
    a, b = without_rest(a, b), without_rest(b, a)
    def differ(x, y):
        return not (same(x, y) or same(y, x) or (x and y and {x[1], y[1]} <= RIDES))
    pairs = (x for orders_of in itertools.zip_longest(orders(a), orders(b), fillvalue=[]) for x in itertools.zip_longest(*orders_of))
    wrong = next((x for x in pairs if differ(*x)), None)
    return f'driven twice: {wrong}' if wrong else None


def faults(conch, program, seed, runs, walks):
    code, result, stderr = programs_of.explore(conch, program, '--limit seconds=20')
    if result is None or not result['complete']:
        return None # nothing is claimed
    if any(f['kind'] == 'stuck' for f in result['findings']):
        return None # its runs need not end
    wrong = list(programs_of.live_faults(conch, program, result, runs, 0)) if runs else []
    if result['interleavings'] == '1' and len(result['outcomes']) == 1:
        return wrong # there is nothing to choose
    return wrong + list(walk_faults(conch, program, seed, walks))


# ---- what is looked at ----

def of_directories(o):
    """Programs with verdicts, by their own remarks; what a clock or an option decides is not driven live."""
    for directory in o.programs:
        for path in sorted(Path(directory).glob('**/*.py')):
            want = programs_of.remarks(path)
            if re.search(o.filter, str(path)) and want and want.get('replays') != 'no' and '--' not in want.get('options', ''):
                yield path.stem, path


def at_random(o, directory):
    for seed in range(o.seed, o.seed + o.count):
        path = Path(directory) / f'seed{seed}.py'
        path.write_text(naive.source_of(naive.make_program(random.Random(seed))))
        yield f'seed {seed}', path


def looked_at(o, name, path):
    try:
        return name, path, faults(o.conch, path, o.seed, o.runs, o.walks)
    except subprocess.TimeoutExpired:
        return name, path, [f'no end in {LIMIT} s']


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    a.add_argument('--filter', default='.')
    a.add_argument('--programs', nargs='*', default=[str(HERE)])
    a.add_argument('--count', type=int, default=0)
    a.add_argument('--seed', type=int, default=1)
    a.add_argument('--walks', type=int, default=20)
    a.add_argument('--runs', type=int, default=20)
    a.add_argument('--jobs', type=int, default=1)
    a.add_argument('--keep')
    o = a.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as directory, concurrent.futures.ThreadPoolExecutor(o.jobs) as pool:
        todo = list(at_random(o, directory) if o.count else of_directories(o))
        print(f'1..{len(todo)}')
        for i, (name, path, wrong) in enumerate(pool.map(lambda t: looked_at(o, *t), todo), 1):
            skip = ' # SKIP not explored to its end' if wrong is None else ''
            known = programs_of.remarks(path).get('agrees')
            skip = f' # TODO {known}' if wrong and known else skip
            print(f'{"not ok" if wrong else "ok"} {i} - {name}{skip}')
            for line in wrong or []:
                print(f'# {line}')
            if wrong and o.count:
                print('\n'.join('# | ' + line for line in path.read_text().splitlines()))
            if wrong and o.keep:
                (Path(o.keep) / path.name).write_text(path.read_text())
            sys.stdout.flush()
            bad += bool(wrong) and not known
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
