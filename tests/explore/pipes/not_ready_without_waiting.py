# finds: nothing
# outcomes: "b'x'" empty
import os

r, w = os.pipe()
os.set_blocking(r, False)
child = os.fork()
if child == 0:
    os.write(w, b"x")
    os._exit(0)
try:
    got = os.read(r, 1)
except BlockingIOError:
    got = "empty"
os.waitpid(child, 0)
print(got)
