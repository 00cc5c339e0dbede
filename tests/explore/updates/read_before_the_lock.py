# The lock guards the write only. What is written was computed before.
# outcomes: 1 2
# finds: race
from threading import Lock, Thread

n = 0
lock = Lock()


def work():
    global n
    seen = n
    with lock:
        n = seen + 1


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
