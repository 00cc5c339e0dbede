# Two readers may be inside together: each can wait for the other in there.
# finds: nothing
# outcomes: met
from threading import Barrier, Lock, Thread

door = Lock()
room = Lock()
meet = Barrier(2)
readers = 0


def reader():
    global readers
    with door:
        readers += 1
        if readers == 1:
            room.acquire()
    meet.wait()
    with door:
        readers -= 1
        if readers == 0:
            room.release()


ts = [Thread(target=f) for f in (reader, reader)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("met")
