# finds: nothing
# outcomes: new
import os

tell_r, tell_w = os.pipe()
seen_r, seen_w = os.pipe()
gone_r, gone_w = os.pipe()
parent = os.fork()
if parent == 0:
    if os.fork() == 0:
        before = os.getppid()
        os.write(seen_w, b"!")
        os.read(gone_r, 1)
        os.write(tell_w, b"new" if os.getppid() != before else b"old")
        os._exit(0)
    os.read(seen_r, 1)
    os._exit(0)
os.waitpid(parent, 0)
os.write(gone_w, b"!")
print(os.read(tell_r, 3).decode())
