# set: first
# The program ends when its last normal thread ends.
import threading
import time


def slow(n):
    time.sleep(0.1 * n)
    print("thread", n, "ends")


for n in (1, 3, 5):
    threading.Thread(target=slow, args=(n,)).start()
print("main ends")
