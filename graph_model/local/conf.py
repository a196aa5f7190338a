"""The settings of a local Neo4j. The protective ones are not options: plain jars have none of them (feasibility.md)."""

PROTECTIVE = """\
server.default_listen_address=127.0.0.1
server.http.enabled=false
dbms.usage_report.enabled=false
dbms.security.auth_enabled=true
server.config.strict_validation.enabled=true
server.directories.import=import
dbms.security.allow_csv_import_from_file_urls=false
internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0
db.tx_log.preallocate=false
db.logs.query.enabled=OFF
db.transaction.timeout=20s
dbms.memory.transaction.total.max=200m
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
internal.dbms.bolt.netty_server_shutdown_timeout=1
db.shutdown_transaction_end_timeout=1s
server.memory.pagecache.size=32m
server.memory.query_cache.per_db_cache_num_entries=256
"""

_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")

JAVA_FLAGS = (
    "-XX:+UseSerialGC",
    "-Xss512k",
    "-XX:-UsePerfData",  # else it writes to /tmp, outside its home
    "-Dfile.encoding=UTF-8",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "--enable-native-access=ALL-UNNAMED",
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
)
HASTE = "-XX:TieredStopAtLevel=1"
"""Compiles quickly and no more: two seconds of CPU less at the start, and half the speed of one that has run for minutes."""
HEAP = ("-Xms256m", "-Xmx512m")


def configuration(port: int, further: tuple[str, ...] = ()) -> str:
    """The text of neo4j.conf for a server on this port of the loopback address."""
    address = f"127.0.0.1:{port}"
    ours = (f"server.bolt.listen_address={address}", f"server.bolt.advertised_address={address}")
    return PROTECTIVE + "".join(f"{line}\n" for line in (*ours, *further))
