# A number that is being drawn is still 0: the one who drew the same has already looked.
# finds: assertion, lost-update, race
# outcomes: 1 2
from threading import Thread

number = [0, 0]
n = 0


def work(me):
    global n
    other = 1 - me
    number[me] = max(number[0], number[1]) + 1
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
