# Counted and never reset, it can be used once.
# finds: nothing
# outcomes: "[1, 1, 2, 2]"
from threading import Lock, Semaphore, Thread

lock = Lock()
gate = Semaphore(0)
arrived = 0
done = []


def work():
    global arrived
    done.append(1)
    with lock:
        arrived += 1
        if arrived == 2:
            gate.release()
    gate.acquire()
    gate.release()
    done.append(2)


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(done)
