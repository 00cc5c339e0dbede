# finds: race
# outcomes: 4
from threading import Thread

turn = 0
n = 0


def work(me):
    global turn, n
    for _ in range(2):
        while turn != me:
            pass
        n += 1
        turn = 1 - me


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 4
