# set: first
# order: lines
# Two locks in opposite orders, with timeouts instead of a deadlock.
import threading
import time

a, b = threading.Lock(), threading.Lock()


def work(name, first, second, pause):
    while True:
        with first:
            if second.acquire(timeout=0.01):
                try:
                    print(name, "has both")
                    return
                finally:
                    second.release()
        time.sleep(pause)


threads = [threading.Thread(target=work, args=("one", a, b, 0.001)),
           threading.Thread(target=work, args=("two", b, a, 0.007))]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(a.locked(), b.locked())
