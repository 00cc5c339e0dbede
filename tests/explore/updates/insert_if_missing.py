# Both find the key missing, and the second list replaces the first.
# outcomes: "[1]" "[2]" "[1, 2]" "[2, 1]"
from threading import Thread

groups = {}


def work(i):
    if "g" not in groups:
        groups["g"] = []
    groups["g"].append(i)


ts = [Thread(target=work, args=(i,)) for i in (1, 2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(groups["g"])
