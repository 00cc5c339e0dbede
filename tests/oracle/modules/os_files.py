# set: first
import os

os.mkdir("d")
os.makedirs("a/b/c")
os.makedirs("a/b/c", exist_ok=True)
for n in ("one", "two"):
    with open(os.path.join("d", n), "w") as f:
        f.write(n)
print(sorted(os.listdir("d")), sorted(x for x in os.listdir() if len(x) == 1))
os.rename("d/one", "d/uno")
os.remove("d/two")
print(os.listdir("d"), os.path.exists("d/two"))
for bad in (lambda: os.mkdir("d"), lambda: os.remove("none"), lambda: os.listdir("none"), lambda: os.rmdir("a"), lambda: os.makedirs("a/b/c"),
            lambda: os.rename("none", "x")):
    try:
        bad()
    except OSError as e:
        print(type(e).__name__, e)
os.rmdir("a/b/c")
print(os.listdir("a/b"))
os.unlink("d/uno")
os.rmdir("d")
print(os.path.exists("d"))
here = os.getcwd()
os.chdir("a")
print(os.getcwd() == os.path.join(here, "a"), os.listdir("."))
os.chdir("..")
print(os.getcwd() == here)
for base, dirs, files in os.walk("a"):
    print(base, dirs, files)
