#!/usr/bin/env bash
# The tests of the store on a Spark cluster and on PostgreSQL: starts both in a temporary folder, runs
# tests/backends (and the page in a browser on PostgreSQL), stops both. Needs Java 17 and Debian's postgresql (their
# places: JAVA_HOME, PG_BIN).
# ENGINES="postgres" runs fewer of: duckdb spark connect postgres. PAGE=1 shows the page on all of them, PAGE=only does
# nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
ENGINES=${ENGINES:-duckdb spark connect postgres}
PG_BIN=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)}
home=.cache/backends
python=$home/bin/python

fail() { printf 'Stopped: %s\n' "$*" >&2; exit 1; }
wants() { case " $ENGINES " in *" $1 "*) return 0 ;; esac; return 1; }
free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

install() { # the extras alone; everything else is that of .venv, as locked
  bash scripts/setup.sh dev
  local extras
  extras=$(.venv/bin/python -c 'import tomllib
extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]
print("\n".join(extras["spark"] + extras["postgres"]))')
  if [ "$(cat $home/.stamp 2>/dev/null)" = "$extras" ]; then return; fi
  [ -x "$python" ] || .venv/bin/python -m venv $home
  "$PWD/.venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
    > "$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/main.pth"
  local wanted
  mapfile -t wanted <<< "$extras"
  "$python" -m pip install --quiet --disable-pip-version-check "${wanted[@]}"
  echo "$extras" > $home/.stamp
}

install
work=$(mktemp -d "${TMPDIR:-/tmp}/sourcepin-backends-XXXXXX")
chmod 755 "$work"
started=()
stop() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  # A worker whose session was killed waits for it without end.
  for pid in "${started[@]}"; do timeout 15 tail --pid="$pid" -f /dev/null || kill -9 "$pid" 2>/dev/null || true; done
  if [ -f "$work/pg/postmaster.pid" ]; then as_user "$PG_BIN/pg_ctl" -D "$work/pg" -m immediate stop >/dev/null || true; fi
  wait 2>/dev/null || true
  # Executors end a little after their workers, and still write.
  rm -rf "$work" 2>/dev/null || { sleep 5; rm -rf "$work"; }
}
trap stop EXIT

as_user() { # PostgreSQL does not run as root
  if [ "$(id -u)" = 0 ]; then runuser -u "${PG_USER:-postgres}" -- "$@"; else "$@"; fi
}

wait_for() { # port, name, log
  local n
  for n in $(seq 120); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return; fi
    sleep 1
  done
  tail -n 30 "$3" >&2
  fail "$2 did not answer on port $1 within two minutes; its log is above."
}

start_postgres() {
  [ -x "$PG_BIN/initdb" ] || fail "no PostgreSQL found; install it (Debian: apt-get install postgresql) or set PG_BIN."
  local port
  port=$(free_port)
  mkdir "$work/pg"
  if [ "$(id -u)" = 0 ]; then chown "${PG_USER:-postgres}" "$work/pg"; fi
  as_user "$PG_BIN/initdb" -D "$work/pg" -U tester -A trust -E UTF8 --no-locale --no-sync >"$work/initdb.log"
  as_user "$PG_BIN/pg_ctl" -D "$work/pg" -w -l "$work/pg/log" start \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=20" >/dev/null
  export BE_POSTGRES="postgresql://tester@127.0.0.1:$port/postgres"
}

spark_class() { # class and arguments, in the background; log
  local log=$1
  shift
  "$spark_home/bin/spark-class" "$@" >"$log" 2>&1 &
  started+=($!)
}

start_spark() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" >/dev/null || fail "no Java found; install Java 17 (Debian: apt-get install openjdk-17-jre-headless)."
  spark_home=$("$python" -c 'import pathlib, pyspark; print(pathlib.Path(pyspark.__file__).parent)')
  export SPARK_HOME=$spark_home SPARK_LOCAL_IP=127.0.0.1 SPARK_DAEMON_MEMORY=256m PYSPARK_PYTHON="$PWD/$python"
  export SPARK_LOCAL_DIRS="$work/spark" SPARK_WORKER_DIR="$work/workers"
  # Five short-lived JVMs on few cores: compiling to the last degree costs more than it gains.
  export JAVA_TOOL_OPTIONS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
  local port n
  port=$(free_port)
  spark_class "$work/master.log" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port 0
  wait_for "$port" "The Spark master" "$work/master.log"
  # Two workers of a core and 512 MB for each session: so a session has an executor on each.
  local sessions=1
  if wants spark && wants connect; then sessions=2; fi
  for n in 1 2; do
    spark_class "$work/worker$n.log" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --webui-port 0 \
      -c "$sessions" -m "${sessions}g" "spark://127.0.0.1:$port"
  done
  export BE_SPARK="spark://127.0.0.1:$port"
}

start_connect() { # Spark Connect, on the same two workers
  local port
  port=$(free_port)
  # Such a server has the memory of a daemon, whatever --driver-memory says.
  SPARK_DAEMON_MEMORY=1g spark_class "$work/connect.log" org.apache.spark.deploy.SparkSubmit --master "$BE_SPARK" \
    --conf spark.executor.memory=512m --conf spark.executor.cores=1 --conf spark.cores.max=2 \
    --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 --conf spark.locality.wait=0s \
    --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2 --conf spark.sql.adaptive.enabled=false \
    --conf spark.sql.codegen.wholeStage=false --conf spark.sql.session.timeZone=UTC \
    --conf spark.sql.files.openCostInBytes=65536 --conf spark.connect.grpc.binding.port="$port" \
    --conf spark.connect.grpc.binding.address=127.0.0.1 \
    --class org.apache.spark.sql.connect.service.SparkConnectServer spark-internal
  wait_for "$port" "Spark Connect" "$work/connect.log"
  export BE_CONNECT="sc://127.0.0.1:$port"
}

if wants postgres; then start_postgres; fi
if wants spark || wants connect; then start_spark; fi
if wants connect; then start_connect; fi
export BE_WORK="$work/tables" BE_ENGINES="$ENGINES"
mkdir "$BE_WORK"
# Warnings of the clients (of pandas, of Java) are not ours; sockets are what this is about.
tried() { "$python" -m pytest -p no:cacheprovider -o addopts="--strict-markers --strict-config -ra" -o filterwarnings=default "$@"; }
if [ "${PAGE:-}" != only ]; then tried tests/backends "$@"; fi
# The page, in a browser: on PostgreSQL; with PAGE=1 on each engine.
for engine in ${PAGE:+spark connect} postgres; do
  if wants "$engine"; then
    CHROMIUM=$(bash scripts/browser.sh) tried tests/browser/test_cluster_page.py -k "$engine"
  fi
done
