# set: full
# needs: gevent
# A patched time.sleep lets the other greenlets go on.
from gevent import monkey
monkey.patch_all()

import time
import gevent


def work(name, n):
    for i in range(n):
        print(name, i)
        time.sleep(0.1)


begin = time.time()
gevent.joinall([gevent.spawn(work, "first", 2), gevent.spawn(work, "second", 2)])
print("side by side:", time.time() - begin < 0.38)
