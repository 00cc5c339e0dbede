# set: first
# stderr: last
# exit: 1
# Functions of atexit: last first, with arguments; after the threads, also when the program fails.
import atexit
import threading
import time


def goodbye(name, mark="."):
    print("goodbye", name + mark)


atexit.register(goodbye, "first")
atexit.register(goodbye, "second", mark="!")


@atexit.register
def decorated():
    print("decorated")


print(decorated.__name__, atexit.register(goodbye, "returned") is goodbye)
atexit.register(print, "not seen")
atexit.unregister(print)


def slow():
    time.sleep(0.05)
    print("thread has ended")


threading.Thread(target=slow).start()
raise ValueError("at the end")
