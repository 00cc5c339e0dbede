# Tickets are drawn under a lock; only the one whose number is up goes on.
# finds: race
# outcomes: 2
from threading import Lock, Thread

drawing = Lock()
ticket = 0
serving = 0
n = 0


def work():
    global ticket, serving, n
    with drawing:
        mine = ticket
        ticket += 1
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
