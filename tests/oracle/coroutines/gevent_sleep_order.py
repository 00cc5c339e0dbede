# set: first
# needs: gevent
# Sleeping greenlets wake in the order of their times, all in one thread.
import threading
import gevent


def sleeper(n):
    gevent.sleep(n * 0.05)
    print("woke", n)
    return threading.current_thread() is threading.main_thread()


jobs = [gevent.spawn(sleeper, n) for n in (3, 1, 2, 0)]
gevent.joinall(jobs)
print([j.value for j in jobs])
g = gevent.spawn_later(0.02, print, "later")
g.join()
