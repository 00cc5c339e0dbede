# set: first
# order: lines
# Threads that log through one lock and a shared formatter.
import threading
import traceback

lock = threading.Lock()


def log(*words):
    with lock:
        print(threading.current_thread().name + ":", *words)


def work(n):
    try:
        log("result", 10 // n)
    except ZeroDivisionError:
        log("error", traceback.format_exc().splitlines()[-1])
    finally:
        log("ends")


ts = [threading.Thread(target=work, args=(n,), name="T%d" % n) for n in (0, 2, 5)]
for t in ts:
    t.start()
for t in ts:
    t.join()
log("bye")
