# set: first
import os
import signal

print(repr(signal.SIGINT), signal.SIGINT, signal.Signals(15), signal.Signals["SIGTERM"].name, signal.SIGCHLD.value, f"{signal.SIGUSR1}", int(signal.SIGKILL))
print(repr(signal.SIG_DFL), signal.SIG_IGN, signal.NSIG, isinstance(signal.SIGHUP, int), signal.SIGALRM == 14)
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler, repr(signal.getsignal(signal.SIGTERM)), repr(signal.getsignal(signal.SIGPIPE)))
print(signal.strsignal(signal.SIGTERM), signal.strsignal(9), signal.SIGTERM in signal.valid_signals(), 32 in signal.valid_signals())
got = []


def note(number, frame):
    got.append((signal.Signals(number).name, frame.f_code.co_name))


def sends():
    signal.raise_signal(signal.SIGUSR1)
    return len(got)


signal.signal(signal.SIGUSR1, note)
print(sends(), got)
print(signal.signal(signal.SIGUSR1, signal.SIG_IGN) is note, repr(signal.signal(signal.SIGUSR1, signal.SIG_DFL)))
for bad in [lambda: signal.signal(0, note), lambda: signal.signal(65, note), lambda: signal.signal(signal.SIGKILL, note), lambda: signal.signal(10, 5),
            lambda: signal.signal(10, None), lambda: signal.getsignal(99), lambda: signal.signal("a", note), lambda: signal.alarm("x"), lambda: signal.alarm(1.5),
            lambda: signal.setitimer(signal.ITIMER_REAL, -1), lambda: signal.strsignal(0), lambda: signal.raise_signal(99), lambda: signal.signal(10)]:
    try:
        print(bad())
    except (ValueError, TypeError, OSError) as e:
        print(type(e).__name__, e)
# blocked signals wait
signal.signal(signal.SIGUSR2, note)
print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2]))
os.kill(os.getpid(), signal.SIGUSR2)
print(len(got), signal.sigpending())
print(signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR2]), len(got), got[-1][0])


def first(number, frame):
    print("first begins")
    signal.raise_signal(signal.SIGUSR2)
    print("first ends")


signal.signal(signal.SIGUSR1, first)
signal.raise_signal(signal.SIGUSR1)
print(signal.alarm(100), 90 < signal.alarm(0) <= 100, signal.setitimer(signal.ITIMER_REAL, 50, 2)[1], signal.getitimer(signal.ITIMER_REAL)[1], signal.alarm(0) > 40)
ticks = []
signal.signal(signal.SIGALRM, lambda number, frame: ticks.append(number))
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
while len(ticks) < 3:
    signal.pause()
signal.setitimer(signal.ITIMER_REAL, 0)
print("ticks", ticks[:3])
