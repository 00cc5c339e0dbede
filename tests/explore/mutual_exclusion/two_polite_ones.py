# Each waits until the other does not want any more, and says so only afterwards: nobody moves, and no lock is held.
# finds: stuck
# outcomes:
from threading import Thread

hungry = [True, True]


def work(me):
    while hungry[1 - me]:
        pass
    hungry[me] = False


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("both have eaten")
