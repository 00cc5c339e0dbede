# finds: exception
import random
from threading import Thread


def work():
    10 // random.randint(0, 3)


t = Thread(target=work)
t.start()
t.join()
