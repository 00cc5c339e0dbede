# finds: stuck
# verdict: fails
from threading import Thread

ready = False


def wait():
    while not ready:
        pass


a = Thread(target=wait)
a.start()
a.join()
ready = True
print("done")
