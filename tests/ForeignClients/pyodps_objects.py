"""Resources, functions and volumes of a MaxCompute client, done by PyODPS against a running emulator.

    PYTHONPATH=<PyODPS> python3 pyodps_objects.py ENDPOINT ACCESS_ID ACCESS_KEY PROJECT

See steps.py for what all scripts have in common.
"""

import io
import uuid
import warnings

from odps import ODPS, errors, options
from odps.models import FileResource, PyResource, TableResource
from odps.models.volume_parted import PartedVolume
from odps.tunnel import CompressOption
from steps import access_id, access_key, code_of, endpoint, finish, project, step

warnings.simplefilter("ignore")


def connect():
    """A new client, so that nothing is answered from the cache of an old one."""
    return ODPS(access_id, access_key, project, endpoint)


o = connect()
suffix = uuid.uuid4().hex[:8]


def named(kind, end=""):
    return "pyodps_%s_%s%s" % (kind, suffix, end)


# File resources.
plain = named("res", ".txt")
step("create_resource", lambda: type(o.create_resource(plain, "file", file_obj="text", comment="c1")) is FileResource, True)
step("exist_resource", lambda: (o.exist_resource(plain), o.exist_resource("no_such")), (True, False))


def meta():
    found = connect().get_resource(plain)
    found.reload()
    return type(found).__name__, found.size, found.comment, found.is_temp_resource, found.owner.startswith("ALIYUN$"), found.creation_time is not None


step("get_resource", meta, ("FileResource", 4, "c1", False, True, True))
step("create_resource again", lambda: code_of(lambda: o.create_resource(plain, "file", file_obj="x"), errors.ODPSError) is not None, True)
step("missing resource", lambda: code_of(lambda: connect().get_resource("no_such").reload(), errors.NoSuchObject), "NoSuchObject")
step("create_resource py", lambda: type(o.create_resource(named("code", ".py"), "py", file_obj="class U: pass")) is PyResource, True)
step("create_resource temp", lambda: o.create_resource(named("temp", ".jar"), "jar", file_obj=b"\x00\x01", temp=True).name, named("temp", ".jar"))
step("temp says so", lambda: connect().get_resource(named("temp", ".jar")).is_temp_resource, True)
step("list_resources", lambda: [(r.name, r.type.value) for r in connect().list_resources(prefix=named("res"))], [(plain, "FILE")])


def opened(mode, action, **kw):
    with connect().open_resource(plain, mode=mode, **kw) as fp:
        return action(fp)


def read_back():
    return opened("rb", lambda fp: fp.read())


def overwrite(fp):
    fp.write("first\nsecond\n")
    fp.flush()
    fp.write("third")


def cut(fp):
    fp.seek(5)
    fp.truncate()


step("open_resource r", lambda: opened("r", lambda fp: fp.read()), "text")
step("open_resource w", lambda: opened("w", overwrite))
step("open_resource rb", read_back, b"first\nsecond\nthird")
step("readlines", lambda: opened("r", lambda fp: fp.readlines()), ["first\n", "second\n", "third"])
step("open_resource a", lambda: opened("a", lambda fp: fp.write("+")))
step("open_resource r+", lambda: opened("r+", cut))
step("after truncate", read_back, b"first")
step("open_resource a+", lambda: opened("a+", lambda fp: (fp.write("!"), fp.seek(0), fp.read())[2]), "first!")
step("open_resource w+", lambda: opened("w+b", lambda fp: fp.write("\u6570".encode("utf-8"))))
step("after w+", read_back, "\u6570".encode("utf-8"))
step("comment stays", lambda: connect().get_resource(plain).comment)
step("update", lambda: connect().get_resource(plain).update(file_obj="updated"))
step("after update", read_back, b"updated")

# Large files: parts and merge, and reading in pages.
options.resource_chunk_size = 1000
large = bytes(bytearray(range(256))) * 20
big = named("big", ".bin")
step("create_resource in parts", lambda: o.create_resource(big, "file", file_obj=io.BytesIO(large)) and None)
step("size of merged", lambda: connect().get_resource(big).size, len(large))


def stream_read():
    with connect().open_resource(big, mode="rb", stream=True) as fp:
        return fp.read() == large


def stream_write():
    with connect().open_resource(big, mode="wb", stream=True) as fp:
        for start in range(0, len(large), 700):
            fp.write(large[start : start + 700])


step("read in pages", stream_read, True)
step("write in parts", stream_write)
step("read in pages again", stream_read, True)
step("no parts are left", lambda: [r.name for r in connect().list_resources(prefix=big)], [big])
options.resource_chunk_size = 64 << 20

# Table resources.
table = named("table")
step("create_table", lambda: o.create_table(table, ("id bigint", "pt string")).create_partition("pt=1") and None)
table_resource = named("table_res")
step("create table resource", lambda: type(o.create_resource(table_resource, "table", table_name=table, partition="pt=1")) is TableResource, True)
step("table resource", lambda: (connect().get_resource(table_resource).table.name, str(connect().get_resource(table_resource).partition.name)), (table, "pt='1'"))


def table_rows():
    with connect().get_resource(table_resource).open_writer() as writer:
        writer.write([[1], [2]])
    with connect().get_resource(table_resource).open_reader() as reader:
        return [r[0] for r in reader]


step("table resource writer and reader", table_rows, [1, 2])
step("table resource update", lambda: connect().get_resource(table_resource).update(partition=None) and None)
step("table resource updated", lambda: connect().get_resource(table_resource).source_table_name, "%s.%s" % (project, table))

# Functions.
function = named("f")
code = named("code", ".py")
step("create_function", lambda: o.create_function(function, class_type=code[:-3] + ".U", resources=[o.get_resource(code), plain]).name, function)
step("exist_function", lambda: (o.exist_function(function), o.exist_function("no_such")), (True, False))
step("get_function", lambda: (connect().get_function(function).class_type, [r.name for r in connect().get_function(function).resources]), (code[:-3] + ".U", [code, plain]))
step("list_functions", lambda: [f.name for f in connect().list_functions(prefix=function)], [function])


def update_function():
    found = connect().get_function(function)
    found.class_type = code[:-3] + ".V"
    found.resources = [code]
    found.update()
    again = connect().get_function(function)
    return again.class_type, [r.name for r in again.resources]


step("update function", update_function, (code[:-3] + ".V", [code]))


def function_owner():
    found = connect().get_function(function)
    found.owner = "ALIYUN$other@example.com"
    found.update()
    return connect().get_function(function).owner


step("function owner", function_owner, "ALIYUN$other@example.com")
step("create_function again", lambda: code_of(lambda: o.create_function(function, class_type="a.B", resources=[code]), errors.ODPSError) is not None, True)
step("delete_function", lambda: o.delete_function(function))
step("missing function", lambda: (connect().exist_function(function), code_of(lambda: o.delete_function(function), errors.NoSuchObject)), (False, "NoSuchObject"))

# Partitioned volumes.
parted = named("parted")
step("create_parted_volume", lambda: type(o.create_parted_volume(parted, comment="c")) is PartedVolume, True)
step("exist_volume", lambda: (bool(o.exist_volume(parted)), bool(o.exist_volume("no_such"))), (True, False))


def write_files(**kw):
    with o.open_volume_writer(parted, "p1", **kw) as writer:
        writer.write("f1", b"hello")
        writer.write("dir/f2", bytes(bytearray(range(256))) * 5000)


step("open_volume_writer", write_files)
step("list_volume_partitions", lambda: [p.name for p in connect().list_volume_partitions(parted)], ["p1"])
step("list_volume_files", lambda: [f.name for f in connect().list_volume_files(parted, "p1")], ["dir/f2", "f1"])
step("partition meta", lambda: (connect().get_volume_partition(parted, "p1").length, connect().get_volume_partition(parted, "p1").file_number), (1280005, 2))


def read_volume(file, **kw):
    with connect().open_volume_reader(parted, "p1", file, **kw) as reader:
        return reader.read()


step("open_volume_reader", lambda: read_volume("f1"), b"hello")
step("open_volume_reader range", lambda: read_volume("f1", start=1, length=3), b"ell")
step("large volume file", lambda: read_volume("dir/f2") == bytes(bytearray(range(256))) * 5000, True)
zlib = CompressOption(CompressOption.CompressAlgorithm.ODPS_ZLIB)
step("compressed writer", lambda: write_files(compress_option=zlib))
step("compressed reader", lambda: read_volume("f1", compress_option=zlib), b"hello")
step("volume resource", lambda: o.create_resource(named("vol", ".txt"), "volumefile", volume_file=connect().get_volume_partition(parted, "p1").files["f1"]).name, named("vol", ".txt"))
step("exist_volume_partition", lambda: (connect().exist_volume_partition(parted, "p1"), connect().exist_volume_partition(parted, "p2")), (True, False))
step("delete_volume_partition", lambda: o.delete_volume_partition(parted, "p1"))
step("after delete_volume_partition", lambda: list(connect().list_volume_partitions(parted)), [])
step("list_volumes", lambda: parted in [v.name for v in connect().list_volumes()], True)
step("delete_volume", lambda: o.delete_volume(parted))
step("after delete_volume", lambda: bool(connect().exist_volume(parted)), False)

# File systems.
fs = named("fs")
step("create_fs_volume", lambda: type(o.create_fs_volume(fs)).__name__, "FSVolume")
step("create_volume_directory", lambda: o.create_volume_directory(fs, "dir").path, "/%s/dir" % fs)


def write_fs(path, content, **kw):
    with connect().get_volume(fs).open_writer(path, **kw) as writer:
        writer.write(content)


def read_fs(path, **kw):
    with connect().get_volume(fs).open_reader(path, **kw) as reader:
        return reader.read()


step("fs writer", lambda: write_fs("dir/f1", b"hello world", replication=2))
step("fs reader", lambda: read_fs("dir/f1"), b"hello world")
step("fs range", lambda: read_fs("dir/f1", start=6, length=3), b"wor")
step("fs compressed", lambda: (write_fs("dir/f3", b"zip" * 1000, compress_option=zlib), read_fs("dir/f3", compress_option=zlib))[1] == b"zip" * 1000, True)
step("fs list", lambda: sorted(x.path for x in connect().get_volume(fs)["dir"]), ["/%s/dir/f1" % fs, "/%s/dir/f3" % fs])
step("fs root", lambda: [x.path for x in connect().get_volume(fs)], ["/%s/dir" % fs])
step("fs file", lambda: (connect().get_volume_file(fs, "dir/f1").length, connect().get_volume_file(fs, "dir/f1").replication), (11, 2))
step("fs contains", lambda: (bool("dir/f1" in connect().get_volume(fs)), bool("dir/f9" in connect().get_volume(fs))), (True, False))


def set_replication():
    file = connect().get_volume_file(fs, "dir/f1")
    file.replication = 4
    return connect().get_volume_file(fs, "dir/f1").replication


step("fs replication", set_replication, 4)
step("move_volume_file", lambda: connect().get_volume_file(fs, "dir/f1").move("./f2", replication=5))
step("after move", lambda: (read_fs("dir/f2"), connect().get_volume_file(fs, "dir/f2").replication), (b"hello world", 5))
step("delete_volume_file", lambda: o.delete_volume_file(fs, "dir/f2"))
step("delete full directory", lambda: code_of(lambda: connect().delete_volume_file(fs, "dir", recursive=False), errors.ODPSError) is not None, True)
step("delete directory", lambda: connect().delete_volume_file(fs, "dir", recursive=True))
step("fs is empty", lambda: list(connect().get_volume(fs)), [])
step("delete fs volume", lambda: o.delete_volume(fs))

# External volumes.
ext = named("ext")
step(
    "create_external_volume",
    lambda: type(o.create_external_volume(ext, location="oss://endpoint/bucket/%s/" % suffix, rolearn="acs:ram::1:role/r", auto_create_dir=True)).__name__,
    "ExternalVolume",
)
step("external properties", lambda: (connect().get_volume(ext).location, connect().get_volume(ext).rolearn), ("oss://endpoint/bucket/%s/" % suffix, "acs:ram::1:role/r"))
step("external directory", lambda: o.create_volume_directory(ext, "dir").path.rstrip("/"), "/%s/dir" % ext)


def write_ext():
    with connect().get_volume(ext).open_writer("dir/f1") as writer:
        writer.write(b"outside")


def read_ext():
    with connect().get_volume(ext).open_reader("dir/f1") as reader:
        return reader.read()


step("external writer", write_ext)
step("external reader", read_ext, b"outside")
step("external list", lambda: [x.path for x in connect().get_volume(ext)["dir"]], ["/%s/dir/f1" % ext])
step("external delete", lambda: connect().get_volume(ext)["dir/f1"].delete())
step("delete external volume", lambda: o.delete_volume(ext, auto_remove_dir=True, recursive=True))

# Leave nothing behind.
for name in (plain, code, named("temp", ".jar"), big, table_resource, named("vol", ".txt")):
    step("delete_resource " + name, lambda: o.delete_resource(name))
step("missing resource is not deleted", lambda: code_of(lambda: o.delete_resource(plain), errors.NoSuchObject), "NoSuchObject")
step("delete_table", lambda: o.delete_table(table))

finish()
