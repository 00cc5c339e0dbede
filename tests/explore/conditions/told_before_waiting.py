# Who is not waiting yet is not told; nothing remembers that it happened.
# finds: deadlock, lost-wakeup, wait-without-loop
# outcomes: deadlock done
from threading import Condition, Thread

ready = False
c = Condition()


def waiter():
    with c:
        c.wait()
        assert ready


def teller():
    global ready
    with c:
        ready = True
        c.notify()


ts = [Thread(target=f) for f in (waiter, teller)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
