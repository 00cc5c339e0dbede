# set: first
# needs: gevent
import gevent
from gevent import Greenlet


def waits():
    try:
        gevent.sleep(60)
    except gevent.GreenletExit:
        print("killed")
        raise
    finally:
        print("cleanup")


g = gevent.spawn(waits)
gevent.sleep(0)
g.kill()
print(g.dead, g.ready(), g.successful(), type(g.value).__name__)


def quick(x):
    return x + 1


h = gevent.spawn(quick, 4)
print(h.get(timeout=1), h.exception)
slow = gevent.spawn(gevent.sleep, 60)
try:
    slow.get(timeout=0.02)
except gevent.Timeout:
    print("timeout")
slow.kill()


class Mine(Greenlet):
    def __init__(self, word):
        super().__init__()
        self.word = word

    def _run(self):
        gevent.sleep(0)
        return self.word.upper()


m = Mine("subclass")
m.start()
m.join()
print(m.value)
