# verdict: unknown
# limit: a file
from threading import Thread
def read():
    with open("/etc/hostname") as f:
        print(f.read())
t = Thread(target=read)
t.start()
t.join()
