# set: first
# A child that waits on a queue, a lock, an event can be terminated; main goes on.
from multiprocessing import Event, Lock, Process, Queue


def on_queue(began, q):
    began.set()
    q.get()


def on_lock(began, lock):
    began.set()
    lock.acquire()


def on_event(began, e):
    began.set()
    e.wait()


if __name__ == "__main__":
    lock = Lock()
    lock.acquire()
    for f, thing in ((on_queue, Queue()), (on_lock, lock), (on_event, Event())):
        began = Event()
        p = Process(target=f, args=(began, thing))
        p.start()
        began.wait()
        p.terminate()
        p.join(30)
        print(f.__name__, p.exitcode, p.is_alive())
    lock.release()
    print(lock.acquire(timeout=1))
