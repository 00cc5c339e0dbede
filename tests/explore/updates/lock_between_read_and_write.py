# Two critical sections are not one: no race, and yet an update is lost.
# finds: assertion
# outcomes: 1 2
# switches: 1
from threading import Lock, Thread

n = 0
lock = Lock()


def work():
    global n
    with lock:
        seen = n
    with lock:
        n = seen + 1


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
