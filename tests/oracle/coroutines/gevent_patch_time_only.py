# set: first
# needs: gevent
# Patching only time, and taking it where it is used.
from gevent import monkey
monkey.patch_time()

import time
import gevent

log = []


def work(name, pauses):
    for p in pauses:
        time.sleep(p)
        log.append(name)


gevent.joinall([gevent.spawn(work, "a", [0.02, 0.1]), gevent.spawn(work, "b", [0.06, 0.1])])
print(log)
