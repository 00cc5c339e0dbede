# Who is waited for is not cut off.
# finds: nothing
from threading import Thread

beats = 0


def beat():
    global beats
    beats += 1


t = Thread(target=beat, daemon=True)
t.start()
t.join()
print(beats)
