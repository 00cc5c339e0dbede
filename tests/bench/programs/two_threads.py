import threading
import time


def work(n):
    total = 0
    for i in range(n):
        total += i & 7
    return total


def timed(threads):
    began = time.perf_counter()
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return time.perf_counter() - began


one = timed([threading.Thread(target=work, args=(@N@,))])
two = timed([threading.Thread(target=work, args=(@N@,)) for _ in range(2)])
# 0.5: two threads do twice the work in the same time
print("@@", two / one / 2)
