# Main has seen the end of the second only, which has seen the end of the first: there is one outcome all the same.
# finds: nothing
# outcomes: 1
from threading import Thread

n = 0


def work():
    global n
    n = 1


first = Thread(target=work)
second = Thread(target=first.join)
first.start()
second.start()
second.join()
print(n)
