# finds: nothing
# outcomes: 1
import gevent

n = 0


def add():
    global n
    x = n
    gevent.sleep(1)
    n = x + 1


gevent.joinall([gevent.spawn(add) for _ in range(3)])
print(n)
