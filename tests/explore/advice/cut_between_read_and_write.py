# The end of the program comes between the two steps of +=.
# finds: cut, race
from threading import Thread

beats = 0


def beat():
    global beats
    beats += 1


Thread(target=beat, daemon=True).start()
print(beats)
