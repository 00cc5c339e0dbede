# set: first
# order: lines
# Two sellers, one pile of tickets, one lock.
import threading
import time

tickets = 20
lock = threading.Lock()
sold = []


def sell(name):
    global tickets
    while True:
        with lock:
            if tickets == 0:
                break
            number = tickets
            tickets -= 1
            sold.append(number)
        time.sleep(0.001)
    print(name, "has closed")


sellers = [threading.Thread(target=sell, args=("seller %d" % i,)) for i in (1, 2, 3)]
[s.start() for s in sellers]
[s.join() for s in sellers]
print(len(sold), len(set(sold)), tickets, sold == sorted(sold, reverse=True))
