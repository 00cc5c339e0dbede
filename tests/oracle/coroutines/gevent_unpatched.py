# set: first
# needs: gevent
# Without patching, time.sleep blocks everybody.
import time
import gevent


def work(name, n):
    for i in range(n):
        print(name, i)
        time.sleep(0.01)


gevent.joinall([gevent.spawn(work, "first", 2), gevent.spawn(work, "second", 2)])
