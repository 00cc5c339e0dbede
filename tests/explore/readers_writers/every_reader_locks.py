# A lock for each of them is right, but readers exclude each other: two cannot meet inside.
# finds: deadlock
# outcomes: deadlock
from threading import Barrier, Lock, Thread

room = Lock()
meet = Barrier(2)


def reader():
    with room:
        meet.wait()


ts = [Thread(target=f) for f in (reader, reader)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("met")
