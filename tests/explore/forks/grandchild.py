# finds: nothing
# outcomes: 5
import os

child = os.fork()
if child == 0:
    grandchild = os.fork()
    if grandchild == 0:
        os._exit(2)
    _, status = os.waitpid(grandchild, 0)
    os._exit(3 + os.waitstatus_to_exitcode(status))
_, status = os.waitpid(child, 0)
print(os.waitstatus_to_exitcode(status))
