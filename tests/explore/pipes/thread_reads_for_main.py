# finds: nothing
# outcomes: "b'x'"
import os
from threading import Thread

r, w = os.pipe()
got = []
t = Thread(target=lambda: got.append(os.read(r, 1)))
t.start()
os.write(w, b"x")
t.join()
print(got[0])
