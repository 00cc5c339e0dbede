# set: full
# timeout: 20
import signal
import time


def ring(number, frame):
    print("ring", number == signal.SIGALRM)
    raise TimeoutError("too long")


signal.signal(signal.SIGALRM, ring)
signal.alarm(1)
begin = time.time()
try:
    while True:
        time.sleep(0.02)
except TimeoutError as e:
    print("stopped:", e, time.time() - begin < 10)
print(signal.alarm(50) == 0, signal.alarm(0) > 0)
