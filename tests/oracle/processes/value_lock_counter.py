# set: first
# += on a Value needs its lock; then nothing is lost.
from multiprocessing import Lock, Process, Value


def own_lock(v, n):
    for _ in range(n):
        with v.get_lock():
            v.value += 1


def other_lock(v, lock, n):
    for _ in range(n):
        lock.acquire()
        v.value += 1
        lock.release()


if __name__ == "__main__":
    v = Value("i", 0)
    ps = [Process(target=own_lock, args=(v, 100)) for _ in range(3)]
    [p.start() for p in ps]
    [p.join() for p in ps]
    print(v.value)
    w, lock = Value("i", 0, lock=False), Lock()
    ps = [Process(target=other_lock, args=(w, lock, 100)) for _ in range(3)]
    [p.start() for p in ps]
    [p.join() for p in ps]
    print(w.value)
