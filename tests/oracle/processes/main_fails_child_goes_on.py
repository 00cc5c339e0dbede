# set: first
# exit: 1
# stderr: last
# Main dies of an exception; its child is still waited for.
import time
from multiprocessing import Event, Process


def child(begun):
    begun.set()
    time.sleep(0.1)
    print("child has ended in peace")


if __name__ == "__main__":
    begun = Event()
    Process(target=child, args=(begun,)).start()
    begun.wait()
    raise ValueError("main is gone")
