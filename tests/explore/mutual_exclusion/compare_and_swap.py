# Add with a compare-and-swap, and try again if somebody was faster: nothing is lost.
# outcomes: 2
from threading import Lock, Thread

n = 0
atomic = Lock()


def swap(old, new):
    global n
    with atomic:
        if n != old:
            return False
        n = new
        return True


def work():
    while True:
        seen = n
        if swap(seen, seen + 1):
            return


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
