#!/usr/bin/env python3
"""What the README shows of a run is what a run shows: its program, run as it says, gives its transcript. TAP.

    readme.py --conch PATH [--write]    --write: puts what the runs show into the README
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).resolve().parent.parent.parent / 'README.md'
PICTURE = README.parent / 'data' / 'race.svg'


def without_ids(text):
    """Process and thread numbers are different each time."""
    return re.sub(r'\b(pid|ppid|tid) \d+', r'\1 N', text)


def aligned(text):
    """Longer or shorter numbers push nothing aside but blanks; how long exploring took is the machine's."""
    text = re.sub(r'\([\d.e-]+ s\)', '(N s)', without_ids(text))
    return [re.sub(r' +', ' ', line).rstrip() for line in text.splitlines()]


BLOCK = re.compile(r'(```\n\$ conch (.*?) (\S+\.py)\n)(.*?)```', re.S)


def program_of(text):
    return re.search(r'```python\n(.*?)```', text, re.S).group(1)


def run(conch, text, name, arguments, typed=''):
    """What conch shows, and the directory it was in, as {name: text}."""
    with tempfile.TemporaryDirectory() as d:
        Path(d, name).write_text(program_of(text))
        env = dict(os.environ, CONCH_NO_GUARD='1', LC_ALL='C.UTF-8', CONCH_LANG='en', NO_COLOR='1', COLUMNS='80')
        got = subprocess.run([conch, *arguments], cwd=d, env=env, input=typed, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                             encoding='utf-8').stdout
        return got, {f.name: f.read_text() for f in Path(d).iterdir() if f.is_file()}


def shown_by(conch, text, words, name):
    return run(conch, text, name, [*words.split(), name])[0]


def picture(conch, text):
    """The picture of the run that the text shows."""
    _, files = run(conch, text, 'race.py', ['--seed', '2', '-'], 'lanes off\nrun race.py\nexport svg race.svg\n')
    return re.sub(r'\b(pid|ppid|tid) \d+', lambda m: m[1] + ' 1234', files.get('race.svg', ''))


def faults(conch, text):
    """Every "$ conch … NAME.py" block of the text: what differs from a run."""
    for _, words, name, shown in BLOCK.findall(text):
        got = shown_by(conch, text, words, name)
        yield 'the transcript of conch %s %s' % (words, name), '' if aligned(got) == aligned(shown) else got


def homeless(text):
    """The files that the text speaks of and that are not there."""
    names = re.findall(r'`((?:base|lang|code|trace|vm|sync|model|live|view|lesson|shell)/\w+\.\w+)`', text)
    return ''.join(n + '\n' for n in names if not (README.parent / 'src' / n).exists())


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    a.add_argument('--write', action='store_true')
    args = a.parse_args()
    conch = os.path.abspath(args.conch)
    text = README.read_text()
    if args.write:
        PICTURE.write_text(picture(conch, text))
        README.write_text(BLOCK.sub(lambda m: m[1] + shown_by(conch, text, m[2], m[3]) + '```', text))
        return 0
    drawn = picture(conch, text)
    checks = [*faults(conch, text), ('the picture', '' if drawn == PICTURE.read_text() else drawn or 'none was drawn'), ('the files it names are there', homeless(text))]
    print('1..%d' % len(checks))
    for number, (what, fault) in enumerate(checks, 1):
        print('%s %d - %s' % ('not ok' if fault else 'ok', number, what))
        print(''.join('# %s\n' % line for line in fault.splitlines()), end='')
    return any(fault for _, fault in checks)


if __name__ == '__main__':
    sys.exit(main())
