# Handlers run in main while other threads work, wait and collect; none of main's waits is cut short by them.
import queue
import signal
import threading
import time

ticks = []
signal.signal(signal.SIGALRM, lambda number, frame: ticks.append([number] * 10))
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
q, lock, total = queue.Queue(maxsize=4), threading.Lock(), [0]


def produce():
    for i in range(300):
        q.put([i] * 20)


def consume():
    while (item := q.get()) is not None:
        with lock:
            total[0] += item[0]


threads = [threading.Thread(target=produce) for _ in range(2)] + [threading.Thread(target=consume) for _ in range(2)]
for t in threads:
    t.start()
began = time.monotonic()
time.sleep(0.05)
assert time.monotonic() - began >= 0.05
while len(ticks) < 20:
    with lock:
        pass
    threading.Event().wait(0.002)
for t in threads[:2]:
    t.join()
q.put(None)
q.put(None)
for t in threads[2:]:
    t.join()
signal.setitimer(signal.ITIMER_REAL, 0)
assert total[0] == 2 * sum(range(300)), total
assert all(tick == [signal.SIGALRM] * 10 for tick in ticks)
print("ok")
