# What the child has written is there; whether it has ended by then, a look without waiting tells one way or the other.
# finds: nothing
# outcomes: True False
import os

r, w = os.pipe()
pid = os.fork()
if pid == 0:
    os.write(w, b"x")
    os._exit(0)
os.read(r, 1)
got, _ = os.waitpid(pid, os.WNOHANG)
if got == 0:
    os.waitpid(pid, 0)
print(got != 0)
