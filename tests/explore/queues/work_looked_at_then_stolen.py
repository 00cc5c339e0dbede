# The thief looks at the first piece, and takes what is first then: a piece is done twice, another one never.
# finds: exception
from collections import deque
from threading import Thread

todo = deque([1, 2])
done = []


def work():
    if todo:
        done.append(todo[0])
        todo.popleft()


def owner():
    while todo:
        done.append(todo.pop())


ts = [Thread(target=f) for f in (work, owner)]
for t in ts:
    t.start()
for t in ts:
    t.join()
