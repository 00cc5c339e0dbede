# Whoever counts sees the thread that another one starts, or not yet, or no more.
# finds: nothing
# outcomes: 2 3
from threading import Thread, active_count

seen = []


def count():
    seen.append(active_count())


def begin():
    u = Thread(target=int)
    u.start()
    u.join()


t = Thread(target=count)
t.start()
begin()
t.join()
print(seen[0])
