# set: first
# wait, wait_for, timeouts, misuse.
import threading

c = threading.Condition()
try:
    c.wait()
except RuntimeError as e:
    print(e)
try:
    c.notify()
except RuntimeError as e:
    print(e)
with c:
    print(c.wait(0.01), c.wait_for(lambda: False, timeout=0.01), c.wait_for(lambda: 5))
state = {"turn": 0}
log = []


def take_turn(n, total):
    with c:
        c.wait_for(lambda: state["turn"] == n)
        log.append(n)
        state["turn"] += 1
        c.notify_all()


threads = [threading.Thread(target=take_turn, args=(n, 5)) for n in (4, 2, 0, 3, 1)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(log, state)
lock = threading.Lock()
d = threading.Condition(lock)
d.acquire()
print(lock.locked())
d.notify(3)
d.release()
print(lock.locked())
