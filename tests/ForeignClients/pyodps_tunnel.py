"""The tunnel, used by PyODPS against a running emulator: sessions with blocks and ranges, every compression, stream uploads, upserts, results of instances.

    PYTHONPATH=<PyODPS> python3 pyodps_tunnel.py ENDPOINT ACCESS_ID ACCESS_KEY PROJECT

See steps.py for what all scripts have in common.
"""

import datetime
import importlib
import threading
import uuid
import warnings
from decimal import Decimal

from odps import ODPS, options
from odps.models import TableSchema
from odps.tunnel import CompressOption, InstanceTunnel, TableTunnel
from odps.tunnel.errors import TunnelError
from odps.tunnel.tabletunnel import TableDownloadSession, TableUploadSession
from steps import access_id, access_key, code_of, endpoint, finish, project, skip, step

warnings.simplefilter("ignore")
options.local_timezone = False
options.sql.use_odps2_extension = True

o = ODPS(access_id, access_key, project, endpoint)
tunnel = TableTunnel(o)
suffix = uuid.uuid4().hex[:8]


def named(kind):
    return "pyodps_tunnel_%s_%s" % (kind, suffix)


def write(session, block, rows, **kw):
    with session.open_record_writer(block, **kw) as writer:
        for row in rows:
            writer.write(session.new_record(row))


def read(session, start=0, count=None, **kw):
    with session.open_record_reader(start, session.count if count is None else count, **kw) as reader:
        return [list(r.values) for r in reader]


# Upload and download sessions.
plain = named("plain")
step("create_table", lambda: o.create_table(plain, "id bigint, name string").name, plain)
upload = step("create_upload_session", lambda: tunnel.create_upload_session(plain))
step("new session", lambda: (upload.status, upload.blocks, upload.max_field_size), (TableUploadSession.Status.Normal, [], 8 << 20))
step("blocks out of order", lambda: [write(upload, block, [[block * 100 + i, "block %d" % block] for i in range(100)]) for block in (2, 0, 1)] and None)
step("block again", lambda: write(upload, 1, [[100 + i, "again"] for i in range(100)]))
step("get_block_list", lambda: sorted(int(b) for b in upload.get_block_list()), [0, 1, 2])
attached = step("attach by upload_id", lambda: tunnel.create_upload_session(plain, upload_id=upload.id))
step("commit with a block too few", lambda: code_of(lambda: attached.commit([0, 1]), TunnelError) is not None, True)
step("nothing is there before the commit", lambda: tunnel.create_download_session(plain).count, 0)
step("commit of the attached session", lambda: attached.commit([0, 1, 2]))
step("session after the commit", lambda: (upload.reload(), upload.status)[1], TableUploadSession.Status.Closed)
download = step("create_download_session", lambda: tunnel.create_download_session(plain))
step("count and status", lambda: (download.count, download.status), (300, TableDownloadSession.Status.Normal))
step("blocks are in order", lambda: [r[0] for r in read(download)] == list(range(300)), True)
step("range", lambda: read(download, 99, 3), [[99, "block 0"], [100, "again"], [101, "again"]])
step("range behind the end", lambda: read(download, 299, 100), [[299, "block 2"]])
step("empty range", lambda: read(download, 300, 0), [])
step("columns in another order", lambda: [list(r) for r in read(download, 0, 1, columns=["name", "id"])], [["block 0", 0]])
step("attach by download_id", lambda: read(tunnel.create_download_session(plain, download_id=download.id), 298, 2), [[298, "block 2"], [299, "block 2"]])
step("synchronous creation", lambda: tunnel.create_download_session(plain, async_mode=False).count, 300)
step("buffered reader", lambda: len(read(download, buffered=True, buffer_size=1 << 20, row_batch_size=70)), 300)


def interleaved():
    readers = [download.open_record_reader(start, 100) for start in (0, 100, 200)]
    return [next(r)[0] for r in readers] + [next(r)[0] for r in readers]


step("readers side by side", interleaved, [0, 100, 200, 1, 101, 201])


def overwritten():
    session = tunnel.create_upload_session(plain, overwrite=True)
    write(session, 0, [[1, "only"]])
    session.commit([0])
    return read(tunnel.create_download_session(plain)), read(download, 0, 1)


step("overwrite, and the older session keeps its rows", overwritten, ([[1, "only"]], [[0, "block 0"]]))
step("missing session", lambda: code_of(lambda: tunnel.create_download_session(plain, download_id="none")), "NoSuchDownload")
step("missing table", lambda: code_of(lambda: tunnel.create_download_session(named("none"))), "NoSuchTable")
step("tags and quota", lambda: TableTunnel(o, quota_name="tunnel_quota").create_download_session(plain, tags=["a", "b"]).quota_name, "tunnel_quota")


def buffered_writer():
    session = tunnel.create_upload_session(plain, overwrite=True)
    writer = session.open_record_writer(buffer_size=2000)
    for i in range(1000):
        writer.write(session.new_record([i, "x" * 20]))
    writer.close()
    session.commit(writer.get_blocks_written())
    return len(writer.get_blocks_written()) > 1, tunnel.create_download_session(plain).count


step("writer that makes blocks", buffered_writer, (True, 1000))


def parallel():
    session = tunnel.create_upload_session(plain, overwrite=True)
    threads = [threading.Thread(target=write, args=(session, b, [[b, "t"]] * 500)) for b in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    session.commit(list(range(8)))
    found = read(tunnel.create_download_session(plain))
    return len(found), sorted({r[0] for r in found})


step("eight writers at a time", parallel, (4000, list(range(8))))
step("large value", lambda: (o.write_table(plain, [[1, "\u4e2d" * 1000000]], overwrite=True), len(next(iter(o.read_table(plain)))[1]))[1], 1000000)
step("no rows", lambda: (write(session := tunnel.create_upload_session(plain, overwrite=True), 0, []), session.commit([0]), tunnel.create_download_session(plain).count)[2], 0)

# Compressions.
algorithms = {
    "ODPS_RAW": None,
    "ODPS_ZLIB": None,
    "ODPS_ZSTD": "zstandard",
    "ODPS_LZ4": "lz4.frame",
    "ODPS_ARROW_LZ4": "lz4.frame",
    "ODPS_SNAPPY": "snappy",
}


def unusable(name):
    """Why a module cannot be used; None when it can."""
    try:
        module = importlib.import_module(name)
        if name == "snappy":
            module.StreamCompressor().compress(b"x")
    except Exception as e:
        return "%s: %s" % (name, e)


def both_ways(algorithm):
    option = CompressOption(CompressOption.CompressAlgorithm[algorithm])
    rows = [[i, "compressed %d" % (i % 10)] for i in range(20000)]
    session = tunnel.create_upload_session(plain, compress_option=option, overwrite=True)
    write(session, 0, rows[:10000], compress=True)
    write(session, 1, rows[10000:], compress=True)
    session.commit([0, 1])
    return read(tunnel.create_download_session(plain, compress_option=option), compress=True) == rows


for algorithm, module in algorithms.items():
    reason = module and unusable(module)
    if reason:
        skip(algorithm, reason)
    else:
        step(algorithm, lambda: both_ways(algorithm), True)

# A partitioned table.
parted = named("parted")
step("create_table partitioned", lambda: o.create_table(parted, ("id bigint", "pt string, n bigint")).name, parted)


def to_partition(spec, rows, **kw):
    session = tunnel.create_upload_session(parted, partition_spec=spec, **kw)
    write(session, 0, rows)
    session.commit([0])
    return read(tunnel.create_download_session(parted, partition_spec=spec))


step("missing partition", lambda: code_of(lambda: to_partition("pt=a,n=1", [[1]])), "NoSuchPartition")
step("create_partition", lambda: [r[0] for r in to_partition("pt=a,n=1", [[1], [2]], create_partition=True)], [1, 2])
step("partition with quotes and a slash", lambda: [r[0] for r in to_partition("pt='a/b c',n='2'", [[3]], create_partition=True)], [3])
step("partition of the emulator", lambda: sorted(p.name for p in o.get_table(parted).partitions), ["pt='a',n='1'", "pt='a/b c',n='2'"])
step("partition is missing in the call", lambda: code_of(lambda: tunnel.create_upload_session(parted)), "MissingPartitionSpec")
step("partition of a table without", lambda: code_of(lambda: tunnel.create_upload_session(plain, partition_spec="pt=a")), "InvalidPartitionSpec")
step("partition values behind the columns", lambda: [list(r.values) for r in o.read_table(parted, partition="pt=a,n=1")], [[1, "a", 1], [2, "a", 1]])

# Stream uploads.
stream_table = named("stream")
step("create_table of streams", lambda: o.create_table(stream_table, ("id bigint, name string", "pt string")).name, stream_table)


def stream(rows, compress=False, **kw):
    session = tunnel.create_stream_upload_session(stream_table, partition_spec="pt=s", **kw)
    with session.open_record_writer(compress=compress) as writer:
        for row in rows:
            writer.write(session.new_record(row))
    return session


def stream_rows():
    return sorted(r[0] for r in read(tunnel.create_download_session(stream_table, partition_spec="pt=s")))


step("stream", lambda: (stream([[1, "a"], [2, None]], create_partition=True), stream_rows())[1], [1, 2])
step("stream, compressed", lambda: (stream([[3, "z"]], compress=True, compress_option=CompressOption()), stream_rows())[1], [1, 2, 3])
step("stream with slots", lambda: len(tunnel.create_stream_upload_session(stream_table, partition_spec="pt=s", slot_num=4).slots), 4)


def stream_reload():
    session = tunnel.create_stream_upload_session(stream_table, partition_spec="pt=s")
    session.reload()
    return session.status, session.schema.names[:2]


step("stream, reload", stream_reload, ("normal", ["id", "name"]))
step("stream with zorder_columns", lambda: (stream([[4, "o"]], zorder_columns=["id"]), stream_rows())[1], [1, 2, 3, 4])
step("stream, several packs", lambda: (stream([[i, "x" * 100] for i in range(10, 400)]), len(stream_rows()))[1], 394)


def stream_abort():
    session = tunnel.create_stream_upload_session(stream_table, partition_spec="pt=s")
    session.abort()
    return code_of(session.reload) is not None


step("stream, abort", stream_abort, True)


def schema_changed():
    session = tunnel.create_stream_upload_session(stream_table, partition_spec="pt=s", allow_schema_mismatch=False)
    o.get_table(stream_table).add_columns("extra string")
    writer = session.open_record_writer()
    writer.write(session.new_record([500, "late"]))
    return code_of(writer.close)


step("stream, schema changed under it", schema_changed, "SchemaModified")
step("stream, the newest schema", lambda: (stream([[500, "new", "e"]], allow_schema_mismatch=False), 500 in stream_rows())[1], True)

# Upserts.
upserted = named("upsert")
step(
    "create_table for upserts",
    lambda: o.create_table(upserted, "key1 string not null, key2 bigint not null, value string", transactional=True, primary_key=["key1", "key2"]).name,
    upserted,
)


def rows_of(table):
    with o.execute_sql("select * from %s order by key1, key2 limit 1000" % table).open_reader(tunnel=True) as reader:
        return [list(r.values) for r in reader]


def upsert(upserts, deletes=(), compress=False, table=upserted, **kw):
    session = tunnel.create_upsert_session(table, **kw)
    writer = session.open_upsert_stream(compress=compress)
    for row in upserts:
        writer.upsert(session.new_record(row))
    for row in deletes:
        writer.delete(session.new_record(row))
    writer.flush()
    writer.close()
    session.commit()
    return session


step("upsert", lambda: (upsert([["a", 1, "x"], ["b", 2, "y"], ["a", 1, "z"], ["\u4e2d\u6587 key", -5, None]]), rows_of(upserted))[1], [["a", 1, "z"], ["b", 2, "y"], ["\u4e2d\u6587 key", -5, None]])
step("delete", lambda: (upsert([], [["b", 2, None]]), rows_of(upserted))[1], [["a", 1, "z"], ["\u4e2d\u6587 key", -5, None]])
step("upsert, compressed", lambda: (upsert([["c", 3, "c"]], compress=True, compress_option=CompressOption()), len(rows_of(upserted)))[1], 3)
step("upsert, many keys and slots", lambda: (upsert([["key number %d" % i, i * 7919, "v"] for i in range(500)], slot_num=3), len(rows_of(upserted)))[1], 503)
step("upsert, attach", lambda: tunnel.create_upsert_session(upserted, upsert_id=tunnel.create_upsert_session(upserted).id).status.value, "NORMAL")


def upsert_abort():
    session = tunnel.create_upsert_session(upserted)
    writer = session.open_upsert_stream()
    writer.upsert(session.new_record(["gone", 1, "x"]))
    writer.flush()
    session.abort()
    return [r for r in rows_of(upserted) if r[0] == "gone"]


step("upsert, abort", upsert_abort, [])
step("upsert without a key", lambda: code_of(lambda: tunnel.create_upsert_session(plain)), "InvalidArgument")

key_types = {
    "bigint": [1 << 62, -(1 << 62), 0],
    "int": [1, -1, 2147483647],
    "double": [0.1, -1e300, 0.0],
    "boolean": [True, False],
    "decimal(10,2)": [Decimal("1.25"), Decimal("-99999999.99")],
    "date": [datetime.date(2026, 3, 4), datetime.date(1969, 12, 31)],
    "datetime": [datetime.datetime(2026, 3, 4, 5, 6, 7), datetime.datetime(1969, 12, 31, 23, 59, 59)],
    "varchar(20)": ["abc", ""],
}


def upsert_by(index, type_name, keys):
    table = named("key%d" % index)
    o.create_table(table, "key1 %s not null, key2 bigint not null" % type_name, transactional=True, primary_key=["key1", "key2"])
    upsert([[key, 1] for key in keys] * 2, table=table)
    found = tunnel.create_download_session(table).count
    o.delete_table(table)
    return found


for index, (type_name, keys) in enumerate(key_types.items()):
    step("upsert by %s" % type_name, lambda: upsert_by(index, type_name, keys), len(keys))


def writer_of_transactional_table():
    with o.get_table(upserted).open_writer() as writer:
        writer.write([["w", 1, "written"], ["w", 2, "written"]])
        writer.delete([["w", 2, None]])
    return [r for r in rows_of(upserted) if r[0] == "w"]


step("open_writer of a table for upserts", writer_of_transactional_table, [["w", 1, "written"]])

# Results of instances.
instance = step("execute_sql", lambda: o.execute_sql("select id, name from %s order by id limit 20000" % plain))
results = InstanceTunnel(o)
result = step("instance download session", lambda: results.create_download_session(instance))
step("count of a result", lambda: (result.count, result.schema.names), (20000, ["id", "name"]))
step("rows of a result", lambda: [r[0] for r in read(result, 9999, 3)], [9999, 10000, 10001])
step("columns of a result", lambda: read(result, 0, 1, columns=["name"]), [["compressed 0"]])
step("attach to a result", lambda: len(read(results.create_download_session(instance, download_id=result.id))), 20000)
step("limited result", lambda: results.create_download_session(instance, limit=True).count, 10000)
step("compressed result", lambda: len(read(results.create_download_session(instance, compress_option=CompressOption()), compress=True)), 20000)
step("buffered result", lambda: len(read(result, buffered=True, row_batch_size=3000)), 20000)
step("statement without rows", lambda: code_of(lambda: results.create_download_session(o.execute_sql("drop table if exists none_%s" % suffix))), "InstanceTypeNotSupported")

# Types that need pandas.
if unusable("pandas"):
    skip("timestamps and intervals", unusable("pandas"))
else:
    import pandas as pd

    times = named("times")
    time_types = ["timestamp", "timestamp_ntz", "interval_day_time", "array<timestamp>"]
    time_rows = [
        [pd.Timestamp("2026-03-04 05:06:07.123456789"), pd.Timestamp("1950-01-01 00:00:00.000000001"), pd.Timedelta(days=-3, nanoseconds=7), [pd.Timestamp("1970-01-01")]],
        [pd.Timestamp("1969-12-31 23:59:59"), None, pd.Timedelta(0), None],
    ]

    def without_zone(value):
        if isinstance(value, list):
            return [without_zone(v) for v in value]
        return value.tz_convert(None) if getattr(value, "tzinfo", None) is not None else value

    step("create_table of times", lambda: o.create_table(times, TableSchema.from_lists(["a", "b", "c", "d"], time_types)).name, times)
    step("times both ways", lambda: (o.write_table(times, time_rows), [[without_zone(v) for v in r.values] for r in o.read_table(times)])[1], time_rows)

    def frame():
        with o.execute_sql("select id, name from %s order by id limit 3" % plain).open_reader(tunnel=True) as reader:
            return reader.to_pandas()["id"].tolist()

    step("to_pandas", frame, [0, 1, 2])
    step("interval functions", lambda: [str(v) for v in list(o.execute_sql("select interval_day_time('2 1:2:3') a, interval_year_month('10-11') b").open_reader(tunnel=True))[0].values], ["2 days 01:02:03", "10 years 11 months"])
    step("delete_table of times", lambda: o.delete_table(times))

# Arrow.
if unusable("pyarrow"):
    skip("Arrow", unusable("pyarrow"))
else:
    import pyarrow as pa

    def arrow():
        session = tunnel.create_upload_session(plain, overwrite=True)
        with session.open_arrow_writer(0) as writer:
            writer.write(pa.table({"id": pa.array(range(1000), pa.int64()), "name": pa.array(["a"] * 1000)}))
        session.commit([0])
        again = tunnel.create_download_session(plain)
        with again.open_arrow_reader(0, again.count) as reader:
            return reader.read().num_rows

    step("Arrow both ways", arrow, 1000)
    step("Arrow preview", lambda: tunnel.open_preview_reader(o.get_table(plain), limit=7).read().num_rows, 7)

step("delete_table", lambda: [o.delete_table(name) for name in (plain, parted, stream_table, upserted)] and None)
finish()
