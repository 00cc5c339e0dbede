# verdict: unknown
# limit: computes for long
from threading import Thread
def spin():
    i = 0
    while True:
        i += 1
t = Thread(target=spin)
t.start()
t.join()
