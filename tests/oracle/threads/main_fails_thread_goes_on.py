# set: first
# exit: 1
# stderr: last
# Main dies of an exception; a normal thread still finishes.
import threading
import time

begun = threading.Event()


def work():
    begun.set()
    time.sleep(0.05)
    print("thread has finished all the same")


threading.Thread(target=work).start()
begun.wait()
raise RuntimeError("main is gone")
