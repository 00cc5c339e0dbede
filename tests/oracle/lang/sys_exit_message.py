# set: first
# exit: 1
# stderr: last
import sys


def main():
    print("doing")
    sys.exit("something went wrong")


main()
