# A lock that another thread holds at the fork stays locked in the child: nobody is there to release it.
# finds: deadlock
# verdict: fails
import os
from threading import Lock, Thread

lock = Lock()


def work():
    with lock:
        pass


t = Thread(target=work)
t.start()
child = os.fork()
if child == 0:
    with lock:
        os._exit(0)
os.waitpid(child, 0)
t.join()
