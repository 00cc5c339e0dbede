# set: first
import os
from urllib.request import urlopen

with open("page.html", "w") as f:
    f.write("<h1>hello</h1>\nsecond line\n")
page = urlopen("file://" + os.path.join(os.getcwd(), "page.html"))
data = page.read()
print(data, len(data), data.decode().splitlines()[1])
try:
    urlopen("file:///no/such/file/anywhere")
except OSError as e:
    print("error", type(e).__name__)
