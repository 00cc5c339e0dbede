# set: first
# order: lines
# Names given and names made; who am I?
import threading
from threading import current_thread


def who():
    print("I am", current_thread().name)


class Named(threading.Thread):
    def run(self):
        print("class thread", self.name, self is current_thread())


print(current_thread().name, threading.current_thread() is threading.main_thread())
threads = [threading.Thread(target=who), threading.Thread(target=who, name="worker"),
           Named(), Named(name="mine"), threading.Thread(target=who)]
for t in threads:
    print("made", t.name)
for t in threads:
    t.start()
for t in threads:
    t.join()
t = threading.Thread(target=who)
t.name = "renamed"
t.start()
t.join()
print(t.name)
