# set: first
# With a lock no update is lost.
import threading

count = 0
lock = threading.Lock()


def add(times):
    global count
    for _ in range(times):
        lock.acquire()
        count += 1
        lock.release()


def add_with(times):
    global count
    for _ in range(times):
        with lock:
            count += 1


threads = [threading.Thread(target=f, args=(300,)) for f in (add, add_with, add, add_with)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(count, lock.locked())
