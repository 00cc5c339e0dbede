# set: first
# needs: gevent
# A greenlet's whole life: starting, waiting, results, errors, killing.
import gevent
from gevent import Greenlet, GreenletExit, Timeout


def work(n):
    gevent.sleep(0)
    if n < 0:
        raise ValueError(n)
    return n * n


g = gevent.spawn(work, 3)
print(g.ready(), g.started, g.dead, bool(g), g.value, g.exception, g.successful())
g.join()
print(g.ready(), g.started, g.dead, bool(g), g.value, g.get(), g.successful())
e = gevent.spawn(work, -1)
e.join()
print(e.ready(), e.successful(), repr(e.exception), e.value)
try:
    e.get()
except ValueError as error:
    print("raised", error)
try:
    gevent.joinall([gevent.spawn(work, -2)], raise_error=True)
except ValueError as error:
    print("joinall raised", error)
print([g.value for g in gevent.joinall([gevent.spawn(work, n) for n in range(3)])])
sleeper = gevent.spawn(gevent.sleep, 60)
print(sleeper.join(timeout=0.01), sleeper.ready())
for attempt in (lambda: sleeper.get(block=False), lambda: sleeper.get(timeout=0.01)):
    try:
        attempt()
    except Timeout as t:
        print("Timeout", t)
sleeper.kill()
print(sleeper.ready(), repr(sleeper.value), sleeper.successful())
never = gevent.spawn_later(60, work, 1)
never.kill()
print(never.dead, repr(never.value))


def cleans_up():
    try:
        gevent.sleep(60)
    except GreenletExit:
        print("asked to stop")
        return "stopped"
    finally:
        print("cleaned up")


c = gevent.spawn(cleans_up)
gevent.sleep(0)
c.kill()
print(c.value)
c = gevent.spawn(cleans_up)
gevent.sleep(0)
c.kill(KeyError("with an error"))
print(repr(c.exception))
group = [gevent.spawn(cleans_up), gevent.spawn(cleans_up)]
gevent.sleep(0)
gevent.killall(group)
print([g.dead for g in group])


class Counter(Greenlet):
    def __init__(self, limit):
        Greenlet.__init__(self)
        self.limit = limit
        self.count = 0

    def _run(self):
        while self.count < self.limit:
            self.count += 1
            gevent.sleep(0)
        return self.count


counter = Counter(5)
counter.start()
print(counter.get(), Counter.spawn(2).get())
log = []
linked = Greenlet(work, 4)
linked.link(lambda g: log.append(("link", g.value)))
linked.link_value(lambda g: log.append(("value", g.value)))
linked.link_exception(lambda g: log.append(("exception", g.exception)))
linked.start()
linked.join()
gevent.sleep(0)
print(log)
print(gevent.getcurrent() is gevent.getcurrent(), type(gevent.get_hub()).__name__)
first = gevent.wait([gevent.spawn(gevent.sleep, 60), gevent.spawn(work, 6)], count=1)
print([g.value for g in first])
print(next(iter(gevent.iwait([gevent.spawn(gevent.sleep, 60), gevent.spawn(work, 7)]))).value)
named = gevent.spawn(work, 8)
named.name = "eighth"
print(named.name, named.args, named.kwargs)
raw = gevent.spawn_raw(print, "raw")
gevent.sleep(0)
