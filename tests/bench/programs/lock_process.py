import multiprocessing
import threading
import time

lock = multiprocessing.Lock()


def nothing():
    pass


def pairs(n):
    a = lock.acquire
    r = lock.release
    for i in range(n):
        a()
        r()


t = threading.Thread(target=nothing)
t.start()
t.join()
pairs(1000)
began = time.process_time()
pairs(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
