# set: first
# What threads, locks and clocks say to wrong arguments.
import _thread
import threading
import time


def tell(action):
    try:
        print(action())
    except BaseException as e:
        print(type(e).__name__, e)


class NotMade(threading.Thread):
    def __init__(self):
        pass


for action in (lambda: NotMade().start(), lambda: str(NotMade()), lambda: NotMade().name, lambda: NotMade().join(),
               lambda: NotMade().is_alive(), lambda: NotMade().daemon):
    tell(action)
lock = threading.Lock()
lock.acquire()
for arguments in (dict(blocking=False, timeout=1), dict(timeout=-2), dict(timeout="x"), dict(timeout=None), dict(timeout=1e20),
                  dict(timeout=0), dict(blocking=True, timeout=0.01)):
    tell(lambda: lock.acquire(**arguments))
for seconds in (-1, "x", None, 1e20, float("nan"), float("inf")):
    tell(lambda: time.sleep(seconds))
event = threading.Event()
for seconds in (-1, 0, 1e20):
    tell(lambda: event.wait(seconds))
for arguments in (1, ()), (print, 1), (print, [1]), (print, (), 3):
    tell(lambda: _thread.start_new_thread(*arguments))
tell(lambda: threading.stack_size())
tell(lambda: threading.stack_size(262144))
tell(lambda: threading.stack_size(3))
tell(lambda: _thread.stack_size(0))
barrier = threading.Barrier(2)
print(repr(barrier)[-13:])
barrier.abort()
print(repr(barrier)[-7:])
mine = threading.local()
mine.x = 1
mine.__dict__.update(y=2)


def other():
    print(mine.__dict__, hasattr(mine, "x"))
    mine.z = 3
    print(mine.__dict__)


t = threading.Thread(target=other)
t.start()
t.join()
print(mine.__dict__, mine.y)
