# set: first
# Files: writing, reading, appending, lines, encodings, modes.
with open("note.txt", "w", encoding="utf-8") as f:
    print(f.write("first\n"), f.write("第二行\n"))
    f.writelines(["third\n", "fourth"])
    print(f.closed, f.name, f.mode)
print(f.closed)
with open("note.txt", encoding="utf-8") as f:
    print(repr(f.read()))
    print(repr(f.read()))
with open("note.txt", encoding="utf-8") as f:
    print(repr(f.readline()), repr(f.readline()), f.readlines(), repr(f.readline()))
with open("note.txt", "a") as f:
    f.write("\nfifth\n")
for number, line in enumerate(open("note.txt", encoding="utf-8"), 1):
    print(number, line.rstrip("\n"))
with open("note.txt", "rb") as f:
    data = f.read()
    print(len(data), data[:8], type(data).__name__)
with open("raw.bin", "wb") as f:
    f.write(bytes(range(5)))
with open("raw.bin", "rb") as f:
    print(f.read(2), f.tell(), f.read(), f.seek(1), f.read(1))
print(open("note.txt").read().split()[0])
with open("note.txt") as src, open("copy.txt", "w") as dst:
    for line in src:
        dst.write(line.upper())
print(open("copy.txt").read().count("FI"))
try:
    open("missing.txt")
except FileNotFoundError as e:
    print(e, e.errno, e.filename)
try:
    open("note.txt", "x")
except FileExistsError as e:
    print(type(e).__name__)
try:
    f.read()
except ValueError as e:
    print(e)
try:
    open("note.txt", "r").write("x")
except OSError as e:
    print(type(e).__name__)
try:
    open("note.txt", "q")
except ValueError as e:
    print(e)
with open("n.txt", "w") as f:
    print("printed", 1, 2, sep=",", file=f)
    print("more", file=f, end="")
print(repr(open("n.txt").read()))
f = open("n.txt", "r+")
f.read(3)
f.seek(0)
f.write("PR")
f.close()
f.close()
print(open("n.txt").readline(), end="")
