# finds: nothing
# outcomes: "b'x'"
# interleavings: 1
import os

r, w = os.pipe()
child = os.fork()
if child == 0:
    os.write(w, b"x")
    os._exit(0)
os.waitpid(child, 0)
print(os.read(r, 1))
