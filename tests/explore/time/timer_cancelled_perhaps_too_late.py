# finds: nothing
# outcomes: rang quiet
from threading import Timer

rang = []
t = Timer(1, lambda: rang.append(1))
t.start()
t.cancel()
t.join()
print("rang" if rang else "quiet")
