# finds: nothing
# outcomes: "[1, 2, 3]" "[1, 3, 2]" "[2, 1, 3]" "[2, 3, 1]" "[3, 1, 2]" "[3, 2, 1]"
import os

for code in (1, 2, 3):
    if os.fork() == 0:
        os._exit(code)
print([os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(3)])
