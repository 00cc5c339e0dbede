# One thread waits for the other: no list has the first without the second.
# finds: nothing
# outcomes: "0" "1" "2"
from threading import Thread, enumerate


def second():
    t.join()


t = Thread(target=int)
u = Thread(target=second)
t.start()
u.start()
there = enumerate()
u.join()
assert t not in there or u in there
print(len(there) - 1)
