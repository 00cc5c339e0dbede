# set: first
# Only the thread that forks lives on in the child; a lock that another one had stays locked there.
import os
import threading

ready, go = threading.Event(), threading.Event()
lock, free = threading.Lock(), threading.Lock()


def holder():
    with lock:
        ready.set()
        go.wait()


t = threading.Thread(target=holder, name="holder")
t.start()
ready.wait()
pid = os.fork()
if pid == 0:
    print("child:", threading.active_count(), threading.current_thread().name, lock.locked(), lock.acquire(timeout=0.05), free.acquire(timeout=1), t.is_alive(), flush=True)
    os._exit(3)
print("parent:", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), threading.active_count(), lock.locked(), free.locked())
go.set()
t.join()


def forks():
    pid = os.fork()
    if pid == 0:
        print("child of a thread:", threading.active_count(), threading.current_thread() is threading.main_thread(), flush=True)
        os._exit(0)
    print("waited:", os.waitpid(pid, 0)[1])


t = threading.Thread(target=forks)
t.start()
t.join()
print(lock.acquire(blocking=False))
