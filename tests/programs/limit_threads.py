# Two thousand threads live at once, and more; one too many is told as Python tells it, and then it goes on.
from threading import Event, Thread

gate = Event()


def start():
    t = Thread(target=gate.wait)
    t.start()
    return t


live = []
try:
    while len(live) < 20000:
        live.append(start())
except RuntimeError as e:
    assert str(e) == "can't start new thread", e
else:
    raise AssertionError('no limit')
assert len(live) >= 2000, len(live)
assert all(t.is_alive() for t in live)
gate.set()
for t in live:
    t.join()
assert not any(t.is_alive() for t in live)
start().join()
print('ok')
