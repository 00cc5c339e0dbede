# set: first
# A re-entrant lock lets its owner in again.
import threading

rlock = threading.RLock()
total = 0


def inner(n):
    global total
    with rlock:
        total += n
        if n > 1:
            inner(n - 1)


def outer():
    with rlock:
        inner(10)


threads = [threading.Thread(target=outer) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(total)


def try_it(lock, answers):
    answers.append(lock.acquire(blocking=False))


answers = []
rlock.acquire()
t = threading.Thread(target=try_it, args=(rlock, answers))
t.start()
t.join()
rlock.release()
print(answers)
