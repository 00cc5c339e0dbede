# set: first
# is_alive before, while and after; join with a timeout.
import threading

gate = threading.Lock()
gate.acquire()


def waits():
    gate.acquire()
    print("let through")
    gate.release()


t = threading.Thread(target=waits)
print("before start", t.is_alive())
t.start()
print("started", t.is_alive())
print("join gives", t.join(timeout=0.05))
print("still alive", t.is_alive())
t.join(0.01)
print("still alive", t.is_alive())
gate.release()
t.join()
print("ended", t.is_alive())
t.join()
print("a second join returns at once")
