# set: first
# After its parent has ended, a child has another parent.
import os
import time

r, w = os.pipe()
pid = os.fork()
if pid == 0:
    middle = os.getpid()
    if os.fork() == 0:
        while os.getppid() == middle:
            time.sleep(0.005)
        os.write(w, b"adopted: %s" % str(os.getppid() != middle).encode())
        os._exit(0)
    os._exit(0)
os.waitpid(pid, 0)
os.close(w)
print(os.read(r, 100).decode())
