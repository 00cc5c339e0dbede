# With one on each side, an if and one notification are enough, as long as nobody is woken without a reason.
# finds: wait-without-loop
# outcomes: 0
from threading import Condition, Thread

items = []
changed = Condition()


def put():
    for i in range(3):
        with changed:
            if len(items) == 1:
                changed.wait()
            items.append(i)
            changed.notify()


def get():
    for _ in range(3):
        with changed:
            if not items:
                changed.wait()
            items.pop()
            changed.notify()


ts = [Thread(target=f) for f in (put, get)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(items))
