# What a pipe does not hold waits for a reader; the reader waits for the writer's end.
# finds: deadlock
import os

r, w = os.pipe()
child = os.fork()
if child == 0:
    os.close(r)
    os.write(w, b"x" * 70000)
    os._exit(0)
os.close(w)
os.waitpid(child, 0)
print(len(os.read(r, 70000)))
