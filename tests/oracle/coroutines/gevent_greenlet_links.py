# set: first
# needs: gevent
import gevent
from gevent.event import Event

log = []


def fine():
    return "value"


g = gevent.spawn(fine)
g.link(lambda source: log.append(("link", source.value)))
g.join()
gevent.sleep(0)
print(log, g.successful(), g.ready())
e = Event()


def waits(n):
    return n, e.wait(timeout=5)


gs = [gevent.spawn(waits, n) for n in range(3)]
gevent.sleep(0)
print([x.ready() for x in gs], e.is_set())
e.set()
gevent.joinall(gs)
print([x.value for x in gs])
done = gevent.joinall([gevent.spawn(fine) for _ in range(2)], timeout=5)
print(len(done), gevent.spawn(fine).get())
gevent.killall([gevent.spawn(gevent.sleep, 60)])
with gevent.Timeout(0.01, False):
    gevent.sleep(60)
print("after the timeout")
