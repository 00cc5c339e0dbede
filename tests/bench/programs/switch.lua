local function switch(n)
    local co = coroutine.create(function()
        while true do
            coroutine.yield(1)
        end
    end)
    for i = 1, n do
        coroutine.resume(co)
    end
end
switch(1000)
local began = os.clock()
switch(@N@)
print("@@ " .. (os.clock() - began) * 1e9 / @N@)
