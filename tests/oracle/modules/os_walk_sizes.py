# set: first
import os

for name, size in [("t/a.txt", 10), ("t/b/c.txt", 200), ("t/b/d/e.bin", 3000), ("t/b/d/f", 0)]:
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "wb") as f:
        f.write(b"x" * size)


def human(n):
    for unit in ("B", "KB", "MB"):
        if n < 1024:
            return "%.1f%s" % (n, unit) if unit != "B" else "%d%s" % (n, unit)
        n /= 1024


def tree(folder, depth=0):
    total = 0
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            print("  " * depth + name + "/")
            total += tree(path, depth + 1)
        else:
            size = os.path.getsize(path)
            print("  " * depth + name, human(size))
            total += size
    return total


print(human(tree("t")))
print(sorted((len(files), base) for base, dirs, files in os.walk("t")))
print(sorted(os.path.splitext(f)[1] for _, _, files in os.walk("t") for f in files))
for base, dirs, files in os.walk("t", topdown=False):
    for f in files:
        os.remove(os.path.join(base, f))
    os.rmdir(base)
print(os.path.exists("t"))
