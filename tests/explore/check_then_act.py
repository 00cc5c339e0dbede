# finds: exception
# switches: 1
from threading import Thread

tickets = [1]


def buy():
    if tickets:
        tickets.pop()


a = Thread(target=buy)
b = Thread(target=buy)
a.start()
b.start()
a.join()
b.join()
print(len(tickets))
