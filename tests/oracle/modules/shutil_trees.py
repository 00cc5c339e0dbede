# set: first
# shutil on a small tree: what is copied, what is refused.
import os
import shutil

os.makedirs("a/b/c")
for path, text in ("a/one.txt", "1"), ("a/b/two.txt", "22"), ("a/b/c/three.log", "333"):
    with open(path, "w") as f:
        f.write(text)


def show(top):
    for folder, folders, files in os.walk(top):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(folder, name)
            print(path, os.path.getsize(path))


print(shutil.copytree("a", "d"))
show("d")
try:
    shutil.copytree("a", "d")
except FileExistsError as e:
    print(type(e).__name__, e.filename)
shutil.copytree("a", "d", dirs_exist_ok=True)
print(shutil.copytree("a", "e", ignore=shutil.ignore_patterns("*.log", "nothing")))
show("e")
print(shutil.copy("a/one.txt", "a/b"), shutil.copyfile("a/one.txt", "copy.txt"), shutil.copy2("a/one.txt", "again.txt"))
print(shutil.move("copy.txt", "e/moved.txt"), os.path.exists("copy.txt"))
for action in (lambda: shutil.copy("missing", "x"), lambda: shutil.copyfile("a/one.txt", "a/one.txt"), lambda: shutil.rmtree("missing"),
               lambda: shutil.copyfile("a", "x")):
    try:
        action()
    except (OSError, shutil.Error) as e:
        print(type(e).__name__)
shutil.rmtree("missing", ignore_errors=True)
shutil.rmtree("d")
print(sorted(os.listdir(".") if not os.path.exists("d") else ["d is still there"]))
