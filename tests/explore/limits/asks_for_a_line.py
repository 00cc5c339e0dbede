# verdict: unknown
# limit: keyboard
from threading import Thread
t = Thread(target=lambda: print(input("name? ")))
t.start()
t.join()
