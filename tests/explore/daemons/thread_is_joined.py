# options: --outputs
# finds: nothing
# outcomes: main
from threading import Thread


def work():
    print("daemon")


t = Thread(target=work, daemon=True)
t.start()
t.join()
print("main")
