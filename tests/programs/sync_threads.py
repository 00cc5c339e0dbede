# Locks, conditions, semaphores, events, barriers under load.
from threading import Thread, Lock, RLock, Condition, Semaphore, Event, Barrier

THREADS = 8
count = 0
lock = Lock()


def run(work, n=THREADS):
    threads = [Thread(target=work, args=(k,)) for k in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def add(k):
    global count
    for i in range(200):
        with lock:
            count += 1


run(add)
assert count == THREADS * 200

again = RLock()
depth = 0


def nest(k):
    global depth
    for i in range(60):
        with again:
            with again:
                depth += 1


run(nest)
assert depth == THREADS * 60

permits = Semaphore(3)
inside = []
most = []


def few(k):
    for i in range(30):
        with permits:
            inside.append(k)
            most.append(len(inside))
            inside.remove(k)


run(few)
assert max(most) <= 3, max(most)

turn = 0
changed = Condition()


def in_turn(k):
    global turn
    for i in range(10):
        with changed:
            while turn % THREADS != k:
                changed.wait()
            turn += 1
            changed.notify_all()


run(in_turn)
assert turn == THREADS * 10

gate = Event()
meet = Barrier(THREADS)
order = []


def together(k):
    if k == 0:
        gate.set()
    gate.wait()
    for i in range(10):
        meet.wait()
        order.append(i)
        meet.wait()


run(together)
assert order == sorted(order) and len(order) == THREADS * 10

# locks that come and go, collected while others are used
def come_and_go(k):
    for i in range(150):
        own = Lock()
        with own:
            x = [0] * 3000
        e = Event()
        e.set()
        assert e.is_set()


run(come_and_go)
print('ok')
