# set: first
# order: lines
# fork returns twice.
import os

print("before, once")
pid = os.fork()
if pid == 0:
    print("in the child")
    os._exit(7)
else:
    done, status = os.wait()
    print("in the parent", done == pid, os.WEXITSTATUS(status), os.WIFEXITED(status))
print("after, only in the parent")
