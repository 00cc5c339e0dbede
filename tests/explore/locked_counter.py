# finds: nothing
# outcomes: 4
from threading import Thread, Lock

count = 0
lock = Lock()


def work():
    global count
    for i in range(2):
        with lock:
            count += 1


a = Thread(target=work)
b = Thread(target=work)
a.start()
b.start()
a.join()
b.join()
print(count)
assert count == 4
