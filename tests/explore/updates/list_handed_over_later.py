# The second list is main's alone until the second thread gets it, when the first runs already.
# finds: lost-update, race
# outcomes: "1 1" "1 2" "2 1" "2 2"
from threading import Thread


def add(numbers):
    numbers[0] += 1


def main():
    a, b = [0], [0]
    t = Thread(target=add, args=(a,))
    u = Thread(target=add, args=(b,))
    t.start()
    u.start()
    a[0] += 1
    b[0] += 1
    t.join()
    u.join()
    print(a[0], b[0])


main()
