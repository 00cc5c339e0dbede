# verdict: unknown
# limit: sleep again
import time
from threading import Thread
def wait():
    while True:
        time.sleep(1)
t = Thread(target=wait)
t.start()
t.join()
