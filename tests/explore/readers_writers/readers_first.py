# The first reader locks the room, the last one opens it.
# finds: nothing
# outcomes: 1
from threading import Lock, Thread

door = Lock()
room = Lock()
readers = 0
value = 0


def reader():
    global readers
    with door:
        readers += 1
        if readers == 1:
            room.acquire()
    first = value
    assert first == value
    with door:
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
print(value)
