# set: first
# print with flush and file; nothing is lost and nothing comes twice.
import sys

print("a", end="", flush=True)
print("b", flush=True)
print("to stdout by name", file=sys.stdout)
print("to stderr", file=sys.stderr)
sys.stdout.write("no newline yet")
sys.stdout.write(" - now\n")
for i in range(3):
    print(i, end=",", flush=i == 1)
print()


class Tee:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)
        return len(text)


t = Tee()
print("one", 2, [3], sep="+", end="!", file=t)
print(file=t)
print("".join(t.parts) == "one+2+[3]!\n", repr("".join(t.parts)))
try:
    print("x", sep=5)
except TypeError as e:
    print(e)
try:
    print("x", nothing=1)
except TypeError as e:
    print(e)
