# set: first
# exit: 1
def f():
    return 1


return 5
