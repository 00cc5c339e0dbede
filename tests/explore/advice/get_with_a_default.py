# d[k] = d.get(k, 0) + 1 reads and writes, as += does.
# finds: lost-update, race
# outcomes: 1 2
from threading import Thread

votes = {}


def vote():
    votes["yes"] = votes.get("yes", 0) + 1


ts = [Thread(target=f) for f in (vote, vote)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(votes["yes"])
