"""Does the oracle notice? Wrong conches, each wrong in one way, must each be found out.

A harness that passes everything looks like one that works. So: small programs in a directory of their
own, stand-ins for conch that are python3 with one fault each, and a table of who must notice what."""

import os
import subprocess
import sys
import tempfile

PROGRAMS = {
    "exact.py": "# set: first\nprint('one')\nprint('two')\n",
    "lines.py": "# set: first\n# order: lines\nprint('b 1')\nprint('a 1')\nprint('b 2')\n",
    "lane.py": "# set: first\n# order: lane ^(\\w)\nprint('b 1')\nprint('a 1')\nprint('b 2')\n",
    "fails.py": "# set: first\n# exit: 1\n# stderr: last\nprint('x')\nraise ValueError('why')\n",
    "errors.py": "# set: first\n# stderr: errors\nimport sys\nprint('x')\n"
                 "sys.stderr.write('KeyError: 1\\nValueError: 2\\n')\n",
    "pids.py": "# set: full\nimport os\nprint('pid', os.getpid(), 'and pid', os.getpid())\n"
               "print('ppid', os.getppid())\n",
    "asks.py": "# set: full\n# stdin: Ann\n# stdin: 7\nname = input('name? ')\nprint(name, int(input()) + 1)\n",
    "imports.py": "# set: full\nimport beside\nprint(beside.value)\n",
    "terminal.py": "# set: full\nimport sys\nprint(sys.stdout.isatty(), sys.stderr.isatty())\n",
    "right.py": "# set: full\n# skip-oracle: conch only\n# expect: spoken\nprint('spoken')\n",
    "beyond.py": "# set: full\n# scope: beyond\nprint('x')\n",
}
HELPER = "value = 42\n"

RUN = 'exec "$PYTHON" -X utf8 "$@"\n'
PIPED = '"$PYTHON" -X utf8 "$@" '

ALL = set(PROGRAMS)
# name of the fault -> (shell text of the stand-in, the programs that must fail)
FAKES = {
    "is right": (RUN, set()),
    "says nothing": ("exit 0\n", ALL),
    "ends with 3": (PIPED + "\nexit 3\n", ALL),
    "ends with 0": (PIPED + "\nexit 0\n", {"fails.py"}),
    "drops the last line": (PIPED + "| sed '$d'\n", ALL),
    "says a line twice": (PIPED + "| sed 1p\n", ALL),
    "turns the lines round": (PIPED + "| tac\nexit 0\n",
                              {"exact.py", "lane.py", "fails.py", "pids.py", "terminal.py"}),
    "eats blanks": (PIPED + "| tr -d ' '\n",
                    {"lines.py", "lane.py", "pids.py", "asks.py", "terminal.py"}),
    "tells another error": (PIPED + "2>&1 >&3 3>&- | sed 's/why/what/;s/2/3/' >&2\n",
                            {"fails.py", "errors.py"}),
    "is silent about errors": (PIPED + "2>/dev/null\n", {"fails.py", "errors.py"}),
    "says one pid for all": (PIPED + "| sed 's/pid [0-9][0-9]*/pid 5/g'\n",
                             {"pids.py", "terminal.py"}),
    "has a sanitizer's report": (PIPED + "\nr=$?\necho 'ERROR: AddressSanitizer: x' >&2\nexit $r\n", ALL),
    "never ends": ("sleep 100\n", {"exact.py"}),
    "leaves a child behind": ('(sleep 100; echo late) &\n' + RUN, {"exact.py"}),
}
ONLY = {"never ends": "exact", "leaves a child behind": "exact"}        # slow: one program is enough

def write_file(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)

def write_programs(root):
    os.mkdir(root)
    for name, text in PROGRAMS.items():
        if name == "exact.py":
            text = "# timeout: 3\n" + text
        write_file(os.path.join(root, name), text)
    write_file(os.path.join(root, "beside.py"), HELPER)

def write_fake(folder, text, python):
    path = os.path.join(folder, "fake")
    write_file(path, "#!/bin/bash\nset -o pipefail\nexec 3>&1\nPYTHON=%s\n%s" % (python, text))
    os.chmod(path, 0o755)
    return path

def failures(run, python, folder, fake, only):
    command = [sys.executable, run, "--python", python, "--conch", fake, "--root",
               os.path.join(folder, "programs"), "--cache", os.path.join(folder, "cache")]
    done = subprocess.run(command + (["--filter", only] if only else []),
                          stdout=subprocess.PIPE, text=True)
    failed = {line.split(" - ")[1].split(" #")[0] for line in done.stdout.splitlines()
              if line.startswith("not ok")}
    counted = {name for name in failed if name != "beyond.py"}
    if (done.returncode == 1) != bool(counted):
        failed.add("(exit code %d)" % done.returncode)
    return failed, done.stdout

def main(run, python):
    print("1..%d" % len(FAKES))
    bad = 0
    with tempfile.TemporaryDirectory(prefix="oracle-self-") as folder:
        write_programs(os.path.join(folder, "programs"))
        for number, (fault, (text, must)) in enumerate(FAKES.items(), 1):
            fake = write_fake(folder, text, python)
            found, told = failures(run, python, folder, fake, ONLY.get(fault))
            good = found == must
            bad += not good
            print("%sok %d - a conch that %s" % ("" if good else "not ", number, fault))
            if not good:
                print("#   must fail: %s\n#   did fail:  %s" % (sorted(must), sorted(found)))
                print("".join("#   %s\n" % line for line in told.splitlines()), end="")
    return 1 if bad else 0
