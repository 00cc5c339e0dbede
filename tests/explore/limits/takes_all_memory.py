# finds: exception
from threading import Thread
def hog():
    x = [0] * (1 << 28)
t = Thread(target=hog)
t.start()
t.join()
