# set: first
# Every way to take a lock and to give it back, with one thread and with two.
import threading, io, contextlib
done = threading.Event()


def body(tag):
    lock, rlock = threading.Lock(), threading.RLock()
    class My:
        def __enter__(self): return 'my'
        def __exit__(self, *a): return True
    for x in [lock, rlock, My(), lock, io.StringIO('a'), contextlib.nullcontext(5), rlock, My()]:
        with x as y:
            print(tag, type(y).__name__)
    for f in [lambda: lock.release(1), lambda: lock.acquire(1, 2, 3, 4), lambda: lock.release(), lambda: rlock.release(),
              lambda: lock.__exit__(1, 2, 3)]:
        try:
            print(tag, f())
        except Exception as e:
            print(tag, type(e).__name__)
    print(tag, lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.01), lock.locked(), lock.release(), lock.locked())
    a, r = lock.acquire, lock.release
    print(tag, a(), a(False), r(), a(blocking=True), r())
    print(tag, rlock.acquire(), rlock.acquire(), rlock.release(), rlock.release())
    try:
        with lock:
            1 / 0
    except ZeroDivisionError:
        print(tag, lock.locked())
    for x in [5, None, lock]:
        try:
            with x:
                print('in')
        except Exception as e:
            print(tag, type(e).__name__, e)
body('alone')
t = threading.Thread(target=done.wait)
t.start()
body('multi')
done.set()
t.join()
