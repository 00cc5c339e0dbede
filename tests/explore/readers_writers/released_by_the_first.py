# The first reader opens the room when it leaves, while the second still reads.
# finds: assertion, race
# verdict: fails
from threading import Lock, Thread

room = Lock()
door = Lock()
readers = 0
value = 0


def reader():
    global readers
    with door:
        readers += 1
        first = readers == 1
        if first:
            room.acquire()
    seen = value
    assert seen == value
    with door:
        readers -= 1
        if first:
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
