# Two who read and want to write: each waits until the other does not read any more.
# finds: deadlock
# outcomes: deadlock 2
from threading import Condition, Thread

c = Condition()
readers = 0
value = 0


def work():
    global readers, value
    with c:
        readers += 1
    with c:
        while readers > 1:
            c.wait()
        value += 1
        readers -= 1
        c.notify_all()


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(value)
