#!/usr/bin/env bash
# The table of ./dev bench: nginx with a static file, a bare libmicrohttpd with SQLite, ours.
# Machines are shared: read the ratios, and run it twice.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

records=${RECORDS:-100000} seconds=${SECONDS_EACH:-4} connections=16
dir=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$dir"' EXIT

port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# wait_for PORT
wait_for() {
	until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do sleep 0.1; done
}

# measure NAME URL: requests per second (median of three) and p99.
measure() {
	local i runs=()
	for i in 1 2 3; do
		runs+=("$(wrk -t1 -c$connections -d"$seconds" --latency "$2" |
			awk '/Requests\/sec/ { rate = $2 } $1 == "99%" { p99 = $2 } END { print rate, p99 }')")
	done
	printf '%s\n' "${runs[@]}" | sort -n | sed -n 2p | {
		read -r rate p99
		printf '%-44s %10.0f req/s   p99 %s\n' "$1" "$rate" "$p99"
	}
}

echo "loading $records records" >&2
export JALON_DB=sqlite:$dir/bench.db
build/jalon init --bare
python3 tests/bench/records.py "$records" >"$dir/records.csv"
build/jalon load practices "$dir/records.csv" >&2

nginx_port=$(port)
head -c 10000 /dev/zero | tr '\0' x >"$dir/page.html"
chmod 755 "$dir"
cat >"$dir/nginx.conf" <<EOF
worker_processes 2; daemon off; pid $dir/nginx.pid; error_log stderr;
events { worker_connections 512; }
http { access_log off; server { listen 127.0.0.1:$nginx_port; root $dir; } }
EOF
nginx -c "$dir/nginx.conf" -e stderr 2>/dev/null &
wait_for "$nginx_port"

bare_port=$(port)
gcc -O2 -o "$dir/bare" tests/bench/bare.c -lmicrohttpd -lsqlite3
"$dir/bare" "$bare_port" "$dir/bench.db" >/dev/null &
wait_for "$bare_port"

ours_port=$(port)
build/jalon serve --listen "127.0.0.1:$ours_port" >/dev/null &
ours=$!
wait_for "$ours_port"
base=http://127.0.0.1:$ours_port

measure "nginx, static 10 KB" "http://127.0.0.1:$nginx_port/page.html"
measure "bare libmicrohttpd + SQLite, the list" "http://127.0.0.1:$bare_port/"
measure "ours, API list" "$base/api/v1/practices"
measure "ours, list page" "$base/en/practices"
measure "ours, list page, one filter" "$base/en/practices?activity=2.4"
measure "ours, list page, two filters" "$base/en/practices?activity=2.4&sector=music"
measure "ours, list page, a year" "$base/en/practices?year=2016"
measure "ours, one record" "$base/en/practices/T-000500"
measure "ours, /healthz" "$base/healthz"
printf 'memory of ours: %d MB\n' $(($(ps -o rss= -p "$ours") / 1024))
