from threading import Lock, Thread
from time import sleep

a, b = Lock(), Lock()

def eat(first, second):
    with first:
        sleep(0.1)
        with second:
            print('eats')

t1 = Thread(target=eat, args=(a, b))
t2 = Thread(target=eat, args=(b, a))
t1.start()
t2.start()
t1.join()
t2.join()
