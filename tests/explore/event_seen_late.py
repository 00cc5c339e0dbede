# finds: nothing
# outcomes: "early late"
from threading import Thread, Event

gun = Event()
ran = []

def run(name):
    gun.wait()                       # until the flag is up
    ran.append(name)

early = Thread(target=run, args=("early",))
late = Thread(target=run, args=("late",))
early.start()
gun.set()                            # up, for everybody
early.join()
late.start()                         # comes when all is over
late.join()
print(" ".join(ran))
