# Who has nothing left takes from the other end of the other's list: each piece is done once.
# finds: nothing
# outcomes: "[1, 2, 3]"
from collections import deque
from threading import Thread

todo = [deque([1, 2]), deque([3])]
done = []


def work(me):
    while True:
        try:
            job = todo[me].pop()
        except IndexError:
            try:
                job = todo[1 - me].popleft()
            except IndexError:
                return
        done.append(job)


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(sorted(done))
