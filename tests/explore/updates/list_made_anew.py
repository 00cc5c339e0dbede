# A sum of lists is a new list: what the other has added in between is gone.
# finds: lost-update, race
# outcomes: "[1]" "[2]" "[1, 2]" "[2, 1]"
# interleavings: 6
from threading import Thread

seen = []


def work(i):
    global seen
    seen = seen + [i]


ts = [Thread(target=work, args=(i,)) for i in (1, 2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(seen)
