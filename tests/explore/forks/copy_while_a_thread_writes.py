# A process is copied as it is: before or after what another thread writes.
# finds: nothing
# outcomes: 0 1
import os
from threading import Thread

n = 0


def work():
    global n
    n = 1


t = Thread(target=work)
t.start()
child = os.fork()
if child == 0:
    os._exit(n)
_, status = os.waitpid(child, 0)
t.join()
print(os.waitstatus_to_exitcode(status))
