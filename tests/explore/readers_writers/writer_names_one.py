# A writer that has finished names one of two readers who wait: the other is told by nobody.
# finds: deadlock
# outcomes: deadlock 1
from threading import Condition, Thread

c = Condition()
writing = False
value = 0


def reader():
    with c:
        while writing:
            c.wait()


def writer():
    global writing, value
    with c:
        writing = True
    value += 1
    with c:
        writing = False
        c.notify()


ts = [Thread(target=f) for f in (reader, reader, writer)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(value)
