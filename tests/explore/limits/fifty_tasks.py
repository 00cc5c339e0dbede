# verdict: unknown
# options: --limit states=3000
# limit: 3000 states
from threading import Lock, Thread
n = 0
lock = Lock()
def add():
    global n
    with lock:
        n += 1
ts = [Thread(target=add) for _ in range(50)]
for t in ts: t.start()
for t in ts: t.join()
print(n)
