# finds: nothing
# outcomes: 2
# interleavings: 2
from threading import Thread

seen = []


def work():
    seen.append(1)


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(seen))
