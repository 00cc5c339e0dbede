local function create(n)
    for i = 1, n do
        local co = coroutine.create(function() coroutine.yield(1) end)
        coroutine.resume(co)
        coroutine.resume(co)
    end
end
create(1000)
local began = os.clock()
create(@N@)
print("@@ " .. (os.clock() - began) * 1e9 / @N@)
