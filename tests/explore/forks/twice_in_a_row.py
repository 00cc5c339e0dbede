# Two forks without a look at the answer make four processes.
# options: --outputs
# finds: nothing
# interleavings: 24
import os

os.fork()
os.fork()
print("here")
