# set: first
# Who is there? active_count and enumerate.
import threading

gate = threading.Event()
threads = [threading.Thread(target=gate.wait, name="waiter-%d" % i) for i in range(3)]
print(threading.active_count(), [t.name for t in threading.enumerate()])
for t in threads:
    t.start()
print(threading.active_count(), sorted(t.name for t in threading.enumerate()))
print(threading.current_thread() in threading.enumerate(), threads[0] in threading.enumerate())
gate.set()
for t in threads:
    t.join()
print(threading.active_count(), threads[0] in threading.enumerate())
print(threading.current_thread() is threading.main_thread(), threading.main_thread().name)
