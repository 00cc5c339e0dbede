# Whether there is a third task at all is chance; it may be late, and then it reads what main has written alone.
# options: --outputs
# outcomes: 0 1
import random
from threading import Semaphore, Thread

x = y = 0
done = Semaphore(0)


def copy():
    global y
    y = x


def first():
    if random.choice([0, 1]):
        Thread(target=copy).start()
    done.release()


t = Thread(target=first)
t.start()
done.acquire()
t.join()
x = 1
print(y)
