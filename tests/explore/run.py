#!/usr/bin/env python3
"""Programs with their verdicts, explored by a given conch. TAP.

    run.py --conch PATH [--filter REGEX] [--replay N] [--live N] [--programs DIR]

What must come out stands in a program's comments:

    # finds: deadlock, race         the kinds of what is found, all of them; "nothing"
    # verdict: holds                holds, fails or unknown; without it: fails if a failure is found, else holds
    # outcomes: 2 3 "a b" deadlock  last words of what is printed at the end, or how it ends; all of them
    # interleavings: 17153136
    # switches: 1                   of bug1
    # options: --outputs            for conch explore
    # limit: a regular expression    for what limits the search
    # replays: no                   schedules of it are not driven live
    # agrees: why not               traces that differ between model and real tasks, see agree.py
    # todo: why                     known not to come out yet

--replay N: each finding's and outcome's schedule is run N times on real tasks, and must come out as explored.
--live N: N free runs and N runs by a seed each end in one of the explored outcomes.
"""
import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIMIT = 60 # seconds; a last resort


def environment():
    return dict(os.environ, CONCH_HISTFILE='/dev/null', NO_COLOR='1', LC_ALL='C.UTF-8', CONCH_LANG='en')


def remarks(program):
    """The comments of the form `# word: text`."""
    found = {}
    for line in program.read_text().splitlines():
        m = re.match(r'# (finds|verdict|outcomes|interleavings|switches|options|limit|replays|agrees|todo): ?(.*)', line)
        if m:
            found[m.group(1)] = m.group(2).strip()
    return found


def explore(conch, program, options=''):
    p = subprocess.run([conch, 'explore', str(program), '--json', *shlex.split(options)], stdin=subprocess.DEVNULL,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=LIMIT, env=environment())
    lines = p.stdout.decode(errors='replace').splitlines()
    return p.returncode, json.loads(lines[-1]) if lines else None, p.stderr.decode(errors='replace')


def ending(outcome):
    """How an outcome is called in a comment."""
    if outcome['end'] == 'deadlock':
        return 'deadlock'
    words = [line for line in outcome['output'] if line.strip()]
    return words[-1] if words else outcome['end']


def named(text):
    return {' '.join(word.split()) for word in shlex.split(text)}


def called(end, names):
    """The name that an ending has in the comment: all of it, or its last word."""
    end = ' '.join(end.split())
    return end if end in names else end.split()[-1] if end else end


FAILURES = {'deadlock', 'stuck', 'assertion', 'exception'}


def faults(program, code, result, stderr, want):
    if result is None:
        yield f'no result, code {code}: {stderr[:300]}'
        return
    kinds = {f['kind'] for f in result['findings']}
    if 'finds' in want:
        wanted = set(re.findall(r'[a-z-]+', want['finds'])) - {'nothing'}
        if kinds != wanted:
            yield f'finds {sorted(kinds)}, and not {sorted(wanted)}'
    verdict = want.get('verdict', 'fails' if kinds & FAILURES else 'holds')
    if result['verdict'] != verdict:
        yield f'verdict {result["verdict"]}, and not {verdict} (limit: {result["limit"]})'
    if code != {'holds': 0, 'fails': 1, 'unknown': 124}[result['verdict']]:
        yield f'exit code {code} for {result["verdict"]}'
    if 'outcomes' in want:
        names = named(want['outcomes'])
        got = {called(ending(o), names) for o in result['outcomes']}
        if got != names:
            yield f'outcomes {sorted(got)}, and not {sorted(names)}'
    if 'limit' in want and not re.search(want['limit'], result['limit'] or ''):
        yield f'limit {result["limit"]!r}, and not {want["limit"]}'
    for key in ('interleavings',):
        if key in want and result[key] != want[key]:
            yield f'{key} {result[key]}, and not {want[key]}'
    if 'switches' in want:
        first = result['findings'][0] if result['findings'] else {}
        if str(first.get('switches')) != want['switches']:
            yield f'bug1 has {first.get("switches")} switches, and not {want["switches"]}'
    counts = [o['interleavings'] for o in result['outcomes']]
    if result['interleavings'] and all(counts) and sum(map(int, counts)) != int(result['interleavings']):
        yield f'the counts of outcomes add up to {sum(map(int, counts))}, and not to {result["interleavings"]}'


def replayed(conch, program, names):
    """For each name: the printed lines and how it ended, of a live run with that schedule."""
    for name in names:
        # a replay is a program of its own: the script goes on whatever comes of it
        p = subprocess.run([conch, '-k', '-'], input=f'explore {program}\nreplay {name}\n'.encode(), stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, timeout=LIMIT, env=environment())
        yield name, p.stdout.decode(errors='replace') + (f'exit code {p.returncode}\n' if p.returncode < 0 else '')


def replay_faults(conch, program, result, times):
    """Each outcome is reached again by its schedule on real tasks."""
    outcomes = {f'outcome{i}': o for i, o in enumerate(result['outcomes'], 1)}
    found = {f['name']: f for f in result['findings'] if f['kind'] in FAILURES - {'stuck'}}
    for _ in range(times):
        for name, text in replayed(conch, program, [*list(outcomes)[:6], *list(found)[:3]]):
            wrong = 'left the schedule' in text or 'replayed on real tasks' not in text
            o = outcomes.get(name)
            end = o['end'] if o else found[name]['kind']
            lines = o['output'] if o else []
            if end == 'deadlock':
                wrong |= 'deadlock: ' not in text.split('conch: ')[-1] and 'every task that is left waits for ever' not in text
            wrong |= any(line not in text.splitlines() for line in lines)
            if end in ('assertion', 'exception'):
                wrong |= 'Traceback' not in text
            if wrong:
                yield f'replay {name}: not {end} {lines}: ' + ' | '.join(text.splitlines()[-8:])
                return


def live_faults(conch, program, result, times, seeds):
    """What runs show is among what was explored."""
    known = [(tuple(o['output']), o['end']) for o in result['outcomes']]
    for i in range(times + seeds):
        more = ['--seed', str(i)] if i < seeds else []
        p = subprocess.run([conch, *more, str(program)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           timeout=LIMIT, env=environment())
        lines = p.stdout.decode(errors='replace').splitlines()
        err = p.stderr.decode(errors='replace')
        end = 'deadlock' if 'waits for ever' in err else 'bad' if 'Traceback' in err else 'ok'
        # an outcome has what was printed once main was alone: the end of all lines
        fits = [o for o, e in known if (e == end or (end == 'bad' and e in ('assertion', 'exception'))) and
                tuple(lines[len(lines) - len(o):] if o else ()) == o]
        if not fits:
            yield f'run {" ".join(more)} ended in {end} {lines[-3:]}, which was not explored (exit code {p.returncode}, {err[-300:]!r})'
            return


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    a.add_argument('--filter', default='.')
    a.add_argument('--programs', default=str(HERE))
    a.add_argument('--replay', type=int, default=0)
    a.add_argument('--live', type=int, default=0)
    o = a.parse_args()
    programs = [p for p in sorted(Path(o.programs).glob('**/*.py')) if re.search(o.filter, p.stem) and remarks(p)]
    print(f'1..{len(programs)}')
    bad = 0
    for i, program in enumerate(programs, 1):
        want = remarks(program)
        try:
            code, result, stderr = explore(o.conch, program, want.get('options', ''))
            wrong = list(faults(program, code, result, stderr, want))
            if result and not wrong and want.get('replays') != 'no' and '--' not in want.get('options', ''):
                wrong += replay_faults(o.conch, program, result, o.replay)
                if result['complete'] and not any(f['kind'] == 'stuck' for f in result['findings']):
                    wrong += live_faults(o.conch, program, result, o.live, o.live)
        except subprocess.TimeoutExpired:
            wrong = [f'no answer in {LIMIT} s']
        todo = f' # TODO {want["todo"]}' if 'todo' in want else ''
        print(f'{"not ok" if wrong else "ok"} {i} - {program.stem}{todo}')
        for line in wrong:
            print(f'# {line}')
        sys.stdout.flush()
        bad += bool(wrong) and not todo
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
