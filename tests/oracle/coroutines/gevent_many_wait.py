# Thousands wait for one event, and for each other; links that come and go while links are called.
import gevent
from gevent.event import Event
from gevent.lock import Semaphore

N = 20000
gate = Event()
waiting = 0


def wait():
    global waiting
    waiting += 1
    gate.wait()
    waiting -= 1


them = [gevent.spawn(wait) for _ in range(N)]
while waiting < N:
    gevent.sleep(0)
print(waiting, gate.linkcount())
gate.set()
print(len(gevent.joinall(them)), waiting, gate.linkcount())

order = []
door = Semaphore(0)


def enter(n):
    door.acquire()
    order.append(n)
    if n % 100 < 99:
        door.release()


them = [gevent.spawn(enter, n) for n in range(1000)]
gevent.sleep(0)
for _ in range(10):
    door.release()
    gevent.sleep(0)
gevent.joinall(them)
print(order == list(range(1000)), door.counter)

event = Event()


def told(name):
    def link(of):
        print(name, of is event, event.linkcount())
    return link


def changes(of):
    print('changes', event.linkcount())
    event.unlink(later)
    event.unlink(len)
    event.rawlink(told('came meanwhile'))


later, twice = told('later'), told('twice')
for link in told('first'), twice, changes, later, twice:
    event.rawlink(link)
event.set()
for _ in range(3):
    gevent.sleep(0)
    print('turn', event.linkcount())
g = gevent.spawn(lambda: 5)
print([each.value for each in gevent.joinall([g, g])])
