# Both readers count themselves as the first, or none does.
# finds: assertion, deadlock, exception, lost-update, race
from threading import Lock, Thread

room = Lock()
readers = 0
value = 0


def reader():
    global readers
    readers += 1
    if readers == 1:
        room.acquire()
    first = value
    assert first == value
    readers -= 1
    if readers == 0:
        room.release()


def writer():
    global value
    with room:
        value += 1


ts = [Thread(target=f) for f in (reader, reader, writer)]
for t in ts:
    t.start()
for t in ts:
    t.join()
