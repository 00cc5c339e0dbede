# outcomes: "[1, 2]" "[2, 1]"
# finds: nothing
from threading import Thread

groups = {}


def work(i):
    groups.setdefault("g", []).append(i)


ts = [Thread(target=work, args=(i,)) for i in (1, 2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(groups["g"])
