# set: first
# exit: 1
# stderr: last
def work():
    try:
        raise ValueError("first")
    finally:
        print("in finally")
        raise KeyError("second")


work()
