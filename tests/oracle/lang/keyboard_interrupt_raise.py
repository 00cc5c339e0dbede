# set: first
# exit: 130
# stderr: last
print("working")
raise KeyboardInterrupt
