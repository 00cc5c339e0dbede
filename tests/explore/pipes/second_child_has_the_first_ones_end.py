# The second child was copied when main still had the pipe to the first open: the first never sees its end.
# finds: deadlock
import os

ends = []
children = []
for i in range(2):
    r, w = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(w)
        while os.read(r, 1):
            pass
        os._exit(0)
    os.close(r)
    ends.append(w)
    children.append(child)
os.close(ends[0])
os.waitpid(children[0], 0)
os.close(ends[1])
os.waitpid(children[1], 0)
