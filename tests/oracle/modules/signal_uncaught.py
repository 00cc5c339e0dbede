# set: first
# exit: 143
# SIGTERM without a handler ends the program at once.
import os
import signal
import time

print("about to end", flush=True)
try:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(5)
finally:
    print("never")
