# set: first
# The spellings of old notes still work.
import threading

t = threading.Thread(target=print, args=("running",))
print(t.getName(), t.isDaemon())
t.setName("renamed")
t.setDaemon(True)
print(t.getName(), t.name, t.isDaemon(), t.daemon)
t.start()
t.join()
print(threading.currentThread().getName(), threading.activeCount())
e = threading.Event()
print(e.isSet(), e.is_set())
e.set()
print(e.isSet())
c = threading.Condition()
with c:
    c.notifyAll()
