# set: first
# SIGINT is KeyboardInterrupt in main.
import os
import signal
import threading
import time

try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(5)
    print("never")
except KeyboardInterrupt:
    print("interrupted")


def other():
    try:
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    except ValueError as e:
        print(str(e)[:40])


t = threading.Thread(target=other)
t.start()
t.join()
