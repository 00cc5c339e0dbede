# Looking an item up and storing it are two steps.
# finds: lost-update, race
# outcomes: 1 2
# interleavings: 6
from threading import Thread

votes = {"yes": 0}


def vote():
    votes["yes"] += 1


ts = [Thread(target=vote) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(votes["yes"])
