# The child has ended, or it has not.
# finds: nothing
# outcomes: ended running
import os

child = os.fork()
if child == 0:
    os._exit(0)
pid, _ = os.waitpid(child, os.WNOHANG)
if pid == 0:
    os.waitpid(child, 0)
print("ended" if pid else "running")
