# The first may be so fast that the second has not been started when it joins it.
# finds: exception
# outcomes: done
from threading import Thread


def first():
    ts[1].join()


def second():
    pass


ts = [Thread(target=first), Thread(target=second)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
