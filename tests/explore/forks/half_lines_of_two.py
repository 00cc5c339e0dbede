# A half line is a process's own, until its end.
# options: --outputs
# finds: nothing
# outcomes: "a b"
import os
import sys

print("a", end=" ")
sys.stdout.flush()
child = os.fork()
if child == 0:
    print("lost", end=" ")
    os._exit(0)
os.waitpid(child, 0)
print("b")
