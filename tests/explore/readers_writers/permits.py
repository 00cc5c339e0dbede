# As many permits as readers; a writer needs all of them, one after the other.
# finds: nothing
# outcomes: 1
from threading import Semaphore, Thread

permits = Semaphore(2)
value = 0


def reader():
    with permits:
        first = value
        assert first == value


def writer():
    global value
    permits.acquire()
    permits.acquire()
    value += 1
    permits.release(2)


ts = [Thread(target=f) for f in (reader, reader, writer)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(value)
