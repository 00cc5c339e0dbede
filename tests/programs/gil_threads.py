# options: --gil
# With the lock on, threads take turns: who computes is not disturbed before the switch interval is
# over, but then at the latest, and whoever blocks lets go at once.
import sys
import threading
import time

assert sys._is_gil_enabled()
assert abs(sys.getswitchinterval() - 0.005) < 1e-9

# a turn that is longer than any test: nobody comes between
sys.setswitchinterval(1000)
told = []


def stretch(name):
    for _ in range(3):
        told.append(name)
        for _ in range(20000):
            pass
        told.append(name)


threads = [threading.Thread(target=stretch, args=(k,)) for k in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
assert [told[i] for i in range(0, 24, 6)] == [told[i + 5] for i in range(0, 24, 6)], told
assert all(told[i] == told[i + 1] for i in range(0, 24, 2)), told

# who waits for the other by computing only sees him after a turn
sys.setswitchinterval(0.0005)
turn = [0]


def by_turns(me, n):
    for _ in range(n):
        while turn[0] != me:
            pass
        turn[0] = 1 - me


threads = [threading.Thread(target=by_turns, args=(k, 10)) for k in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
assert turn == [0]

# single operations are still single, sequences still are not: with short turns counts get lost
sys.setswitchinterval(1e-6)
items, count = [], 0


def work():
    global count
    for i in range(2000):
        items.append(i)
        count += 1


threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
assert len(items) == 8000 and count <= 8000

# waits and collections let others go on
lock, box = threading.Lock(), []


def waits():
    with lock:
        time.sleep(0.001)
        box.append([[] for _ in range(2000)])


threads = [threading.Thread(target=waits) for _ in range(8)]
for t in threads:
    t.start()
for t in threads:
    t.join()
assert len(box) == 8
print("ok")
