# finds: race
# outcomes: 0 1
import time
from threading import Thread

n = 0


def work():
    global n
    n = 1


t = Thread(target=work)
t.start()
time.sleep(0.05)
seen = n
t.join()
print(seen)
