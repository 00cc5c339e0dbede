# set: first
# A handler runs in the middle of every kind of wait, and the wait goes on with what is left of its time.
import os
import queue
import signal
import threading
import time

rings = []
signal.signal(signal.SIGALRM, lambda number, frame: rings.append(number))


def during(name, wait):
    rings.clear()
    signal.setitimer(signal.ITIMER_REAL, 0.03)
    begin = time.monotonic()
    result = wait()
    took = time.monotonic() - begin
    print(name, result, len(rings), took >= 0.1)
    signal.setitimer(signal.ITIMER_REAL, 0)


lock = threading.Lock()
lock.acquire()
during("sleep", lambda: time.sleep(0.12))
during("lock", lambda: lock.acquire(timeout=0.12))
during("event", lambda: threading.Event().wait(0.12))
during("semaphore", lambda: threading.Semaphore(0).acquire(timeout=0.12))


def condition():
    c = threading.Condition()
    with c:
        return c.wait(0.12)


def empty():
    try:
        queue.Queue().get(timeout=0.12)
    except queue.Empty:
        return "Empty"


def join():
    t = threading.Thread(target=time.sleep, args=(0.12,))
    t.start()
    t.join()
    return t.is_alive()


def pipe():
    r, w = os.pipe()
    if os.fork() == 0:
        time.sleep(0.12)
        os.write(w, b"late")
        os._exit(0)
    data = os.read(r, 10)
    os.wait()
    return data


def child():
    pid = os.fork()
    if pid == 0:
        time.sleep(0.12)
        os._exit(7)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


during("condition", condition)
during("queue", empty)
during("join", join)
during("pipe", pipe)
during("waitpid", child)


class Enough(Exception):
    pass


def enough(number, frame):
    raise Enough


signal.signal(signal.SIGALRM, enough)
for name, wait in [("sleep", lambda: time.sleep(60)), ("lock", lock.acquire), ("pause", signal.pause), ("read", lambda: os.read(os.pipe()[0], 1)),
                   ("loop", lambda: [None for _ in iter(int, 1)])]:
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    try:
        wait()
    except Enough:
        print(name, "left")
print(lock.locked())
