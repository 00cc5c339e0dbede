import threading
import time


def nothing():
    pass


def start_and_join(n):
    for i in range(n):
        t = threading.Thread(target=nothing)
        t.start()
        t.join()


start_and_join(20)
began = time.perf_counter()
start_and_join(@N@)
print("@@", (time.perf_counter() - began) * 1e9 / @N@)
