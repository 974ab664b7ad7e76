-- filters.lua - walks the addresses of a file, one a line, in random order, each thread in its own.
--
--   wrk ... -s filters.lua http://HOST:PORT -- FILE        as long as wrk runs
--   wrk ... -s filters.lua http://HOST:PORT -- FILE gzip   the same, packed as browsers ask for it
--   wrk ... -s filters.lua http://HOST:PORT -- FILE once   each address once, the threads sharing
--                                                          them; each writes FILE.done.N at its end

local ffi = require("ffi")
ffi.cdef("struct when { long s, us; }; int gettimeofday(struct when *when, void *zone);")

local threads = {}

local function now()
	local when = ffi.new("struct when")
	ffi.C.gettimeofday(when, nil)
	return tonumber(when.s) + tonumber(when.us) / 1e6
end

function setup(thread)
	table.insert(threads, thread)
	thread:set("number", #threads)
end

local function shuffle(list)
	math.randomseed(number)
	for i = #list, 2, -1 do
		local j = math.random(i)
		list[i], list[j] = list[j], list[i]
	end
end

local function answered(status)
	n_answered = n_answered + 1
	if status ~= 200 then
		n_bad = n_bad + 1
	end
	if n_answered == n_requests then
		seconds = now() - started
		io.open(file .. ".done." .. number, "w"):close()
		wrk.thread:stop()
	end
end

function init(args)
	local is_once, line_number = args[2] == "once", 0

	file, requests, at = args[1], {}, 0
	if args[2] == "gzip" then
		wrk.headers["Accept-Encoding"] = "gzip"
	end
	n_answered, n_bad = 0, 0
	for line in io.lines(file) do
		line_number = line_number + 1
		-- wrk's two threads take the odd and the even lines.
		if not is_once or line_number % 2 == number % 2 then
			table.insert(requests, wrk.format("GET", line))
		end
	end
	shuffle(requests)
	n_requests = #requests
	if is_once then
		response = answered
	end
end

function request()
	if at == 0 and not started then
		started = now()
	end
	at = at % #requests + 1
	return requests[at]
end

-- "walked ADDRESSES SECONDS BAD P50 P99" in milliseconds, for once.
function done(summary, latency)
	local n, bad, longest = 0, 0, 0

	for _, thread in ipairs(threads) do
		n = n + thread:get("n_answered")
		bad = bad + thread:get("n_bad")
		longest = math.max(longest, thread:get("seconds") or summary.duration / 1e6)
	end
	if n > 0 then
		print(string.format("walked %d %.4f %d %.3f %.3f", n, longest, bad,
			latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
	end
end
