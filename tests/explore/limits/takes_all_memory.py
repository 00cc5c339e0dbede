# It has less memory here than in a real run, where it may well end.
# verdict: unknown
# limit: more memory
from threading import Thread
def hog():
    x = [0] * (1 << 28)
t = Thread(target=hog)
t.start()
t.join()
