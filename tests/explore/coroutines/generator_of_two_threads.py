# A generator that is running cannot be entered a second time.
# finds: nothing
# outcomes: "[1, 2]"
from threading import Lock, Thread


def count():
    n = 0
    while True:
        n += 1
        yield n


numbers = count()
lock = Lock()
got = []


def work():
    with lock:
        got.append(next(numbers))


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(got)
