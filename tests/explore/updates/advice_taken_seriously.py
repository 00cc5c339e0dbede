# With --strict what is advice otherwise makes the program fail.
# options: --strict
# finds: lost-update, race
# verdict: fails
# outcomes: 1 2
from threading import Thread

n = 0


def work():
    global n
    n += 1


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
