#!/usr/bin/env python3
"""A second explorer, deliberately naive, against conch's.

    naive.py --conch PATH [--seed N] [--count N] [--keep DIR] [--verbose]

The classics, and random small concurrent programs, are made as trees of operations. Each is written out as Python for
`conch explore --json`, and explored here: breadth first over plain tuples, every access to what tasks are at odds
about a step, no reduction, no memory of steps. Verdict, outcomes, the number of interleavings that lead to each, and
the simplest failing run (fewest switches away from a task that could go on, then fewest steps) must be the same.
TAP; the seed of a program that differs is printed.
"""
import argparse
import collections
import heapq
import json
import os
import random
import subprocess
import sys
import tempfile

MOST_STATES = 60000


# ---- programs ----
# A thread is a list of operations:
#   ('inc', v)  ('set', v, c)  ('copy', v, w)  ('print', c)  ('assert', v, c)        v >= c must hold
#   ('if', v, c, ops)  ('loop', n, ops)  ('with', lock, ops)
#   ('acquire', s) ('release', s)                                                      a semaphore
#   ('wait', e) ('signal', e) ('clear', e)                                             an event
#   ('put', c) ('get', v)                                                              a queue
#   ('await', v, c) ('tell', v, c, how)                                                a condition: while v != c: wait

def make_ops(rng, depth, locks_free):
    ops = []
    for _ in range(rng.randint(1, 3 if depth == 0 else 2)):
        kind = rng.choices(['inc', 'set', 'copy', 'print', 'assert', 'if', 'loop', 'with', 'acquire', 'release', 'wait',
                            'signal', 'clear', 'put', 'get', 'await', 'tell'],
                           [6, 3, 2, 1, 1, 2, 2, 5, 2, 2, 1, 2, 1, 2, 2, 1, 2])[0]
        v, w = rng.choice('xy'), rng.choice('xyz')
        if kind == 'inc':
            ops.append(('inc', w))
        elif kind == 'set':
            ops.append(('set', w, rng.randint(0, 2)))
        elif kind == 'copy':
            ops.append(('copy', v, w))
        elif kind == 'print':
            ops.append(('print', rng.randint(0, 1)))
        elif kind == 'assert':
            ops.append(('assert', v, rng.randint(0, 2)))
        elif kind == 'if' and depth < 2:
            ops.append(('if', v, rng.randint(0, 2), make_ops(rng, depth + 1, locks_free)))
        elif kind == 'loop' and depth < 1:
            ops.append(('loop', 2, make_ops(rng, depth + 1, locks_free)))
        elif kind == 'with' and locks_free and depth < 2:
            lock = rng.choice(locks_free)
            ops.append(('with', lock, make_ops(rng, depth + 1, [k for k in locks_free if k != lock])))
        elif kind in ('acquire', 'release'):
            ops.append((kind, 's'))
        elif kind in ('wait', 'signal', 'clear'):
            ops.append((kind, 'e'))
        elif kind == 'put':
            ops.append(('put', rng.randint(1, 2)))
        elif kind == 'get':
            ops.append(('get', w))
        elif kind == 'await' and 'c' in locks_free:
            ops.append(('await', v, rng.randint(0, 2)))
        elif kind == 'tell' and 'c' in locks_free:
            ops.append(('tell', w, rng.randint(0, 2), rng.choice(['notify', 'notify_all'])))
    return ops or [('inc', 'x')]


INC = [('inc', 'x')]
CLASSICS = {
    'lost update 2x1': [INC] * 2,
    'lost update 2x2': [[('loop', 2, INC)]] * 2,
    'lost update 3x1': [INC] * 3,
    'update under a lock': [[('with', 'a', INC)]] * 2,
    'locks of their own': [[('with', 'a', INC)], [('with', 'b', INC)]],
    'semaphore of one': [[('acquire', 's'), ('inc', 'x'), ('release', 's')]] * 2,
    'semaphore not given back': [[('acquire', 's'), ('inc', 'x')]] * 2,
    'opposite orders': [[('with', 'a', [('with', 'b', INC)])], [('with', 'b', [('with', 'a', INC)])]],
    'opposite orders behind a gate': [[('with', 'c', [('with', 'a', [('with', 'b', INC)])])], [('with', 'c', [('with', 'b', [('with', 'a', INC)])])]],
    'three in a circle': [[('with', 'a', [('with', 'b', INC)])], [('with', 'b', [('with', 'c', INC)])], [('with', 'c', [('with', 'a', INC)])]],
    'check, then act': [[('if', 'x', 0, INC)]] * 2,
    'check and act under a lock': [[('with', 'a', [('if', 'x', 0, INC)])]] * 2,
    'second look under the lock': [[('if', 'x', 0, [('with', 'a', [('if', 'x', 0, INC)])])]] * 2,
    'order violated': [[('assert', 'x', 1)], INC],
    'order by an event': [[('wait', 'e'), ('assert', 'x', 1)], [('inc', 'x'), ('signal', 'e')]],
    'event set too early': [[('wait', 'e'), ('assert', 'x', 1)], [('signal', 'e'), ('inc', 'x')]],
    'event cleared': [[('wait', 'e')], [('signal', 'e'), ('clear', 'e')]],
    'rendezvous': [[('signal', 'e'), ('get', 'x')], [('put', 1), ('wait', 'e')]],
    'both wait first': [[('wait', 'e'), ('put', 1)], [('get', 'x'), ('signal', 'e')]],
    'producer and consumer': [[('put', 1), ('put', 2)], [('get', 'x'), ('get', 'y')]],
    'one end mark for two': [[('put', 1)], [('get', 'x')], [('get', 'y')]],
    'an item is missing': [[('put', 1)], [('get', 'x'), ('get', 'y')]],
    'full and nobody takes': [[('put', 1), ('put', 2)], INC],
    'waits in a loop, told': [[('await', 'x', 1)], [('tell', 'x', 1, 'notify')]],
    'two wait, one is told': [[('await', 'x', 1)], [('await', 'x', 1)], [('tell', 'x', 1, 'notify')]],
    'two wait, all are told': [[('await', 'x', 1)], [('await', 'x', 1)], [('tell', 'x', 1, 'notify_all')]],
    'told, and changed again': [[('await', 'x', 1)], [('tell', 'x', 1, 'notify'), ('tell', 'x', 2, 'notify')]],
    'turns': [[('await', 'x', 0), ('tell', 'x', 1, 'notify')], [('await', 'x', 1), ('tell', 'x', 0, 'notify')]],
    'transfer while it is summed': [[('with', 'a', [('set', 'x', 0)]), ('with', 'b', [('set', 'y', 1)])], [('with', 'a', [('copy', 'x', 'z')]), ('with', 'b', [('copy', 'y', 'z')])]],
}


def make_program(rng):
    program = [make_ops(rng, 0, ['a', 'b', 'c']) for _ in range(rng.choice([2, 2, 2, 3]))]
    if rng.random() < 0.4:  # like tasks
        program[1:] = [program[0] if rng.random() < 0.8 else ops for ops in program[1:]]
    return program


def python_of(ops, indent):
    pad, out = '    ' * indent, []
    for n, op in enumerate(ops):
        k = op[0]
        if k == 'inc':
            out.append(f'{pad}{op[1]} += 1')
        elif k == 'set':
            out.append(f'{pad}{op[1]} = {op[2]}')
        elif k == 'copy':
            out.append(f'{pad}{op[2]} = {op[1]}')
        elif k == 'print':
            out.append(f'{pad}print({op[1]})')
        elif k == 'assert':
            out.append(f'{pad}assert {op[1]} >= {op[2]}')
        elif k == 'if':
            out.append(f'{pad}if {op[1]} == {op[2]}:')
            out += python_of(op[3], indent + 1)
        elif k == 'loop':
            out.append(f'{pad}for i{indent} in range({op[1]}):')
            out += python_of(op[2], indent + 1)
        elif k == 'with':
            out.append(f'{pad}with {op[1]}:')
            out += python_of(op[2], indent + 1)
        elif k in ('acquire', 'release'):
            out.append(f'{pad}s.{k}()')
        elif k == 'wait':
            out.append(f'{pad}e.wait()')
        elif k == 'signal':
            out.append(f'{pad}e.set()')
        elif k == 'clear':
            out.append(f'{pad}e.clear()')
        elif k == 'put':
            out.append(f'{pad}q.put({op[1]})')
        elif k == 'get':
            out.append(f'{pad}{op[1]} = q.get()')
        elif k == 'await':
            out += [f'{pad}with cond:', f'{pad}    while {op[1]} != {op[2]}:', f'{pad}        cond.wait()']
        elif k == 'tell':
            out += [f'{pad}with cond:', f'{pad}    {op[1]} = {op[2]}', f'{pad}    cond.{op[3]}()']
    return out


def source_of(program):
    lines = ['import queue', 'import threading', '', 'x = y = z = 0', 'a = threading.Lock()', 'b = threading.Lock()',
             'c = threading.Lock()', 'cond = threading.Condition(c)', 's = threading.Semaphore(1)', 'e = threading.Event()',
             'q = queue.Queue(1)', '']
    names = [f't{next(k for k, first in enumerate(program) if first is ops)}' for ops in program]
    for n, ops in enumerate(program):
        if names[n] != f't{n}':
            continue  # the same function as another task's
        lines += [f'def t{n}():', '    global x, y, z'] + python_of(ops, 1) + ['']
    lines += ['ts = [threading.Thread(target=f) for f in (%s)]' % ', '.join(names),
              'for t in ts:', '    t.start()', 'for t in ts:', '    t.join()', 'print(x, y, z)']
    return '\n'.join(lines) + '\n'


# ---- the naive explorer ----
# Programs become flat code, one instruction an elementary act:
#   R v r   W v r|const   P   A lock  L lock   SA SR   EW ES EC   QP c  QG r   CW  CN all   JN target r c (jump if r != c)  J  T r c (assert)
# A state: (shared values, owner of each lock, semaphore, event, queue, threads); a thread: (pc, registers, status)
# status: 'run', ('cond',) waiting to be notified, ('evt',) waiting for the event, 'end', 'dead'.

def compile_ops(ops, code, held, deaths):
    for op in ops:
        k = op[0]
        if k == 'inc':
            code += [('R', op[1]), ('ADD', 1), ('W', op[1], None)]
        elif k == 'set':
            code.append(('W', op[1], op[2]))
        elif k == 'copy':
            code += [('R', op[1]), ('W', op[2], None)]
        elif k == 'print':
            code.append(('P',))
        elif k == 'assert':
            code.append(('R', op[1]))
            deaths.append((len(code), op[2], held))
            code.append(None)
        elif k == 'if':
            code.append(('R', op[1]))
            at = len(code)
            code.append(None)
            compile_ops(op[3], code, held, deaths)
            code[at] = ('JN', len(code), op[2])
        elif k == 'loop':
            for _ in range(op[1]):
                compile_ops(op[2], code, held, deaths)
        elif k == 'with':
            code.append(('A', op[1]))
            compile_ops(op[2], code, held + [op[1]], deaths)
            code.append(('L', op[1]))
        elif k == 'acquire':
            code.append(('SA',))
        elif k == 'release':
            code.append(('SR',))
        elif k == 'wait':
            code.append(('EW',))
        elif k == 'signal':
            code.append(('ES',))
        elif k == 'clear':
            code.append(('EC',))
        elif k == 'put':
            code.append(('QP', op[1]))
        elif k == 'get':
            code += [('QG',), ('W', op[1], None)]
        elif k == 'await':
            code.append(('A', 'c'))
            top = len(code)
            code.append(('R', op[1]))
            at = len(code)
            code.append(None)
            code[at] = ('JE', at + 3, op[2])
            code.append(('CW',))
            code.append(('J', top))
            code[at] = ('JE', len(code), op[2])
            code.append(('L', 'c'))
        elif k == 'tell':
            code += [('A', 'c'), ('W', op[1], op[2]), ('CN', op[3] == 'notify_all'), ('L', 'c')]


class TooLarge(Exception):
    pass


class Naive:
    """World: values (x, y, z), owners (a, b, c), semaphore, event, queue tuple, threads ((pc, register, status), …)."""
    LOCKS = 'abc'

    def __init__(self, program):
        self.codes = []
        for ops in program:
            code = []
            deaths = []
            compile_ops(ops, code, [], deaths)
            code.append(('END',))
            for at, least, held in deaths:  # a failed assertion leaves the with statements around it
                code[at] = ('T', least, len(code))
                code += [('L', lock) for lock in reversed(held)] + [('D',)]
            self.codes.append(code)
        self.conflict = set()

    # private work: to the next visible act
    def settle(self, world):
        values, owners, sem, evt, q, threads = world
        threads = list(threads)
        for n, (pc, reg, status) in enumerate(threads):
            if status != 'run':
                continue
            code = self.codes[n]
            while True:
                i = code[pc]
                if i[0] in ('END', 'D'):
                    status = 'end' if i[0] == 'END' else 'dead'
                    break
                if i[0] == 'R' and i[1] not in self.conflict:
                    reg = values['xyz'.index(i[1])]
                elif i[0] == 'W' and i[1] not in self.conflict:
                    values = list(values)
                    values['xyz'.index(i[1])] = reg if i[2] is None else i[2]
                    values = tuple(values)
                elif i[0] == 'ADD':
                    reg += i[1]
                elif i[0] == 'JN':
                    pc = i[1] - 1 if reg != i[2] else pc
                elif i[0] == 'JE':
                    pc = i[1] - 1 if reg == i[2] else pc
                elif i[0] == 'J':
                    pc = i[1] - 1
                elif i[0] == 'T':
                    if not reg >= i[1]:
                        pc = i[2] - 1
                else:
                    break
                self.touch(n, i)
                pc += 1
            reg = self.live(n, pc, reg, status)
            threads[n] = (pc, reg, status)
        return values, owners, sem, evt, q, tuple(threads)

    def touch(self, n, i):
        if i[0] in 'RW' and len(i[0]) == 1:
            self.seen[i[1]].add((n, i[0]))

    def live(self, n, pc, reg, status):
        """The register, if it will be read before it is written."""
        if status in ('end', 'dead'):
            return 0
        todo, done = [pc], set()
        code = self.codes[n]
        while todo:
            p = todo.pop()
            if p in done or p >= len(code):
                continue
            done.add(p)
            i = code[p]
            if i[0] in ('ADD', 'JN', 'JE', 'T') or (i[0] == 'W' and i[2] is None):
                return reg
            if i[0] in ('R', 'QG', 'END', 'D'):
                continue
            if i[0] == 'J':
                todo.append(i[1])
            else:
                todo.append(p + 1)
        return 0

    def moves(self, world):
        """[(thread, new world or None)] of tasks that can act, several for a choice; died: a thread that failed."""
        values, owners, sem, evt, q, threads = world
        out = []
        for n, (pc, reg, status) in enumerate(threads):
            if status == 'relock':
                if owners[2] == 0:
                    out.append((n, self.after(world, n, pc, reg, 'run', owners=self.put(owners, 2, n + 1))))
                continue
            if status != 'run':
                continue
            i = self.codes[n][pc]
            k = i[0]
            self.touch(n, i)
            if k == 'R':
                out.append((n, self.after(world, n, pc + 1, values['xyz'.index(i[1])], 'run')))
            elif k == 'W':
                v = self.put(values, 'xyz'.index(i[1]), reg if i[2] is None else i[2])
                out.append((n, self.after(world, n, pc + 1, reg, 'run', values=v)))
            elif k == 'P':
                out.append((n, self.after(world, n, pc + 1, reg, 'run')))
            elif k == 'A':
                at = self.LOCKS.index(i[1])
                if owners[at] == 0:
                    out.append((n, self.after(world, n, pc + 1, reg, 'run', owners=self.put(owners, at, n + 1))))
            elif k == 'L':
                out.append((n, self.after(world, n, pc + 1, reg, 'run', owners=self.put(owners, self.LOCKS.index(i[1]), 0))))
            elif k == 'SA':
                if sem > 0:
                    out.append((n, self.after(world, n, pc + 1, reg, 'run', sem=sem - 1)))
            elif k == 'SR':
                out.append((n, self.after(world, n, pc + 1, reg, 'run', sem=sem + 1)))
            elif k == 'EW':
                if evt:
                    out.append((n, self.after(world, n, pc + 1, reg, 'run')))
                else:
                    out.append((n, self.after(world, n, pc + 1, reg, 'evt')))
            elif k == 'ES':
                th = tuple((p, r, 'run' if s == 'evt' else s) for p, r, s in threads)
                out.append((n, self.after(world, n, pc + 1, reg, 'run', evt=1, threads=th)))
            elif k == 'EC':
                out.append((n, self.after(world, n, pc + 1, reg, 'run', evt=0)))
            elif k == 'QP':
                if len(q) < 1:
                    out.append((n, self.after(world, n, pc + 1, reg, 'run', q=q + (i[1],))))
            elif k == 'QG':
                if q:
                    out.append((n, self.after(world, n, pc + 1, q[0], 'run', q=q[1:])))
            elif k == 'CW':
                out.append((n, self.after(world, n, pc + 1, reg, 'cond', owners=self.put(owners, 2, 0))))
            elif k == 'CN':
                waiting = [m for m, t in enumerate(threads) if t[2] == 'cond']
                groups = [waiting] if i[1] or len(waiting) < 2 else [[m] for m in waiting]
                for group in groups:
                    th = tuple((p, r, 'relock' if m in group else s) for m, (p, r, s) in enumerate(threads))
                    out.append((n, self.after(world, n, pc + 1, reg, 'run', threads=th)))
        return out

    @staticmethod
    def put(t, at, v):
        return t[:at] + (v,) + t[at + 1:]

    def after(self, world, n, pc, reg, status, values=None, owners=None, sem=None, evt=None, q=None, threads=None):
        v, o, s, e, k, t = world
        t = t if threads is None else threads
        return self.settle((v if values is None else values, o if owners is None else owners, s if sem is None else sem,
                            e if evt is None else evt, k if q is None else q, self.put(t, n, (pc, reg, status))))

    def first(self):
        return self.settle(((0, 0, 0), (0, 0, 0), 1, 0, (), tuple((0, 0, 'run') for _ in self.codes)))

    def explore(self):
        # What tasks are at odds about is found by looking at all of it as steps, again and again.
        self.conflict = set('xyz')
        while True:
            self.seen = collections.defaultdict(set)
            graph = self.graph()
            at_odds = {v for v, acts in self.seen.items()
                       if len({n for n, _ in acts}) > 1 and any(k == 'W' for _, k in acts)}
            if at_odds == self.conflict:
                return graph
            self.conflict = at_odds

    def graph(self):
        start = self.first()
        states, order, edges = {start: 0}, [start], []
        for world in order:
            row = []
            for n, new in self.moves(world):
                if new not in states:
                    if len(states) > MOST_STATES:
                        raise TooLarge
                    states[new] = len(order)
                    order.append(new)
                row.append((n, states[new]))
            edges.append(row)
        return order, edges

    def ending(self, world):
        threads = world[5]
        over = all(s in ('end', 'dead') for _, _, s in threads)
        died = any(s == 'dead' for _, _, s in threads)
        if not over:
            return ('deadlock', '')
        return ('assertion' if died else 'ok', '%d %d %d\n' % world[0])


def count(order, edges):
    """Interleavings that lead to each final state, or None with cycles."""
    incoming = [0] * len(order)
    for row in edges:
        for _, to in row:
            incoming[to] += 1
    paths, ready, n = [0] * len(order), [0], 0
    paths[0] = 1
    if incoming[0]:
        return None
    while ready:
        s = ready.pop()
        n += 1
        for _, to in edges[s]:
            paths[to] += paths[s]
            incoming[to] -= 1
            if not incoming[to]:
                ready.append(to)
    return paths if n == len(order) else None


def simplest(naive, order, edges, wanted):
    """The least (switches, steps) to a state that `wanted` is true of."""
    heap, done = [(0, 0, 0, -1)], set()
    while heap:
        p, d, s, last = heapq.heappop(heap)
        if (s, last) in done:
            continue
        done.add((s, last))
        if wanted(order[s], edges[s]):
            return p, d
        could = {n for n, _ in edges[s]}
        for n, to in edges[s]:
            heapq.heappush(heap, (p + (last >= 0 and n != last and last in could), d + 1, to, n))
    return None


def expected(program):
    naive = Naive(program)
    order, edges = naive.explore()
    paths = count(order, edges)
    outcomes = collections.Counter()
    deadlock = failed = False
    for s, world in enumerate(order):
        if edges[s]:
            continue
        end = naive.ending(world)
        outcomes[end] += paths[s] if paths else 0
    deadlock = any(end[0] == 'deadlock' for end in outcomes)
    failed = any(any(t[2] == 'dead' for t in w[5]) for w in order)
    found = {}
    if deadlock:
        found['deadlock'] = simplest(naive, order, edges, lambda w, row: not row and naive.ending(w)[0] == 'deadlock')
    if failed:
        found['assertion'] = simplest(naive, order, edges, lambda w, row: any(t[2] == 'dead' for t in w[5]))
    can_end = reaches_end(order, edges)
    return {'outcomes': dict(outcomes), 'counted': paths is not None, 'found': found, 'stuck': not can_end,
            'total': sum(outcomes.values()) if paths else None, 'states': len(order)}


def reaches_end(order, edges):
    back = [[] for _ in order]
    for s, row in enumerate(edges):
        for _, to in row:
            back[to].append(s)
    todo = [s for s, row in enumerate(edges) if not row]
    seen = set(todo)
    while todo:
        for s in back[todo.pop()]:
            if s not in seen:
                seen.add(s)
                todo.append(s)
    return len(seen) == len(order)


# ---- what conch says ----

def explored(conch, source, directory):
    path = os.path.join(directory, 'program.py')
    with open(path, 'w') as f:
        f.write(source)
    p = subprocess.run([conch, 'explore', '--json', '--limit', 'seconds=60', path], stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, text=True, timeout=120)
    lines = [line for line in p.stdout.splitlines() if line.startswith('{')]
    if not lines:
        raise RuntimeError('conch said nothing: exit %d\n%s%s' % (p.returncode, p.stdout, p.stderr))
    return json.loads(lines[-1])


def differences(want, got):
    out = []
    if not got['complete']:
        return ['conch did not finish: %s' % got.get('limit')]
    verdict = 'fails' if want['found'] or want['stuck'] else 'holds'
    if got['verdict'] != verdict:
        out.append('verdict %s, naive says %s' % (got['verdict'], verdict))
    mine = {}
    for o in got['outcomes']:
        text = '\n'.join(o['output'])
        key = (o['end'], text + '\n' if o['end'] != 'deadlock' and text else '')
        mine[key] = int(o['interleavings']) if o['interleavings'] is not None else None
    theirs = {k: (v if want['counted'] else None) for k, v in want['outcomes'].items()}
    if mine != theirs:
        out.append('outcomes %r, naive says %r' % (mine, theirs))
    if want['counted'] and str(got['interleavings']) != str(want['total']):
        out.append('interleavings %s, naive says %s' % (got['interleavings'], want['total']))
    for kind, simplest_run in want['found'].items():
        found = [(f['switches'], f['steps']) for f in got['findings'] if f['kind'] == kind]
        if not found:
            out.append('no %s found' % kind)
        elif min(found) != simplest_run:
            out.append('simplest %s (switches, steps) %r, naive says %r' % (kind, min(found), simplest_run))
    return out


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    a.add_argument('--seed', type=int, default=1)
    a.add_argument('--count', type=int, default=60)
    a.add_argument('--keep')
    a.add_argument('--verbose', action='store_true')
    o = a.parse_args()
    programs = [(name, CLASSICS[name]) for name in CLASSICS]
    programs += [(f'seed {seed}', make_program(random.Random(seed))) for seed in range(o.seed, o.seed + o.count)]
    print('1..%d' % len(programs))
    bad = 0
    for n, (name, program) in enumerate(programs):
        try:
            want = expected(program)
        except TooLarge:
            print('ok %d - %s # SKIP too large for a naive search' % (n + 1, name), flush=True)
            continue
        source = source_of(program)
        with tempfile.TemporaryDirectory() as d:
            try:
                wrong = differences(want, explored(o.conch, source, d))
            except (RuntimeError, ValueError, subprocess.TimeoutExpired) as exc:
                wrong = [str(exc)]
        print('%s %d - %s, %d states' % ('not ok' if wrong else 'ok', n + 1, name, want['states']), flush=True)
        if wrong:
            bad += 1
            print('\n'.join('# ' + line for w in wrong for line in w.splitlines()))
            print('\n'.join('# | ' + line for line in source.splitlines()), flush=True)
            if o.keep:
                with open(os.path.join(o.keep, name.replace(' ', '_') + '.py'), 'w') as f:
                    f.write(source)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
