# set: first
# How threads and their tools print.
import threading

e = threading.Event()
t = threading.Thread(target=e.wait, name="waiter")
print(t)
t.start()
print(t)
e.set()
t.join()
print(t)
d = threading.Thread(target=print, name="d", daemon=True)
print(d)
print(threading.current_thread())
print(str(threading.Lock()).split(" at ")[0], threading.Event().is_set())
print(type(threading.Lock()).__name__, type(threading.RLock()).__name__, threading.Thread.__name__)
