# set: first
# A daemon process is ended when main ends; it may have no children.
import time
from multiprocessing import Event, Process


def forever(started):
    started.set()
    while True:
        time.sleep(0.05)


def tries_child():
    try:
        Process(target=print).start()
    except AssertionError as e:
        print(e)


if __name__ == "__main__":
    started = Event()
    p = Process(target=forever, args=(started,), daemon=True)
    print(p.daemon)
    p.start()
    started.wait()
    q = Process(target=tries_child)
    q.daemon = True
    q.start()
    q.join()
    try:
        q.daemon = False
    except AssertionError as e:
        print(e)
    print(p.is_alive(), Process(target=print).daemon)
