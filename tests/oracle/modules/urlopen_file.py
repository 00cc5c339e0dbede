# set: first
# urlopen of files beside the program; what is refused.
import os
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

for i in range(3):
    with open("page%d.txt" % i, "w") as f:
        f.write("page %d\nsecond line\n" % i)


def address(name):
    return "file://" + os.path.join(os.getcwd(), name)


with urllib.request.urlopen(address("page0.txt")) as page:
    print(page.read())
page = urllib.request.urlopen(url=address("page1.txt"))
print(page.readline(), page.read().decode())
page.close()
with ThreadPoolExecutor(3) as pool:
    for text in pool.map(lambda i: urllib.request.urlopen(address("page%d.txt" % i)).read(), range(3)):
        print(len(text), text[:6])
for wrong in address("missing.txt"), "nothing", "gopher9://x":
    try:
        urllib.request.urlopen(wrong)
    except urllib.error.URLError as e:
        print("URLError", type(e).__name__)
    except ValueError as e:
        print("ValueError", e)
