# Peterson's idea for three: two gates, and at each of them one stays behind.
# outcomes: 3
from threading import Thread

level = [0, 0, 0]
last = [0, 0, 0]
n = 0


def work(me):
    global n
    for gate in (1, 2):
        level[me] = gate
        last[gate] = me
        while last[gate] == me and (level[(me + 1) % 3] >= gate or level[(me + 2) % 3] >= gate):
            pass
    n += 1
    level[me] = 0


ts = [Thread(target=work, args=(me,)) for me in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 3
