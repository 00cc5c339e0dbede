# verdict: unknown
# options: --outputs --limit states=2000
# limit: 2000 states
from threading import Thread
def talk():
    while True:
        print("again")
for _ in range(2):
    Thread(target=talk).start()
