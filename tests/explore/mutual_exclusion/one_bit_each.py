# The one with the smaller number insists, the other gives way.
# finds: race
# outcomes: 2
from threading import Thread

wants = [False, False]
n = 0


def first():
    global n
    wants[0] = True
    while wants[1]:
        pass
    n += 1
    wants[0] = False


def second():
    global n
    while True:
        wants[1] = True
        if not wants[0]:
            break
        wants[1] = False
        while wants[0]:
            pass
    n += 1
    wants[1] = False


ts = [Thread(target=f) for f in (first, second)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
