# Two hundred processes live at once; one too many is told as Python tells it, and then it goes on.
import errno
from multiprocessing import Event, Process

gate = Event()


def start():
    p = Process(target=gate.wait)
    p.start()
    return p


live = []
try:
    while len(live) < 1000:
        live.append(start())
except BlockingIOError as e:
    assert e.errno == errno.EAGAIN, e
else:
    raise AssertionError('no limit')
assert len(live) >= 200, len(live)
assert all(p.is_alive() for p in live)
gate.set()
for p in live:
    p.join()
assert all(p.exitcode == 0 for p in live)
last = start()
last.join()
assert last.exitcode == 0
print('ok')
