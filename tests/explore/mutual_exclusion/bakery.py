# finds: race
# outcomes: 2
from threading import Thread

choosing = [False, False]
number = [0, 0]
n = 0


def work(me):
    global n
    other = 1 - me
    choosing[me] = True
    number[me] = max(number[0], number[1]) + 1
    choosing[me] = False
    while choosing[other]:
        pass
    while number[other] != 0 and (number[other], other) < (number[me], me):
        pass
    n += 1
    number[me] = 0


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
