# A thread's run() may be called by hand, but only once; what it was started with does not live on.
import threading
import weakref


class Load:
    pass


def work(load, times=1):
    print("working", type(load).__name__, times)


def fails():
    raise ValueError("in the target")


t = threading.Thread(target=work, args=(Load(),), kwargs={"times": 2})
t.run()
for again in range(2):
    try:
        t.run()
    except AttributeError as e:
        print(e)

t = threading.Thread()
t.run()
print("nothing to run")

t = threading.Thread(target=fails)
for again in range(2):
    try:
        t.run()
    except (ValueError, AttributeError) as e:
        print(type(e).__name__, e)

load = Load()
seen = weakref.ref(load)
t = threading.Thread(target=work, args=(load,))
t.start()
t.join()
del load
import gc
gc.collect()
print(seen() is None)
