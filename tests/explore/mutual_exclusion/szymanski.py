# A waiting room with a door that closes.
# outcomes: 2
from threading import Thread

flag = [0, 0]
n = 0


def work(me):
    global n
    other = 1 - me
    flag[me] = 1
    while flag[other] > 2:
        pass
    flag[me] = 3
    if flag[other] == 1:
        flag[me] = 2
        while flag[other] != 4:
            pass
    flag[me] = 4
    if me == 1:
        while flag[other] > 1:
            pass
    n += 1
    if me == 0:
        while flag[other] in (2, 3):
            pass
    flag[me] = 0


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
