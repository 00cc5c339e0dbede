# set: first
# skip-oracle: sets keep the order of insertion in conch; python3 promises none
# expect: {'pear', 'fig', 'apple'}
# expect: ['pear', 'fig', 'apple', 'kiwi']
# expect: {'fig', 'apple', 'kiwi'} pear
s = {"pear", "fig", "apple", "fig"}
print(s)
s.add("kiwi")
print(list(s))
first = s.pop()
print(s, first)
