# wait() answers with whichever has ended.
# finds: nothing
# outcomes: "[1, 2]" "[2, 1]"
import os

children = {}
for code in (1, 2):
    child = os.fork()
    if child == 0:
        os._exit(code)
    children[child] = code
print([children[os.wait()[0]] for _ in range(2)])
