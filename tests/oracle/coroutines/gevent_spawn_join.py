# set: first
# needs: gevent
import gevent


def work(name, n):
    for i in range(n):
        print(name, i)
        gevent.sleep(0)
    return name * 2


g1 = gevent.spawn(work, "a", 3)
g2 = gevent.spawn(work, "b", 2)
print("spawned", g1.ready(), g1.value)
gevent.joinall([g1, g2])
print(g1.value, g2.get(), g1.ready(), g1.successful())
g3 = gevent.spawn(work, "c", n=1)
g3.join()
print(g3.value)
