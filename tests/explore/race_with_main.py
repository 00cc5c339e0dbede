# main reads without having waited.
# finds: race
from threading import Thread, Lock
lock = Lock()
total = 0
def add(n):
    global total
    total += n
def work():
    with lock:
        add(1)
t = Thread(target=work)
t.start()
print(total)
t.join()
