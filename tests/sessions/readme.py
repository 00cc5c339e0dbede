#!/usr/bin/env python3
"""What the README shows of a run is what a run shows: its program, run as it says, gives its transcript; what it
shows as typed, typed at a terminal, gives the answers that it shows. TAP.

    readme.py --conch PATH [--write]    --write: puts what the runs show into the README
"""
import argparse
import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

README = Path(__file__).resolve().parent.parent.parent / 'README.md'
PICTURE = README.parent / 'data' / 'race.svg'
DINNER = README.parent / 'data' / 'dinner.py'
LIMIT = 60 # seconds; a last resort


def without_ids(text):
    """Process and thread numbers are different each time."""
    return re.sub(r'\b(pid|ppid|tid) \d+', r'\1 N', text)


def aligned(text):
    """Longer or shorter numbers push nothing aside but blanks; how long exploring took is the machine's."""
    text = re.sub(r'\([\d.e-]+ s\)', '(N s)', without_ids(text))
    return [re.sub(r' +', ' ', line).rstrip() for line in text.splitlines()]


BLOCK = re.compile(r'(```\n\$ conch (.*?) (\S+\.py)\n)(.*?)```', re.S)


TYPED = re.compile(r'(?<=```\n)(conch> .*?)(?=```)', re.S)
PROMPT = re.compile(r'(?:\((?:deadlock|lock \w+ off)\) )*conch> |   \.\.\. ?')
CODES = re.compile(rb'\x1b\[[0-9;?]*[a-zA-Z]')


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


def wait_for_prompt(fd, prompt):
    """Reads until it is shown and waits; or until conch is gone or says nothing any more."""
    waits = re.compile(rb'(?<!\) )' + re.escape(prompt.strip().encode()) + b' $') # "(busy) conch> " is another one
    got, until = b'', time.monotonic() + LIMIT
    while not waits.search(CODES.sub(b'', got)) and time.monotonic() < until:
        if select.select([fd], [], [], 1)[0]:
            try:
                got += os.read(fd, 65536)
            except OSError: # it has ended
                break


def typed(conch, lines):
    """What conch keeps of these lines, (prompt, text) each, typed when that prompt waits."""
    with tempfile.TemporaryDirectory() as d:
        shutil.copy(DINNER, d)
        pid, fd = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 80, 0, 0))
            os.chdir(d)
            os.environ.update(LC_ALL='C.UTF-8', CONCH_LANG='en', CONCH_HISTFILE='/dev/null', TERM='xterm', NO_COLOR='1')
            os.execv(conch, ['conch'])
        before = [('conch> ', 'lanes off'), ('conch> ', 'record talk.txt')]
        after = [('conch> ', 'record off'), ('conch> ', 'quit')]
        for prompt, line in [*before, *lines, *after]:
            wait_for_prompt(fd, prompt)
            os.write(fd, line.encode() + b'\n')
        wait_for_prompt(fd, 'conch> ') # there is none: it ends
        os.waitpid(pid, 0)
        os.close(fd)
        kept = Path(d, 'talk.txt').read_text()
    return re.sub(r' +$', '', kept[kept.index('conch> '):kept.rindex('conch> record off')], flags=re.M)


def typed_by(conch, transcript):
    return typed(conch, [(m[0], line[m.end():]) for line in transcript.splitlines() if (m := PROMPT.match(line))])


def told(transcript):
    """What two tasks do at the same time comes in any order, and how much is lost is the machine's."""
    text = re.sub(r'^\d+$', 'N', transcript, flags=re.M)
    text = re.sub(r'\d+ (task switches|waits)', r'N \1', text)
    at = text.rindex('conch> ')
    return text[:at], sorted(text[at:].split())


def faults(conch, text):
    """Every "$ conch … NAME.py" block of the text: what differs from a run."""
    for _, words, name, shown in BLOCK.findall(text):
        got = shown_by(conch, text, words, name)
        yield 'the transcript of conch %s %s' % (words, name), '' if aligned(got) == aligned(shown) else got
    for shown in TYPED.findall(text):
        got = typed_by(conch, shown)
        yield 'what is typed at the prompt', '' if told(got) == told(shown) else got


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
        text = BLOCK.sub(lambda m: m[1] + shown_by(conch, text, m[2], m[3]) + '```', text)
        README.write_text(TYPED.sub(lambda m: typed_by(conch, m[1]), text))
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
