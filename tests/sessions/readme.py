#!/usr/bin/env python3
"""What the README shows of a run is what a run shows: its program, run as it says, gives its transcript. TAP.

    readme.py --conch PATH
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).resolve().parent.parent.parent / 'README.md'


def without_ids(text):
    """Process and thread numbers are different each time."""
    return re.sub(r'\b(pid|ppid|tid) \d+', r'\1 N', text)


def aligned(text):
    """Longer or shorter numbers push nothing aside but blanks."""
    return [re.sub(r' +', ' ', line).rstrip() for line in without_ids(text).splitlines()]


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--conch', required=True)
    conch = os.path.abspath(a.parse_args().conch)
    text = README.read_text()
    program = re.search(r'```python\n(.*?)```', text, re.S).group(1)
    options, name, shown = re.search(r'```\n\$ conch (.*?) (\S+\.py)\n(.*?)```', text, re.S).groups()
    with tempfile.TemporaryDirectory() as d:
        Path(d, name).write_text(program)
        env = dict(os.environ, CONCH_NO_GUARD='1', LC_ALL='C.UTF-8', NO_COLOR='1', COLUMNS='80')
        got = subprocess.run([conch, *options.split(), name], cwd=d, env=env, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding='utf-8').stdout
    print('1..1')
    same = aligned(got) == aligned(shown)
    print('%s 1 - the transcript of conch %s %s' % ('ok' if same else 'not ok', options, name))
    if not same:
        print('\n'.join('# ' + line for line in got.splitlines()))
    return 0 if same else 1


if __name__ == '__main__':
    sys.exit(main())
