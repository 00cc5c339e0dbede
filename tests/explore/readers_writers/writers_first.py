# A writer that waits closes the door to new readers.
# finds: nothing
# outcomes: 2
from threading import Condition, Thread

c = Condition()
readers = 0
writing = False
waiting = 0
value = 0


def reader():
    global readers
    with c:
        while writing or waiting:
            c.wait()
        readers += 1
    first = value
    assert first == value
    with c:
        readers -= 1
        c.notify_all()


def writer():
    global waiting, writing, value
    with c:
        waiting += 1
        while readers or writing:
            c.wait()
        waiting -= 1
        writing = True
    value += 1
    with c:
        writing = False
        c.notify_all()


ts = [Thread(target=f) for f in (reader, writer, writer)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(value)
