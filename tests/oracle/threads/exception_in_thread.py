# set: first
# stderr: errors
# An exception ends its thread, not the program.
import threading


def bad():
    print("about to fail")
    raise ValueError("thread trouble")


def divides():
    return 1 // 0


for target in (bad, divides):
    t = threading.Thread(target=target)
    t.start()
    t.join()
    print("alive:", t.is_alive())
print("main goes on")
