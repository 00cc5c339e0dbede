"""Measures conch beside what its goals name: ratios from runs that take turns.

The machine may be busy, so no figure stands alone. The contenders of a row run one after the
other, round after round; each round gives one ratio, and the row shows the median of these.
Programs bound by the processor read its clock, programs that wait read the wall's.
"""
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
LUA = shutil.which("lua5.4") or shutil.which("lua")
DASH = shutil.which("dash")
BASH = shutil.which("bash")
VALGRIND = shutil.which("valgrind")
SUFFIX = {"conch": ".py", "recorded": ".py", "unlimited": ".py", "python": ".py", "lua": ".lua"}
LANGUAGE = ("loops", "calls", "closures", "recursion", "attributes", "instances", "lists", "sorting", "sieve", "dicts", "words", "comprehensions",
            "generators", "exceptions", "strings", "formats", "floats")


def output_of(command, errors=subprocess.PIPE):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True,
                          timeout=120)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)[:80]} ended with {done.returncode}: {(done.stderr or '')[-300:]}")
    return done.stdout


class Bench:
    def __init__(self, build, scratch):
        self.conch = os.path.join(build, "src", "conch")
        self.tools = os.path.join(build, "tests", "bench")
        self.scratch = scratch
        self.interpreters = {
            "conch": [self.conch],
            "recorded": [self.conch, "--record", os.path.join(scratch, "record.json")],
            "unlimited": [self.conch, "--no-limits"],
            "python": [PYTHON],
            "lua": [LUA] if LUA else None,
        }
        self.told = {}  # what the programs with several figures said, by program and round
        self.round = None

    def program(self, name, who, size):
        """The program with its size filled in: same text for conch and python3."""
        with open(os.path.join(HERE, "programs", name + SUFFIX[who])) as f:
            text = f.read().replace("@N@", str(size))
        path = os.path.join(self.scratch, name + SUFFIX[who])
        with open(path, "w") as f:
            f.write(text)
        return path

    def script(self, name, who, size):
        if not self.interpreters[who]:
            return None
        out = output_of(self.interpreters[who] + [self.program(name, who, size)])
        return float(re.search(r"@@ (\S+)", out)[1])

    def tool(self, program, key):
        which = program, self.round
        if which not in self.told:
            # live_cost's main process has only the second descriptor left
            lines = output_of([os.path.join(self.tools, program)], subprocess.STDOUT).split("\n")
            self.told[which] = dict(line.split() for line in lines if line)
        return float(self.told[which][key])

    def launched(self, command, column):
        """Least of a few starts: 0 is processor, 1 is wall time in ns, 2 is the peak in KiB."""
        if not command[0]:
            return None
        out = output_of([os.path.join(self.tools, "launch"), "4"] + command)
        return min(float(line.split()[column]) for line in out.split("\n") if line)

    def peak(self, name, who, size):
        return self.launched(self.interpreters[who] + [self.program(name, who, size)], 2)

    def instructions(self, command):
        """Of all processes together; nothing is counted twice at the fork of main."""
        with tempfile.TemporaryDirectory(dir=self.scratch) as where:
            output_of([VALGRIND, "--tool=callgrind", "--trace-children=yes", "--dump-before=process_fork_main",
                       f"--callgrind-out-file={where}/cg.%p"] + command)
            total = 0
            for name in os.listdir(where):
                with open(os.path.join(where, name)) as f:
                    total += sum(int(n) for n in re.findall(r"^totals: (\d+)", f.read(), re.M))
        return float(total)

    def per_turn(self, name, who, sizes, turns):
        """Instructions for one turn of a loop: the difference of two sizes, so starting cancels out."""
        if not VALGRIND or not self.interpreters[who]:
            return None
        small, large = (self.instructions(self.interpreters[who] + [self.program(name, who, n)]) for n in sizes)
        return (large - small) / turns


class Row:
    """One figure of conch beside others: goals maps each to the most the ratio may be."""

    def __init__(self, name, title, unit, rounds, contenders, goals):
        self.name, self.title, self.unit, self.rounds = name, title, unit, rounds
        self.contenders, self.goals = contenders, goals

    def measure(self, bench):
        seen = {who: [] for who in self.contenders}
        for i in range(self.rounds):
            bench.round = self.name, i  # rows of one name share what such programs say
            for who, run in self.contenders.items():
                seen[who].append(run(bench))
        return seen


def scripts(name, size, whos, **more):
    found = {who: (lambda b, who=who: b.script(name, who, size)) for who in whos}
    found.update(more)
    return found


def tool(program, key):
    return lambda b: b.tool(program, key)


def started(column):
    commands = {
        "conch": lambda b: [b.conch, "-c", "pass"],
        "dash": lambda b: [DASH, "-c", ":"],
        "bash": lambda b: [BASH, "-c", ":"],
        "python": lambda b: [PYTHON, "-c", "pass"],
    }
    return {who: (lambda b, c=c: b.launched(c(b), column)) for who, c in commands.items()}


def counted(name, sizes, turns, whos=("conch", "lua")):
    return {who: (lambda b, who=who: b.per_turn(name, who, sizes, turns)) for who in whos}


def fib_calls(n):
    return 1 if n < 2 else 1 + fib_calls(n - 1) + fib_calls(n - 2)


def start_instructions(b):
    return b.instructions([b.conch, "-c", "pass"]) if VALGRIND else None


ROWS = [
    Row("start", "start-up, processor", "ms", 9, started(0), {"dash": 1.5, "bash": 0.9, "python": 0.07}),
    Row("start", "start-up, wall", "ms", 9, started(1), {"python": 0.15}),
    Row("start", "start-up, peak memory", "MiB", 3, started(2), {"bash": 1.2}),
    Row("start", "start-up, instructions", "k", 1, {"conch": start_instructions}, {450: 1}),
    Row("loop", "count += 1, local", "ns", 5, scripts("count_local", 10000000, ("conch", "python", "lua")),
        {"python": 0.25, "lua": 1.3}),
    Row("loop", "count += 1, global", "ns", 3, scripts("count_module", 10000000, ("conch", "python", "lua")),
        {"python": 0.25}),
    Row("fib", "fib(27)", "ms", 7, scripts("fib", 27, ("conch", "python", "lua")), {"python": 0.333}),
    Row("loop", "instructions a turn, local", "", 1, counted("count_local", (2000, 22000), 20000), {55: 1}),
    Row("loop", "instructions a turn, global", "", 1, counted("count_module", (2000, 22000), 20000), {85: 1}),
    Row("fib", "instructions a call, fib", "", 1,
        counted("fib", (8, 16), fib_calls(16) - fib_calls(8)), {140: 1}),
    Row("coroutine", "generator switch", "ns", 7,
        scripts("switch", 1000000, ("conch", "python", "lua"),
                swapcontext=tool("anchors", "raw_swapcontext_round_trip_ns")),
        {"python": 0.5, "lua": 0.15, "swapcontext": 0.03}),
    Row("coroutine", "generator made, run, gone", "ns", 7, scripts("create", 300000, ("conch", "python", "lua")),
        {"python": 0.6, "lua": 0.3}),
    Row("million", "a million generators, processor", "s", 2,
        scripts("million", 1000000, ("conch", "python")), {"python": 1}),
    Row("million", "a million generators, memory", "MiB", 1,
        {who: (lambda b, who=who: b.peak("million", who, 1000000)) for who in ("conch", "python")}, {350: 1}),
    Row("append", "string += one character", "ns", 5, scripts("append", 200000, ("conch", "python")),
        {"python": 1.0}),
    Row("lock", "lock + unlock", "ns", 5, scripts("lock", 300000, ("conch", "python")), {"python": 1.2}),
    Row("lock", "lock + unlock, recorded", "ns", 3,
        scripts("lock", 100000, ("recorded", "python")), {"python": 1.2}),
    Row("lock", "lock of multiprocessing, recorded", "ns", 3,
        scripts("lock_process", 100000, ("recorded", "python")), {"python": 0.8}),
    Row("thread", "thread start + join", "us", 7,
        scripts("thread", 500, ("conch", "python"), pthread=tool("anchors", "raw_thread_ns")),
        {"pthread": 1.3, "python": 0.4}),
    Row("thread", "thread start + join, recorded", "us", 5,
        scripts("thread", 500, ("recorded", "python"), pthread=tool("anchors", "raw_thread_ns")),
        {"pthread": 1.3, "python": 0.4}),
    Row("process", "process start + join", "us", 7,
        scripts("process", 60, ("conch", "python"), fork=tool("anchors", "raw_fork_ns")),
        {"fork": 1.15, "python": 0.1}),
    Row("live", "the engine alone: thread", "us", 5,
        {"engine": tool("live_cost", "thread_ns"), "pthread": tool("anchors", "raw_thread_ns")}, {"pthread": 1.3}),
    Row("live", "the engine alone: process", "us", 5,
        {"engine": tool("live_cost", "process_ns"), "fork": tool("anchors", "raw_fork_ns")}, {"fork": 1.15}),
    Row("live", "condition, there and back", "us", 5,
        {"engine": tool("live_cost", "condition_round_trip_ns"),
         "futex": tool("anchors", "raw_futex_round_trip_ns")}, {"futex": 1.25}),
    Row("live", "one event", "ns", 5,
        {"engine": tool("live_cost", "event_ns"), "bare record": tool("anchors", "raw_event_ns")},
        {"bare record": 1.5}),
    Row("live", "one racy access, recorded", "ns", 5,
        {"engine": tool("live_cost", "access_ns"), "bare record": tool("anchors", "raw_event_ns")},
        {"bare record": 2.0}),
    Row("shared", "count += 1, shared and recorded", "ns", 3,
        {"recorded": lambda b: b.script("shared_loop", "recorded", 300000),
         "traced python": lambda b: b.script("shared_traced", "python", 300000),
         "python": lambda b: b.script("count_module", "python", 3000000)}, {"traced python": 0.25, "python": 2.5}),
    Row("parallel", "two threads, time for each part", "", 3, scripts("two_threads", 10000000, ("conch",)), {1: 0.556}),
    Row("alive", "20,000 threads alive", "s", 1, {"conch": lambda b: b.script("alive", "unlimited", 20000)}, {"1.5": 1}),
]
for name in LANGUAGE:
    ROWS.append(Row("language", f"language: {name}", "ns", 5, scripts("lang_" + name, 200000, ("conch", "python")), {"python": 1.0}))
SCALE = {"ms": 1e-6, "us": 1e-3, "ns": 1, "s": 1e-3, "k": 1e-3, "MiB": 1 / 1024, "": 1}


def shown(value, unit):
    return f"{value * SCALE[unit]:.4g}{' ' + unit if unit else ''}"


def tell(row, seen):
    """One line a goal. A number for a goal's name is a limit for the figure itself. Gives the last ratio."""
    ratio = None
    ours, mine = next(iter(seen.items()))
    if None in mine:
        return None
    for other, goal in row.goals.items():
        if other not in seen:
            ratio = statistics.median(mine) * SCALE[row.unit] / float(other)
            beside, theirs = f"at most {other}", ""
        elif None in seen[other]:
            continue
        else:
            ratio = statistics.median(a / b for a, b in zip(mine, seen[other]))
            beside, theirs = other, shown(statistics.median(seen[other]), row.unit)
        met = "yes" if ratio <= goal else "near" if ratio <= goal * 1.15 else "NO"
        quartiles = f"{min(mine) * SCALE[row.unit]:.4g}" if len(mine) > 1 else ""
        print(f"{row.title:34} {shown(statistics.median(mine), row.unit):>11} {quartiles:>8} "
              f"{theirs:>11} {beside:12} {ratio:7.3f} {goal:6.3f}  {met}", flush=True)
    return ratio


def machine_line():
    model = "unknown processor"
    with open("/proc/cpuinfo") as f:
        found = re.search(r"model name\s*: (.*)", f.read())
    if found:
        model = found[1]
    return (f"{model}, {os.cpu_count()} cpus, Linux {os.uname().release}, load {os.getloadavg()[0]:.1f}, "
            f"{output_of([PYTHON, '--version']).strip()}")


def main():
    wanted = sys.argv[2:]
    known = {row.name for row in ROWS}
    if set(wanted) - known:
        sys.exit(f"bench: one of {' '.join(sorted(known))}")
    print(machine_line())
    print(f"{'what':34} {'conch':>11} {'least':>8} {'other':>11} {'':12} {'ratio':>7} {'goal':>6}  met?")
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(sys.argv[1], scratch)
        language = []
        for row in ROWS:
            if wanted and row.name not in wanted:
                continue
            try:
                ratio = tell(row, row.measure(bench))
                if row.name == "language":
                    language.append(ratio)
            except (RuntimeError, KeyError, TypeError, subprocess.TimeoutExpired) as e:
                print(f"{row.title:34} cannot be measured: {e}", flush=True)
        if language:
            mean = statistics.geometric_mean(language)
            print(f"{'language: all, geometric mean':34} {'':32} {'python':12} {mean:7.3f} {0.4:6.3f}  {'yes' if mean <= 0.4 else 'NO'}")


main()
