# set: full
# A log is written, split, parsed by processes, reduced, and reported; generators all the way.
import os
from collections import Counter, defaultdict
from multiprocessing import Pool

LEVELS = ["INFO", "INFO", "DEBUG", "INFO", "WARNING", "INFO", "ERROR"]
MODULES = ["net", "disk", "auth"]


def made_up_lines(n):
    """Deterministic noise: no random, so that every run has the same log."""
    x = 12345
    for i in range(n):
        x = (x * 1103515245 + 12345) % 2 ** 31
        level = LEVELS[x // 65536 % len(LEVELS)]
        module = MODULES[x // 1024 % len(MODULES)]
        if i % 37 == 36:
            yield "!! torn line %d" % i
        else:
            yield "%04d|%s|%s|took=%d|user=u%d" % (i, level, module, x % 100, x // 7 % 5)


def write_log(path, lines):
    with open(path, "w") as f:
        for line in lines:
            f.write(line + "\n")
    return os.path.getsize(path)


def split_file(path, parts):
    with open(path) as f:
        lines = f.readlines()
    size = (len(lines) + parts - 1) // parts
    names = []
    for k in range(parts):
        name = "%s.%d" % (path, k)
        with open(name, "w") as f:
            f.writelines(lines[k * size:(k + 1) * size])
        names.append(name)
    return names


class BadLine(ValueError):
    pass


def parse(line):
    fields = line.rstrip("\n").split("|")
    if len(fields) != 5:
        raise BadLine(line.strip())
    number, level, module, took, user = fields
    return {"n": int(number), "level": level, "module": module, "took": int(took[5:]), "user": user[5:]}


def records(path, bad):
    with open(path) as f:
        for line in f:
            try:
                yield parse(line)
            except BadLine as e:
                bad.append(str(e))


def interesting(rs, skip=("DEBUG",)):
    return (r for r in rs if r["level"] not in skip)


def summarise(path):
    """Runs in a worker process: one part of the log becomes a small summary."""
    bad = []
    levels, per_module, slowest = Counter(), defaultdict(list), None
    for r in interesting(records(path, bad)):
        levels[r["level"]] += 1
        per_module[r["module"]].append(r["took"])
        if slowest is None or r["took"] > slowest["took"]:
            slowest = r
    return {"levels": dict(levels), "took": {m: (len(t), sum(t), max(t)) for m, t in per_module.items()},
            "slowest": slowest, "bad": bad}


def merge(parts):
    levels, took, bad, slowest = Counter(), {}, [], None
    for part in parts:
        levels.update(part["levels"])
        for m, (n, total, most) in part["took"].items():
            old = took.get(m, (0, 0, 0))
            took[m] = (old[0] + n, old[1] + total, max(old[2], most))
        bad += part["bad"]
        if part["slowest"] and (slowest is None or part["slowest"]["took"] > slowest["took"]):
            slowest = part["slowest"]
    return {"levels": dict(levels), "took": took, "bad": bad, "slowest": slowest}


def bar(n, most, width=20):
    return "#" * round(n / most * width)


def report(s):
    most = max(s["levels"].values())
    for level in sorted(s["levels"], key=lambda l: -s["levels"][l]):
        print("%-8s %4d %s" % (level, s["levels"][level], bar(s["levels"][level], most)))
    for module in sorted(s["took"]):
        n, total, longest = s["took"][module]
        print(f"{module:<5} n={n:<4} mean={total / n:6.2f} max={longest}")
    print("bad lines:", len(s["bad"]), s["bad"][:2])
    print("slowest:", sorted(s["slowest"].items()))


def main():
    size = write_log("app.log", made_up_lines(300))
    parts = split_file("app.log", 4)
    print("log of", size, "bytes in", len(parts), "parts:", [os.path.basename(p) for p in parts])
    with Pool(2) as pool:
        whole = merge(pool.map(summarise, parts))
    report(whole)
    alone = merge([summarise("app.log")])
    print("same as in one piece:", alone == whole)
    for p in parts:
        os.remove(p)
    print(sorted(n for n in os.listdir(".") if n.startswith("app")))


if __name__ == "__main__":
    main()
