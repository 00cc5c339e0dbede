# Nobody reads before everybody has written.
# finds: nothing
# outcomes: "[2, 2]"
from threading import Barrier, Lock, Thread

lock = Lock()
barrier = Barrier(2)
n = 0
seen = []


def work():
    global n
    with lock:
        n += 1
    barrier.wait()
    seen.append(n)


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(seen)
