# set: first
# Three threads print A, B, C in turn: the well-known exercise.
import threading

locks = [threading.Lock() for _ in range(3)]
for lock in locks[1:]:
    lock.acquire()


def show(i, letter, times):
    for _ in range(times):
        locks[i].acquire()
        print(letter, end="")
        locks[(i + 1) % 3].release()


threads = [threading.Thread(target=show, args=(i, c, 5)) for i, c in enumerate("ABC")]
for t in threads:
    t.start()
for t in threads:
    t.join()
print()
