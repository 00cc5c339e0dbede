# finds: nothing
# outcomes: 1
import os

x = 1
child = os.fork()
if child == 0:
    x = 2
    os._exit(0)
os.waitpid(child, 0)
print(x)
