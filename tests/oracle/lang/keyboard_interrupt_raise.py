# set: full
# exit: 130
# stderr: last
print("working")
raise KeyboardInterrupt
