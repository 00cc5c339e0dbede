# What main reads before the join is at odds with what the other does after its signal.
# finds: race
# outcomes: 0 1
from threading import Semaphore, Thread

n = 0
s = Semaphore(0)


def work():
    global n
    s.release()
    n = 1


t = Thread(target=work)
t.start()
s.acquire()
seen = n
t.join()
print(seen)
