# set: first
# terminate is a SIGTERM: a handler may answer it; finally alone does not run.
import signal
import sys
import time
from multiprocessing import Event, Process


def polite(ready):
    def goodbye(number, frame):
        print("handler got", number == signal.SIGTERM)
        sys.exit(3)
    signal.signal(signal.SIGTERM, goodbye)
    ready.set()
    while True:
        time.sleep(0.01)


def rude(ready):
    try:
        ready.set()
        while True:
            time.sleep(0.01)
    finally:
        print("never shown")


if __name__ == "__main__":
    for f in (polite, rude):
        ready = Event()
        p = Process(target=f, args=(ready,))
        p.start()
        ready.wait()
        p.terminate()
        p.join()
        print(f.__name__, p.exitcode)
