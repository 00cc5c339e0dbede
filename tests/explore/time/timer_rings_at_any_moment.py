# finds: lost-update, race
# outcomes: 1 2
from threading import Timer

n = 0


def add():
    global n
    n += 1


t = Timer(1, add)
t.start()
n += 1
t.join()
print(n)
