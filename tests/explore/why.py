#!/usr/bin/env python3
"""The paragraphs of `why`, in both languages, compared with why.txt. TAP.

    why.py --conch PATH [--rewrite]

Each case is a program and what is typed after its exploration. --rewrite writes why.txt anew, so that a change
shows as a diff.
"""
import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXPECTED = HERE / 'why.txt'
LIMIT = 60 # seconds; a last resort

CASES = [
    # a lost update: of a variable, an item, an attribute, a number of a Value; with two locks, and with one between
    ('lost_update', 'why bug3'), ('updates/dict_item', 'why bug2'), ('advice/attribute_of_one_object', 'why bug2'),
    ('advice/value_is_not_safe_by_itself', 'why'), ('advice/read_on_one_line_written_on_another', 'why bug2'),
    ('updates/each_its_own_lock', 'why bug2'), ('updates/lock_between_read_and_write', 'why'),
    # a race: both stacks and the missing edge
    ('lost_update', 'why bug2'), ('race_with_main', 'races'), ('updates/one_of_three_forgets_the_lock', 'races'),
    # deadlocks: a ring, a lock forgotten, one taken twice, some of the tasks, a join with a lock in the hand
    ('opposite_locks', 'why'), ('locks/never_released', 'why'), ('locks/taken_again_by_its_holder', 'why'),
    ('advice/daemons_in_a_ring', 'why'), ('locks/join_with_the_lock_held', 'why'), ('locks/three_in_a_circle', 'why'),
    # waits that nobody ends
    ('lost_wakeup', 'why'), ('missing_sentinel', 'why'), ('queues/full_and_nobody_takes', 'why'), ('queues/task_done_forgotten', 'why'),
    ('advice/event_is_only_a_pulse', 'why'), ('advice/waits_for_what_nobody_brings', 'why'),
    # going round and round
    ('advice/two_of_three_wait_in_a_ring', 'why'), ('mutual_exclusion/spin_on_a_flag_never_raised', 'why'),
    # assertions, exceptions and outcomes
    ('lost_update', 'why'), ('conditions/if_instead_of_while', 'why'), ('once/use_before_it_is_there', 'why'),
    ('once/name_bound_too_late', 'why'), ('once/shown_before_it_is_ready', 'why'), ('updates/two_threads_add_once', 'why outcome1'),
    # advice
    ('advice/lock_forgotten_on_one_way_out', 'why'), ('advice/looked_without_the_lock', 'why bug3'), ('advice/event_is_only_a_pulse', 'why bug2'),
    ('advice/if_and_wait', 'why'), ('advice/opposite_orders_inside_a_gate', 'why'), ('advice/cut_between_read_and_write', 'why bug2'),
    # one task
    ('opposite_locks', 'why t1'), ('opposite_locks', 'why t2'), ('opposite_locks', 'why MainProcess'), ('lost_wakeup', 'why a'), ('lost_wakeup', 'why b'),
]


def told(conch, program, typed, lang):
    path = f'{program}.py'
    p = subprocess.run([conch, '-k', '-'], input=f'explore --json {path}\n{typed}\n'.encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                       timeout=LIMIT, cwd=HERE, env=dict(os.environ, CONCH_HISTFILE='/dev/null', NO_COLOR='1', LC_ALL='C.UTF-8', CONCH_LANG=lang))
    return p.stdout.decode(errors='replace').partition('\n')[2] # after the one line of JSON


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    a.add_argument('--rewrite', action='store_true')
    o = a.parse_args()
    conch = os.path.abspath(o.conch)
    got = {f'{program} · {typed} · {lang}': told(conch, program, typed, lang) for program, typed in CASES for lang in ('en', 'zh')}
    if o.rewrite:
        EXPECTED.write_text(''.join(f'## {name}\n{text}' for name, text in got.items()))
        return 0
    wanted = {}
    for part in EXPECTED.read_text().split('## ')[1:]:
        name, _, text = part.partition('\n')
        wanted[name] = text
    print(f'1..{len(got)}')
    bad = 0
    for i, (name, text) in enumerate(got.items(), 1):
        same = text == wanted.get(name)
        print(f'{"ok" if same else "not ok"} {i} - {name}')
        if not same:
            bad += 1
            print(f'# {text!r}\n# and not {wanted.get(name)!r}')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
