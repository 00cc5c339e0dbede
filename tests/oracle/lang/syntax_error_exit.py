# set: first
# exit: 1
print("nothing of this file runs")
if True
    print("a colon is missing")
