"""The main job of a MaxCompute client, done by PyODPS against a running emulator.

    PYTHONPATH=<PyODPS> python3 pyodps_main_job.py ENDPOINT ACCESS_ID ACCESS_KEY PROJECT

See steps.py for what all scripts have in common.
"""

import datetime
import uuid
from collections import OrderedDict
from decimal import Decimal

from odps import ODPS, errors, options
from odps.models import TableSchema
from steps import access_id, access_key, code_of, endpoint, finish, project, skip, step

options.local_timezone = False
options.sql.use_odps2_extension = True

o = ODPS(access_id, access_key, project, endpoint)
suffix = uuid.uuid4().hex[:8]
plain = "pyodps_plain_" + suffix
parted = "pyodps_parted_" + suffix
typed = "pyodps_types_" + suffix

# Who and where.
step("exist_project", lambda: (o.exist_project(project), o.exist_project("no_such_project")), (True, False))
step("get_project", lambda: o.get_project(project).owner.startswith("ALIYUN$"), True)
step("list_projects", lambda: project in [p.name for p in o.list_projects()], True)
step("whoami", lambda: "DisplayName" in o.run_security_query("whoami"), True)
step(
    "wrong key",
    lambda: code_of(lambda: list(ODPS(access_id, "wrong", project, endpoint).list_tables()), errors.SignatureNotMatch),
    "SignatureNotMatch",
)
step(
    "v4 signature",
    lambda: ODPS(access_id, access_key, project, endpoint, region_name="cn-shanghai").exist_project(project),
    True,
)

step("project properties", lambda: o.get_project(project).get_property("odps.schema.model.enabled"), "true")
step("project extended properties", lambda: int(o.get_project(project).extended_properties["tableLogicalSize"]) >= 0, True)
step("list_schemas", lambda: [s.name for s in o.list_schemas()], ["default"])

# A table without partitions.
step("create_table", lambda: o.create_table(plain, "id bigint, name string", comment="it's plain").name, plain)
step("create_table again", lambda: o.create_table(plain, "id bigint, name string", if_not_exists=True).name, plain)
step(
    "create_table that exists",
    lambda: code_of(lambda: o.create_table(plain, "id bigint"), errors.ODPSError) != "",
    True,
)
step("exist_table", lambda: (o.exist_table(plain), o.exist_table("no_such_table")), (True, False))
step(
    "table schema",
    lambda: [(c.name, str(c.type).lower()) for c in o.get_table(plain).table_schema.columns],
    [("id", "bigint"), ("name", "string")],
)
step("table comment", lambda: o.get_table(plain).comment, "it's plain")
step("table extended", lambda: (o.get_table(plain).is_transactional, o.get_table(plain).is_archived), (False, False))
step("list_tables", lambda: [t.name for t in o.list_tables(prefix="pyodps_plain_" + suffix)], [plain])

rows = [[i, "name %d" % i] for i in range(100)] + [[100, None], [None, "中文 \U0001f600"]]
step("write_table", lambda: o.write_table(plain, rows))
step("read_table", lambda: [list(r.values) for r in o.read_table(plain)] == rows, True)
step("read_table range", lambda: [r[0] for r in o.read_table(plain, start=98, limit=3)], [98, 99, 100])
step("read_table columns", lambda: [list(r.values) for r in o.read_table(plain, limit=2, columns=["name"])], [["name 0"], ["name 1"]])
step("write_table overwrite", lambda: o.write_table(plain, [[1, "a"], [2, "b"], [3, None]], overwrite=True))
step("read_table overwritten", lambda: [list(r.values) for r in o.read_table(plain)], [[1, "a"], [2, "b"], [3, None]])


def several_blocks():
    with o.get_table(plain).open_writer(blocks=[0, 1]) as writer:
        writer.write(1, [[11, "block 1"]])
        writer.write(0, [[10, "block 0"]])
    with o.get_table(plain).open_reader() as reader:
        return reader.count, [r[0] for r in reader]


step("open_writer with blocks", several_blocks, (5, [1, 2, 3, 10, 11]))


def compressed():
    from odps.tunnel import CompressOption, TableTunnel

    option = CompressOption(CompressOption.CompressAlgorithm.ODPS_ZLIB)
    tunnel = TableTunnel(o)
    upload = tunnel.create_upload_session(plain, compress_option=option)
    with upload.open_record_writer(0, compress=True) as writer:
        writer.write(upload.new_record([20, "zlib"]))
    upload.commit([0])
    download = tunnel.create_download_session(plain, compress_option=option)
    with download.open_record_reader(0, download.count, compress=True) as reader:
        return [r[0] for r in reader]


step("zlib both ways", compressed, [1, 2, 3, 10, 11, 20])
step("head", lambda: [r[0] for r in o.get_table(plain).head(2)], [1, 2])

# All types that PyODPS can write.
utc = datetime.timezone.utc
all_types = OrderedDict(
    [
        ("tinyint", (-128, 127)),
        ("smallint", (-32768, 32767)),
        ("int", (-2147483648, 2147483647)),
        ("bigint", (-9223372036854775807, 9223372036854775807)),
        ("float", (1.5, -0.25)),
        ("double", (0.1, -1e300)),
        ("boolean", (True, False)),
        ("string", ("", "line\nfeed \\ \"quoted\" 'text' 中")),
        ("varchar(10)", ("v", "0123456789")),
        ("char(5)", ("c", "abcde")),
        ("binary", (b"\x00\x01bytes", b"")),  # PyODPS itself refuses bytes that are not UTF-8 here
        ("decimal(38,18)", (Decimal("-12345678901234567890.123456789012345678"), Decimal("0.5"))),
        ("decimal(10,2)", (Decimal("99999999.99"), Decimal("-0.01"))),
        ("date", (datetime.date(2026, 3, 4), datetime.date(1900, 1, 1))),
        ("datetime", (datetime.datetime(2026, 3, 4, 5, 6, 7), datetime.datetime(1969, 12, 31, 23, 59, 59))),
        ("array<bigint>", ([1, None, 3], [])),
        ("map<string,bigint>", ({"a": 1, "b": None}, {})),
        ("struct<x:bigint,y:string>", ((7, "z"), (None, None))),
    ]
)
try:
    import pandas as pd

    all_types["timestamp"] = (pd.Timestamp("2026-03-04 05:06:07.123456789"), pd.Timestamp("1970-01-01"))
    all_types["timestamp_ntz"] = (pd.Timestamp("2026-03-04 05:06:07.123456789"), pd.Timestamp("2262-01-01"))
    all_types["interval_day_time"] = (pd.Timedelta(days=1, nanoseconds=5), pd.Timedelta(seconds=-1))
except ImportError:
    skip("timestamps and intervals", "no pandas")
all_types["json"] = ({"k": [1, 2]}, "text")
columns = ["c%d" % i for i in range(len(all_types))]
typed_rows = [list(v[0] for v in all_types.values()), list(v[1] for v in all_types.values()), [None] * len(columns)]


def naive(value):
    """Times in UTC without their zone, structs as tuples."""
    if getattr(value, "tzinfo", None) is not None:
        return value.astimezone(utc).replace(tzinfo=None) if isinstance(value, datetime.datetime) and not hasattr(value, "nanosecond") else value.tz_convert(None)
    return tuple(value) if isinstance(value, tuple) else dict(value) if isinstance(value, OrderedDict) else value


step("create_table with all types", lambda: o.create_table(typed, TableSchema.from_lists(columns, list(all_types))).name, typed)
step("write_table with all types", lambda: o.write_table(typed, typed_rows))


def as_read(type_name, value):
    """CHAR comes back with spaces up to its length."""
    return value.ljust(5) if type_name == "char(5)" and value is not None else value


def read_types():
    found = [[naive(v) for v in r.values] for r in o.read_table(typed)]
    wrong = [
        "row %d %s: %r is not %r" % (i, type_name, found[i][j], typed_rows[i][j])
        for i in range(len(typed_rows))
        for j, type_name in enumerate(all_types)
        if found[i][j] != as_read(type_name, typed_rows[i][j])
    ]
    return wrong or "%d rows of %d columns" % (len(found), len(columns))


step("read_table with all types", read_types, "3 rows of %d columns" % len(columns))


def select_types():
    with o.execute_sql("select * from %s" % typed).open_reader(tunnel=True) as reader:
        found = [[naive(v) for v in r.values] for r in reader]
    return [all_types_name for j, all_types_name in enumerate(all_types) if any(f[j] != as_read(all_types_name, t[j]) for f, t in zip(found, typed_rows))]


step("select all types through the tunnel", select_types, [])

# A partitioned table.
step("create_table partitioned", lambda: o.create_table(parted, ("id bigint, name string", "pt string, region string")).name, parted)
step("table is partitioned", lambda: [c.name for c in o.get_table(parted).table_schema.partitions], ["pt", "region"])
step("create_partition", lambda: str(o.get_table(parted).create_partition("pt='20260101',region='cn'").partition_spec) != "", True)
step("create_partition again", lambda: o.get_table(parted).create_partition("pt=20260101,region=cn", if_not_exists=True) is not None, True)
step("write_table creates partition", lambda: o.write_table(parted, [[1, "x"], [2, "y"]], partition="pt=20260102,region=us", create_partition=True))
step(
    "list partitions",
    lambda: [p.name for p in o.get_table(parted).partitions],
    ["pt='20260101',region='cn'", "pt='20260102',region='us'"],
)
step("iterate partitions", lambda: [p.name for p in o.get_table(parted).iterate_partitions("pt=20260102")], ["pt='20260102',region='us'"])
step("iterate partitions reversed", lambda: [p.name for p in o.get_table(parted).iterate_partitions(reverse=True)], ["pt='20260102',region='us'", "pt='20260101',region='cn'"])
step(
    "exist_partition",
    lambda: (o.get_table(parted).exist_partition("pt=20260102,region=us"), o.get_table(parted).exist_partition("pt=none,region=us")),
    (True, False),
)
step("exist_partitions", lambda: o.get_table(parted).exist_partitions("pt=20260101"), True)
step("get_partition", lambda: o.get_table(parted).get_partition("pt=20260102,region=us").physical_size >= 0, True)
step("read_table partition", lambda: [list(r.values)[:2] for r in o.read_table(parted, partition="pt=20260102,region=us")], [[1, "x"], [2, "y"]])
step(
    "read_table missing partition",
    lambda: code_of(lambda: list(o.read_table(parted, partition="pt=none,region=us")), errors.NoSuchPartition),
    "NoSuchPartition",
)
step("delete_partition", lambda: o.get_table(parted).delete_partition("pt=20260101,region=cn"))
step("partitions left", lambda: [p.name for p in o.get_table(parted).partitions], ["pt='20260102',region='us'"])

# SQL.
query = "select id, name from %s where id <= 3 order by id limit 10" % plain


def read(tunnel, sql=query):
    with o.execute_sql(sql).open_reader(tunnel=tunnel) as reader:
        return [list(r.values) for r in reader]


step("execute_sql, tunnel", lambda: read(True), [[1, "a"], [2, "b"], [3, None]])
step("execute_sql, result api", lambda: read(False), [[1, "a"], [2, "b"], [3, None]])
step("execute_sql count", lambda: read(True, "select count(*) c, max(name) m from %s" % plain), [[6, "zlib"]])
step("execute_sql insert", lambda: o.execute_sql("insert into table %s values (30, 'sql')" % plain).is_successful(), True)
step("execute_sql sees it", lambda: read(True, "select name from %s where id = 30" % plain), [["sql"]])
step("execute_sql partition", lambda: read(True, "select id, pt from %s where pt = '20260102' order by id limit 5" % parted), [[1, "20260102"], [2, "20260102"]])


def background():
    instance = o.run_sql(query)
    instance.wait_for_success()
    return instance.is_terminated(), instance.get_sql_query(), sorted(instance.get_task_names())


step("run_sql", background, (True, query + ";", ["AnonymousSQLTask"]))


def details():
    instance = o.execute_sql("insert into table %s values (31, 'x'), (32, 'y')" % plain)
    summary = instance.get_task_summary(instance.get_task_names()[0])
    progress = instance.get_task_progress(instance.get_task_names()[0])
    return list(summary["Outputs"].values())[0][0], len(progress.stages), o.exist_instance(instance.id), o.exist_instance("none")


step("instance details", details, (2, 1, True, False))
step("list_instances", lambda: len(list(o.list_instances(only_owner=True))) > 0, True)
step("logview", lambda: "token=" in o.execute_sql(query).get_logview_address(), True)
step("execute_sql_cost", lambda: o.execute_sql_cost("select * from %s" % plain).input_size > 0, True)


def long_result():
    o.write_table(parted, [[i, "row"] for i in range(12000)], partition="pt=many,region=cn", create_partition=True)
    instance = o.execute_sql("select id from %s where pt = 'many' order by id limit 20000" % parted)
    with instance.open_reader(tunnel=True) as reader:
        whole = len([r for r in reader])
    with instance.open_reader(tunnel=True, limit=True, reopen=True) as reader:
        limited = len([r for r in reader])
    with instance.open_reader(tunnel=False, limit=True) as reader:
        shown = len([r for r in reader])
    refused = code_of(lambda: instance.open_reader(tunnel=False, limit=False), errors.NotSupportedError)
    o.get_table(parted).delete_partition("pt=many,region=cn")
    return whole, limited, shown, refused


step("result of 12000 rows", long_result, (12000, 10000, 10000, "NotSupportedError"))


def stopped():
    instance = o.run_sql(query)
    instance.wait_for_success()
    return code_of(instance.stop, errors.InvalidStateSetting)


step("stop of an ended instance", stopped, "InvalidStateSetting")


def cursor():
    from odps import dbapi

    with dbapi.connect(o) as connection:
        c = connection.cursor()
        c.execute("select id, name from %s where id <= 2 order by id limit 10" % plain)
        return [d[0] for d in c.description], [tuple(r) for r in c.fetchall()]


step("db-api", cursor, (["id", "name"], [(1, "a"), (2, "b")]))
step("desc raw", lambda: "name" in o.execute_sql("desc %s" % plain).open_reader().raw, True)
step("show tables raw", lambda: plain in o.execute_sql("show tables").open_reader().raw, True)
step("show partitions raw", lambda: o.execute_sql("show partitions %s" % parted).open_reader().raw.strip(), "pt=20260102/region=us")
step("failing sql: no table", lambda: code_of(lambda: o.execute_sql("select * from no_such_table"), errors.NoSuchTable), "ODPS-0130131")
step("failing sql: syntax", lambda: code_of(lambda: o.execute_sql("selec 1"), errors.ParseError), "ODPS-0130161")
step("same guid, same instance", lambda: len({o.run_sql(query, unique_identifier_id="guid-" + suffix).id for _ in range(2)}), 1)

# Away with it.
step("truncate", lambda: o.get_table(plain).truncate())
step("read_table truncated", lambda: [r for r in o.read_table(plain)], [])
step("delete_table", lambda: [o.delete_table(name) for name in (plain, parted, typed)] and None)
step("tables are gone", lambda: [o.exist_table(name) for name in (plain, parted, typed)], [False, False, False])
step("delete_table missing", lambda: o.delete_table(plain, if_exists=True))
step("delete_table that is not there", lambda: code_of(lambda: o.delete_table(plain), errors.NoSuchTable), "ODPS-0130131")

finish()
