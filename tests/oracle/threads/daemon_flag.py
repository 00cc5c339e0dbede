# set: first
# Daemon threads do not keep the program alive; the flag is inherited.
import threading
import time

started = threading.Event()


def background():
    started.set()
    while True:
        time.sleep(0.05)


def child_flag():
    inner = threading.Thread(target=print)
    print("child of a daemon:", inner.daemon)


t = threading.Thread(target=background, daemon=True)
print(t.daemon)
t.start()
started.wait()
u = threading.Thread(target=child_flag)
u.daemon = True
u.start()
u.join()
print(threading.Thread(target=print).daemon, threading.main_thread().daemon)
print("alive at the end:", t.is_alive())
