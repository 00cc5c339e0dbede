# set: first
import os
import signal

got = []


def handler(number, frame):
    got.append((number, signal.Signals(number).name, frame is not None))


before = signal.signal(signal.SIGUSR1, handler)
print(before == signal.SIG_DFL, signal.getsignal(signal.SIGUSR1) is handler)
os.kill(os.getpid(), signal.SIGUSR1)
print(got)
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGUSR1)
print(len(got))
print(int(signal.SIGTERM), int(signal.SIGKILL), signal.SIGINT == 2, signal.SIGALRM.name, str(signal.SIGCHLD.value))
try:
    signal.signal(signal.SIGKILL, handler)
except OSError as e:
    print(e.strerror)


def raises(number, frame):
    raise RuntimeError("from the handler")


signal.signal(signal.SIGUSR2, raises)
try:
    os.kill(os.getpid(), signal.SIGUSR2)
    for _ in range(1000):
        pass
except RuntimeError as e:
    print("caught", e)
