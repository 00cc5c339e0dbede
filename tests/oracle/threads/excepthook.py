# set: first
# Catching what threads do not catch.
import threading


def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name)


threading.excepthook = hook


def fails(x):
    raise RuntimeError("value %d" % x)


for x in (1, 2):
    t = threading.Thread(target=fails, args=(x,), name="T%d" % x)
    t.start()
    t.join()


def leaves():
    raise SystemExit(5)


t = threading.Thread(target=leaves)
t.start()
t.join()
print("SystemExit in a thread is silent")
