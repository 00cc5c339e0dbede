# Both see the other's flag down, and then both raise theirs.
# finds: assertion, lost-update, race
# outcomes: 1 2
# switches: 2
from threading import Thread

inside = [False, False]
n = 0


def work(me):
    global n
    while inside[1 - me]:
        pass
    inside[me] = True
    n += 1
    inside[me] = False


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
