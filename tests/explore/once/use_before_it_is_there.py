# finds: exception, race
from threading import Thread

connection = None


def connect():
    global connection
    connection = "open"


def use():
    connection.upper()


ts = [Thread(target=f) for f in (connect, use)]
for t in ts:
    t.start()
for t in ts:
    t.join()
