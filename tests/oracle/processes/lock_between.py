# set: first
# order: lines
# A lock from multiprocessing works between processes: three lines stay together.
from multiprocessing import Process, Lock, RLock


def tell(lock, name):
    with lock:
        for i in range(3):
            print(name, i)


def nested(rlock):
    with rlock:
        with rlock:
            print("twice inside")


if __name__ == "__main__":
    lock = Lock()
    ps = [Process(target=tell, args=(lock, "p%d" % k)) for k in range(3)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(lock.acquire(), lock.acquire(block=False), lock.acquire(timeout=0.01))
    lock.release()
    try:
        lock.release()
    except ValueError as e:
        print(e)
    p = Process(target=nested, args=(RLock(),))
    p.start()
    p.join()
