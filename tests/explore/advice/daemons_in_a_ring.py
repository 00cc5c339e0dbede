# Nobody waits for them, and they wait for each other as long as the program runs.
# replays: no
# finds: deadlock
from threading import Lock, Thread

a, b = Lock(), Lock()
ticks = 0


def one():
    with a, b:
        pass


def two():
    with b, a:
        pass



for f in one, two:
    Thread(target=f, daemon=True).start()
ticks = 1
print(ticks)
