# set: first
# exit: 0
# stderr: errors
# The traceback of a child goes to stderr, main goes on.
from multiprocessing import Process


class ShopClosed(Exception):
    pass


def shop(day):
    if day == "Sunday":
        raise ShopClosed(day)
    print("open on", day)


if __name__ == "__main__":
    for day in ("Monday", "Sunday", "Tuesday"):
        p = Process(target=shop, args=(day,))
        p.start()
        p.join()
        print(day, p.exitcode)
