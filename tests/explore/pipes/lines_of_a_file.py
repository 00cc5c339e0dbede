# finds: nothing
# outcomes: "['one', 'two']"
import os

r, w = os.pipe()
child = os.fork()
if child == 0:
    os.close(r)
    with os.fdopen(w, "w") as out:
        out.write("one\n")
        out.write("two\n")
    os._exit(0)
os.close(w)
with os.fdopen(r) as lines:
    got = [line.strip() for line in lines]
os.waitpid(child, 0)
print(got)
