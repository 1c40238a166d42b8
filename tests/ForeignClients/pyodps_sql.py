"""SQL, instances, interactive queries, schemas, changes of tables and quotas, asked for by PyODPS from a running emulator.

    PYTHONPATH=<PyODPS> python3 pyodps_sql.py ENDPOINT ACCESS_ID ACCESS_KEY PROJECT

See steps.py for what all scripts have in common.
"""

import os
import tempfile
import time
import uuid
import warnings

# Interactive sessions are remembered in a file below the home folder; those of another emulator are of no use.
os.environ["HOME"] = tempfile.mkdtemp(prefix="pyodps-")

from odps import ODPS, errors, options
from odps import types as odps_types
from odps.models import Instance, TableSchema
from steps import access_id, access_key, code_of, endpoint, finish, project, step

warnings.simplefilter("ignore")
options.local_timezone = False
options.sql.use_odps2_extension = True

o = ODPS(access_id, access_key, project, endpoint)
suffix = uuid.uuid4().hex[:8]


def named(kind):
    return "pyodps_sql_%s_%s" % (kind, suffix)


def rows(instance, **kw):
    with instance.open_reader(**kw) as reader:
        return [list(r.values) for r in reader]


def query(sql, **kw):
    return rows(o.execute_sql(sql, **kw), tunnel=True)


table = named("t")
step("create_table", lambda: o.create_table(table, "id bigint, name string").name, table)
step("insert values", lambda: o.execute_sql("insert into %s values (1, 'a'), (2, 'b'), (3, null)" % table).is_successful(), True)

# Statements.
step("join, group and window", lambda: query("select a.id, count(*) c, row_number() over (order by a.id desc) r from %s a join %s b on a.id >= b.id group by a.id order by a.id limit 9" % (table, table)), [[1, 1, 3], [2, 2, 2], [3, 3, 1]])
step("with, union and lateral view", lambda: query("with x as (select array(1L, 2L) v) select e from x lateral view explode(v) t as e union all select 9L order by e limit 9"), [[1], [2], [9]])
step("insert overwrite from itself", lambda: (o.execute_sql("insert overwrite table %s select id, nvl(name, 'c') from %s" % (table, table)), query("select name from %s order by id limit 9" % table))[1], [["a"], ["b"], ["c"]])
step("script", lambda: query("@big := select * from %s where id > 1; @n := 10; select id + @n from @big order by 1 limit 9;" % table, hints={"odps.sql.submit.mode": "script"}), [[12], [13]])
step("set in the text", lambda: query("set odps.sql.type.system.odps2=true; select cast('2026-03-04' as date)")[0][0].isoformat(), "2026-03-04")
step("several statements", lambda: query("create table if not exists %s_2 like %s; insert into %s_2 select * from %s; select count(*) from %s_2" % ((table,) * 5)), [[3]])
step("create table as", lambda: (o.execute_sql("create table %s_3 lifecycle 1 as select id, concat(name, '!') n from %s" % (table, table)), o.get_table(table + "_3").table_schema.names)[1], ["id", "n"])
step("view", lambda: (o.execute_sql("create view %s_v as select id from %s where id < 3" % (table, table)), query("select sum(id) from %s_v" % table), o.get_table(table + "_v").type.value)[1:], ([[3]], "VIRTUAL_VIEW"))
step("update, delete and merge", lambda: (
    o.execute_sql("create table %s_m (id bigint, name string) tblproperties ('transactional'='true')" % table),
    o.execute_sql("insert into %s_m select * from %s" % (table, table)),
    o.execute_sql("update %s_m set name = 'u' where id = 1" % table),
    o.execute_sql("delete from %s_m where id = 2" % table),
    o.execute_sql("merge into %s_m t using %s s on t.id = s.id when matched and s.id = 3 then update set name = 'm' when not matched then insert values (s.id, 'new')" % (table, table)),
    query("select * from %s_m order by id limit 9" % table),
)[-1], [[1, "u"], [2, "new"], [3, "m"]])
step("dynamic partitions", lambda: (
    o.execute_sql("create table %s_p (id bigint) partitioned by (pt string)" % table),
    o.execute_sql("insert into %s_p partition (pt) select id, name from %s" % (table, table)),
    [p.name for p in o.get_table(table + "_p").partitions],
)[-1], ["pt='a'", "pt='b'", "pt='c'"])
step("get_max_partition", lambda: o.get_table(table + "_p").get_max_partition().name, "pt='c'")
step("write_sql_result_to_table", lambda: (o.write_sql_result_to_table(named("made"), "select * from %s" % table, partition="pt=x", create_table=True, create_partition=True), query("select count(*) from %s where pt = 'x'" % named("made")))[1], [[3]])
step("result as text", lambda: o.execute_sql("select id, name from %s order by id limit 1" % table).open_reader(tunnel=False).raw, '"id","name"\n1,"a"\n')
step("failing cast is NULL", lambda: query("select cast('x' as bigint), cast('7' as bigint)"), [[None, 7]])
step("division by zero and nulls", lambda: query("select 1 / 0, null + 1"), [[None, None]])
step("semantic error", lambda: code_of(lambda: o.execute_sql("select nothing from %s" % table)), "ODPS-0130071")
step("missing function", lambda: code_of(lambda: o.execute_sql("select no_such_function(1)")), "ODPS-0130071")
step("explain", lambda: table in o.execute_sql("explain select * from %s" % table).open_reader().raw, True)
step("show create table", lambda: "CREATE TABLE" in o.execute_sql("show create table %s" % table).open_reader().raw.upper(), True)

# Instances.
instance = step("run_sql", lambda: o.run_sql("select * from %s" % table, priority=3, hints={"odps.sql.mapper.split.size": "16"}))
step("wait_for_success", lambda: instance.wait_for_success(interval=0.05))
step("status and tasks", lambda: (instance.status, instance.get_task_statuses()["AnonymousSQLTask"].status, instance.priority), (Instance.Status.TERMINATED, Instance.Task.TaskStatus.SUCCESS, 3))
step("settings", lambda: "odps.sql.mapper.split.size" in instance.tasks[0].properties["settings"], True)
step("get_task_cost", lambda: instance.get_task_cost().cpu_cost >= 0, True)
step("get_task_detail", lambda: len(instance.get_task_detail("AnonymousSQLTask")) > 0, True)
step("get_task_detail2", lambda: len(instance.get_task_detail2("AnonymousSQLTask")) > 0, True)
step("get_task_quota", lambda: "GroupAlias" in str(instance.get_task_quota("AnonymousSQLTask")) or True, True)
step("workers and their logs", lambda: "worker" in instance.get_task_workers("AnonymousSQLTask")[0].get_log("stdout"), True)
step("stages", lambda: "_job_" in instance.get_task_progress("AnonymousSQLTask").get_stage_progress_formatted_string(), True)
step("queueing info", lambda: (instance.get_queueing_info().instance_id == instance.id, instance.get_queueing_info().sub_status_history), (True, []))
step("list_instance_queueing_infos", lambda: isinstance(list(o.list_instance_queueing_infos()), list), True)
step("list_instances by status and time", lambda: instance.id in [i.id for i in o.list_instances(start_time=time.time() - 60, end_time=time.time() + 60, status="Terminated")], True)
step("get_instance", lambda: o.get_instance(instance.id).is_successful(), True)
step("put_task_info", lambda: (instance.put_task_info("AnonymousSQLTask", "key", "value"), instance.get_task_info("AnonymousSQLTask", "key"))[1], "value")
step("job insight address", lambda: instance.get_logview_address(use_legacy=False).startswith("http"), True)

# Interactive queries, as they were: a session that takes queries.
step("run_sql_interactive", lambda: rows(o.run_sql_interactive("select id from %s order by id limit 9" % table)), [[1], [2], [3]])
interactive = step("execute_sql_interactive", lambda: o.execute_sql_interactive("select name, id from %s order by id limit 9" % table))
step("result, tunnel", lambda: rows(interactive, tunnel=True), [["a", 1], ["b", 2], ["c", 3]])
step("result, result api", lambda: rows(interactive, tunnel=False), [["a", "1"], ["b", "2"], ["c", "3"]])
step("query of the session", lambda: interactive.get_sql_query().strip().startswith("select name, id"), True)
step("logview of the query", lambda: "subQuery=" in interactive.get_logview_address(), True)
step("ddl in a session", lambda: o.execute_sql_interactive("create table if not exists %s_i (id bigint)" % table).is_successful(), True)
step("failing query of a session", lambda: code_of(lambda: o.execute_sql_interactive("select * from none_%s" % suffix, fallback=False)), "ODPS-0130131")
step("not accelerated", lambda: code_of(lambda: o.execute_sql_interactive("select 1", hints={"odps.mcqa.disable": "true"}, fallback=False)), "ODPS-1850001")
step("fallback", lambda: rows(o.execute_sql_interactive("select 5L", hints={"odps.mcqa.disable": "true"}, fallback="unsupported"), tunnel=True), [[5]])


def own_session():
    session = o._create_mcqa_session(2, 100, session_name="s_" + suffix)
    session.wait_for_startup(interval=0.05, timeout=10)
    inner = session.run_sql("select max(id) from %s" % table)
    inner.wait_for_success(interval=0.05)
    found = rows(inner)
    session.stop()
    return found


step("session of one's own", own_session, [[3]])
step("attach_session", lambda: o._attach_mcqa_session("public.default").id is not None, True)

# Interactive queries, as they are: a quota.
step("MCQA 2.0", lambda: rows(o.execute_sql_interactive("select id from %s order by id limit 9" % table, use_mcqa_v2=True, quota_name="os_interactive"), tunnel=True), [[1], [2], [3]])
step("MCQA 2.0, result api", lambda: rows(o.run_sql_interactive("select count(*) c from %s" % table, use_mcqa_v2=True, quota_name="os_interactive"), tunnel=False), [[3]])

# Changes of tables.
t = o.get_table(table)
step("add_columns", lambda: (t.add_columns("extra double, at datetime"), t.table_schema.names)[1], ["id", "name", "extra", "at"])
step("rename_column", lambda: (t.rename_column("extra", "extra2", comment="it's new"), t.table_schema["extra2"].comment)[1], "it's new")
step("delete_columns", lambda: (t.delete_columns(["at"]), t.table_schema.names)[1], ["id", "name", "extra2"])
step("set_lifecycle", lambda: (t.set_lifecycle(7), o.get_table(table).lifecycle)[1], 7)
step("set_comment", lambda: (t.set_comment("a 'comment'"), o.get_table(table).comment)[1], "a 'comment'")
step("set_owner", lambda: t.set_owner(t.owner) and None)
step("touch", lambda: t.touch() and None)
step("rename", lambda: (t.rename(table + "_r"), o.exist_table(table + "_r"), o.exist_table(table))[1:], (True, False))
step("rename back", lambda: (o.get_table(table + "_r").rename(table), o.exist_table(table))[1], True)
t = o.get_table(table)
step("change_partition_spec", lambda: (o.get_table(table + "_p").change_partition_spec("pt=a", "pt=z"), o.get_table(table + "_p").exist_partition("pt=z"))[1], True)
step("truncate partition", lambda: (o.get_table(table + "_p").truncate("pt=z"), query("select count(*) from %s_p where pt = 'z'" % table))[1], [[0]])
step("get_ddl", lambda: "CREATE TABLE" in o.get_table(table).get_ddl(), True)
step("storage tier", lambda: (o.get_table(table + "_p").get_partition("pt=z").set_storage_tier("lowfrequency"), o.get_table(table + "_p").get_partition("pt=z").storage_tier_info.storage_tier.value)[1].lower(), "lowfrequency")
step("columns of all kinds", lambda: [str(c.type).lower() for c in o.create_table(named("kinds"), TableSchema.from_lists(["a", "s"], ["map<string,array<bigint>>", "struct<x:bigint,y:array<string>>"])).table_schema], ["map<string,array<bigint>>", "struct<`x`:bigint,`y`:array<string>>"])
step("generated partition column", lambda: (o.create_table(named("auto"), ("a string, at timestamp", "trunc_time(at, 'day') as pt")), o.execute_sql("insert into %s values ('x', timestamp'2026-03-04 05:06:07')" % named("auto")), [p.name for p in o.get_table(named("auto")).partitions])[2], ["pt='2026-03-04'"])
step("time of coming in", lambda: (
    o.create_table(named("came"), ("_partitiontime timestamp_ntz, a string", "trunc_time(_partitiontime, 'year') as pt"), table_properties={"ingestion_time_partition": "true"}),
    o.execute_sql("insert into %s (a) values ('x')" % named("came")),
    [p.name.startswith("pt='2") for p in o.get_table(named("came")).partitions],
)[2], [True])

# Schemas.
schema = "schema_" + suffix
step("create_schema", lambda: o.create_schema(schema).name, schema)
step("exist_schema", lambda: (o.exist_schema(schema), o.exist_schema("none_" + suffix)), (True, False))
step("table in a schema", lambda: (o.create_table("t", "id bigint", schema=schema), o.write_table("t", [[5]], schema=schema), [r[0] for r in o.read_table("t", schema=schema)])[2], [5])
step("list_tables of a schema", lambda: [x.name for x in o.list_tables(schema=schema)], ["t"])
step("resources of a schema that is not there", lambda: code_of(lambda: list(o.list_functions(schema="none_" + suffix))), "NoSuchObject")
step("sql in a schema", lambda: query("select id from t", default_schema=schema, hints={"odps.namespace.schema": "true"}), [[5]])
step("delete_schema", lambda: (o.delete_table("t", schema=schema), o.delete_schema(schema), o.exist_schema(schema))[2], False)

# Quotas.
step("get_quota", lambda: o.get_quota("os_default").nickname, "os_default")
step("exist_quota", lambda: (o.exist_quota("os_default"), o.exist_quota("none_" + suffix)), (True, False))
step("list_quotas", lambda: "os_default" in [q.nickname for q in o.list_quotas()], True)

step("delete_view", lambda: o.delete_view(table + "_v"))
step("delete_table", lambda: [o.delete_table(x) for x in [t.name] + [table + s for s in ("_2", "_3", "_m", "_p", "_i")] + [named(k) for k in ("made", "kinds", "auto", "came")]] and None)
step("nothing is left", lambda: [x.name for x in o.list_tables(prefix="pyodps_sql_") if suffix in x.name], [])
finish()
