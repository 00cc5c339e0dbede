# finds: nothing
# outcomes: caught
from threading import Thread

result = None


def work():
    global result
    try:
        raise ValueError
    except ValueError:
        result = "caught"


t = Thread(target=work)
t.start()
t.join()
print(result)
