# The gate stays open after the first turn: the second turn does not wait for anybody.
# finds: nothing
# outcomes: "[1, 1, 2, 2, 3, 3]" "[1, 1, 2, 3, 2, 3]"
from threading import Lock, Semaphore, Thread

lock = Lock()
gate = Semaphore(0)
arrived = 0
done = []


def meet():
    global arrived
    with lock:
        arrived += 1
        if arrived == 2:
            gate.release()
    gate.acquire()
    gate.release()


def work():
    done.append(1)
    meet()
    done.append(2)
    meet()
    done.append(3)


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(done)
