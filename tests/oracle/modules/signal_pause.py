# set: full
# pause sleeps until a signal has been handled.
import signal

got = []
signal.signal(signal.SIGALRM, lambda number, frame: got.append(number == signal.SIGALRM))
signal.alarm(1)
print(signal.pause(), got)
