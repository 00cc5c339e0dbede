# set: first
import os
from os.path import basename, dirname, join, split, splitext

print(join("a", "b", "c.txt"), join("a/", "b"), join("a", "/b"), join("", "x"))
print(basename("/x/y.txt"), dirname("/x/y.txt"), split("/x/y"), splitext("a.tar.gz"), splitext(".hidden"), basename("a/"))
print(os.path.normpath("a//b/../c/."), os.path.isabs("/a"), os.path.isabs("a"), os.sep, os.linesep == "\n", os.curdir)
with open("f.txt", "w") as f:
    f.write("12345")
os.mkdir("dir")
print(os.path.exists("f.txt"), os.path.isfile("f.txt"), os.path.isdir("f.txt"), os.path.isdir("dir"), os.path.getsize("f.txt"))
print(os.path.exists("nope"), os.path.isfile("nope"), os.path.abspath("f.txt") == join(os.getcwd(), "f.txt"))
print(os.path.commonprefix(["abc", "abd"]), os.path.relpath("a/b", "a"))
print(os.path.dirname(os.path.abspath(__file__)) == os.getcwd(), basename(__file__))
try:
    os.path.getsize("nope")
except FileNotFoundError as e:
    print(e.errno)
