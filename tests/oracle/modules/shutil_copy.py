# set: first
import os
import shutil

os.makedirs("src/sub")
for name, text in [("src/a.txt", "alpha"), ("src/sub/b.txt", "beta")]:
    with open(name, "w") as f:
        f.write(text)
print(shutil.copy("src/a.txt", "copy.txt"), open("copy.txt").read())
os.mkdir("into")
print(shutil.copy("src/a.txt", "into"), os.listdir("into"))
print(shutil.copytree("src", "tree"), sorted(os.listdir("tree")), open("tree/sub/b.txt").read())
try:
    shutil.copytree("src", "tree")
except FileExistsError as e:
    print(type(e).__name__)
shutil.move("copy.txt", "moved.txt")
print(os.path.exists("copy.txt"), os.path.exists("moved.txt"))
shutil.rmtree("tree")
print(os.path.exists("tree"))
try:
    shutil.rmtree("tree")
except FileNotFoundError as e:
    print(type(e).__name__)
shutil.rmtree("tree", ignore_errors=True)
shutil.copyfile("src/a.txt", "c2.txt")
print(open("c2.txt").read())
try:
    shutil.copy("none", "x")
except FileNotFoundError as e:
    print(e)
