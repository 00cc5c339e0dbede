# Each balance is guarded, the sum of both is not: the money on its way is not seen.
# finds: nothing
# outcomes: 15 20
from threading import Lock, Thread

lock = Lock()
a = b = 10
total = None


def transfer():
    global a, b
    with lock:
        a -= 5
    with lock:
        b += 5


def audit():
    global total
    with lock:
        total = a + b


ts = [Thread(target=f) for f in (transfer, audit)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(total)
