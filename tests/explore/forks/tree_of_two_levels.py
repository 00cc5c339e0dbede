# Each waits for its own children only; the root's count is of its own.
# finds: nothing
# outcomes: 2
import os

children = 0
for name in ("left", "right"):
    if os.fork() == 0:
        if os.fork() == 0:
            os._exit(0)
        os.wait()
        os._exit(0)
    children += 1
for _ in range(children):
    os.wait()
print(children)
