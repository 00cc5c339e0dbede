# Two thousand threads live at once, and more; one too many is told as Python tells it, whoever starts it, and then it
# goes on.
import _thread
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool
from threading import Event, Thread, Timer, active_count

gate = Event()


def start():
    t = Thread(target=gate.wait)
    t.start()
    return t


def refused(make):
    try:
        made = make()
    except RuntimeError as e:
        assert str(e) == "can't start new thread", e
    else:
        raise AssertionError('no limit: %r' % made)


def executor():
    with ThreadPoolExecutor(2) as pool:
        return pool.submit(abs, -1).result()


live = []


def fill():
    while len(live) < 20000:
        live.append(start())


refused(fill)
assert len(live) >= 2000, len(live)
assert all(t.is_alive() for t in live)
late = Thread(target=gate.wait)
for make in late.start, Timer(0, print).start, lambda: _thread.start_new_thread(print, ()), executor, lambda: ThreadPool(2):
    refused(make)
assert not late.is_alive() and active_count() == len(live) + 1

gate.set()
for t in live:
    t.join()
assert not any(t.is_alive() for t in live)
late.start()                # it was refused, not started
late.join()
assert executor() == 1
print('ok')
