# Two hundred processes live at once; one too many is told as Python tells it, whoever starts it, and then it goes on.
import errno
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event, Manager, Pool, Process, active_children

gate = Event()


def start():
    p = Process(target=gate.wait)
    p.start()
    return p


def refused(make):
    try:
        made = make()
    except BlockingIOError as e:
        assert e.errno == errno.EAGAIN and str(e) == '[Errno 11] Resource temporarily unavailable', e
    else:
        raise AssertionError('no limit: %r' % made)


def fork():
    pid = os.fork()
    if pid == 0:
        os._exit(1)
    return pid


def executor():
    with ProcessPoolExecutor(2) as pool:
        return pool.submit(abs, -1).result()


live = []


def fill():
    while len(live) < 1000:
        live.append(start())


refused(fill)
assert len(live) >= 200, len(live)
assert all(p.is_alive() for p in live)
for make in fork, Manager, lambda: Pool(2), executor:
    refused(make)
assert len(active_children()) == len(live)

# a pool of which there is room for one worker leaves nobody behind
one = live.pop()
one.terminate()
one.join()
for make in lambda: Pool(2), executor, lambda: Pool(2):
    refused(make)
assert len(active_children()) == len(live)
live.append(start())
refused(start)

gate.set()
for p in live:
    p.join()
assert all(p.exitcode == 0 for p in live)
assert executor() == 1
last = start()
last.join()
assert last.exitcode == 0 and not active_children()
print('ok')
