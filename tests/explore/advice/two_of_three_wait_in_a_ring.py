# The third goes on for ever.
# replays: no
# finds: deadlock, race, stuck
# outcomes: 
from threading import Lock, Thread

a, b = Lock(), Lock()
ticks = 0


def one():
    with a, b:
        pass


def two():
    with b, a:
        pass



def clock():
    global ticks
    while True:
        ticks = 1 - ticks


for f in one, two, clock:
    Thread(target=f).start()
print(ticks)
