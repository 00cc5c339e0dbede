# set: first
import threading

events = [threading.Event() for _ in range(3)]
threads = [threading.Thread(target=e.wait, name=str(i)) for i, e in enumerate(events)]
for t in threads:
    t.start()
for i in (2, 0, 1):
    events[i].set()
    threads[i].join()
    print(i, [t.is_alive() for t in threads])
t = threading.Thread(target=lambda: None)
try:
    t.join()
except RuntimeError as e:
    print(e)
t.start()
for timeout in (0, 0.0, 5, None, -1):
    t.join(timeout=timeout) if timeout is None else t.join(timeout)
t.join()
print("ended", t.is_alive(), t.ident is not None)
