# Tickets are drawn without a lock. Two who draw the same number are inside together,
# or the slower one waits for a number that has passed.
# finds: assertion, lost-update, race, stuck
# outcomes: 1 2
from threading import Thread

ticket = 0
serving = 0
n = 0


def work():
    global ticket, serving, n
    mine = ticket
    ticket = mine + 1
    while serving != mine:
        pass
    n += 1
    serving += 1


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
