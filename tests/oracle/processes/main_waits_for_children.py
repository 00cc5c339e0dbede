# set: first
# A normal child is waited for at the end of main.
import time
from multiprocessing import Process


def slow():
    time.sleep(0.1)
    print("child ends")


if __name__ == "__main__":
    Process(target=slow).start()
    print("main ends")
