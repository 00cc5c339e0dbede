# set: first
# needs: gevent
# A ring of greenlets that hand a number on, and a thousand of them at once.
from greenlet import getcurrent, greenlet

N = 1000
main = getcurrent()


def adds_one(following):
    number = yield_to_main()
    while True:
        number = following().switch(number + 1)


def yield_to_main():
    return main.switch()


ring = []
for i in range(N):
    g = greenlet(adds_one)
    g.switch(lambda i=i: ring[i + 1] if i + 1 < N else main)
    ring.append(g)
print(ring[0].switch(0))
print(ring[0].switch(100), sum(g.dead for g in ring))
total = 0


def collector():
    global total
    while True:
        total += main.switch()


c = greenlet(collector)
c.switch()
for n in range(1000):
    c.switch(n)
print(total)
