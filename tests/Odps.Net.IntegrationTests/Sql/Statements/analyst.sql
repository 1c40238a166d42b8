--- yesterday as a partition value
select to_char(dateadd(to_date('20260101', 'yyyymmdd'), -1, 'dd'), 'yyyymmdd') as d, substr('20260101', 1, 6) as m, datediff(to_date('20260301', 'yyyymmdd'), to_date('20260201', 'yyyymmdd'), 'dd') as n
=== d STRING, m STRING, n BIGINT
20251231|202601|28
--- seconds since 1970 and back
select unix_timestamp('2026-01-01 00:00:00') as a, cast(from_unixtime(1767225600) as string) as b, to_char(from_unixtime(1767225600), 'yyyy-mm-dd') as c
=== a BIGINT, b STRING, c STRING
1767225600|2026-01-01 00:00:00|2026-01-01
--- a series of days
select date_add('2026-01-30', cast(pos as bigint)) as d from (select 1 as x) t lateral view posexplode(split(space(2), ' ')) p as pos, v order by d limit 10
=== d DATE
2026-01-30
2026-01-31
2026-02-01
--- the share of a condition
select round(100.0 * sum(if(dept = 'dev', 1, 0)) / count(*), 2) as share, count(distinct case when salary > 60 then dept end) as depts, nvl(sum(case when salary > 1000 then salary end), 0L) as rich from emp
=== share DOUBLE, depts BIGINT, rich BIGINT
40|2|0
--- columns of rows by hand
select max(case when dept = 'dev' then n end) as dev, max(case when dept = 'ops' then n end) as ops from (select dept, count(*) as n from emp group by dept) t
=== dev BIGINT, ops BIGINT
2|2
--- order by an aggregate that is not selected
select dept from emp where dept is not null group by dept order by sum(salary) desc limit 10
=== dept STRING
dev
ops
--- order by a column that is not selected
select name from emp order by salary desc, id limit 2
=== name STRING
Ann
Bob
--- having without group by
select sum(salary) as s from emp having count(*) > 3
=== s BIGINT
370
--- having by an alias
select dept, sum(salary) as total from emp group by dept having total > 150
=== dept STRING, total BIGINT
dev|180
--- group keys with the name of their table
select e.dept, count(1) as n from emp e group by e.dept order by e.dept limit 10
=== dept STRING, n BIGINT
\N|1
dev|2
ops|2
--- a list of names in one text
select dept, concat_ws(',', sort_array(collect_set(name))) as names from emp where dept is not null group by dept order by dept limit 10
=== dept STRING, names STRING
dev|Ann,Bob
ops|Cid,Dee
--- the newest row of each key, in the words of Hive
select name from (select *, row_number() over (distribute by dept sort by salary desc, id) as rn from emp where dept is not null) t where t.rn = 1 order by name limit 10
=== name STRING
Ann
Cid
--- a table expression that is used twice
with t as (select dept, sum(salary) as s from emp group by dept) select a.dept from t a join (select max(s) as m from t) b on a.s = b.m
=== dept STRING
dev
--- a table expression of another, within a subquery
select n from (with a as (select 1 as n union all select 2), b as (select max(n) as n from a) select n from b) t
=== n INT
2
--- brackets with their own order and limit in a union
select * from (select name from emp order by salary desc limit 1) a union all select * from (select name from emp order by salary limit 1) b
=== name STRING
Ann
Eve
--- union of three with names of the first
select id as k, name as v from emp where id = 1 union all select 10L, 'ten' union all select 11L, null order by k limit 10
=== k BIGINT, v STRING
1|Ann
10|ten
11|\N
--- correlated in and exists
select name from emp e where e.dept in (select d.dept from dept d where d.city <> 'Rome' and d.dept = e.dept) and exists (select 1 from emp x where x.boss = e.id)
=== name STRING
Ann
--- a subquery in case and in the select list
select name, case when salary >= (select avg(salary) from emp) then 'above' else 'below' end as side, (select count(*) from emp x where x.boss = e.id) as reports from emp e order by id limit 3
=== name STRING, side STRING, reports BIGINT
Ann|above|2
Bob|above|0
Cid|below|1
--- join on equality that knows NULL
select count(*) as n from emp a join emp b on a.dept <=> b.dept
=== n BIGINT
9
--- outer join with conditions on both sides
select e.name, d.city from emp e left join dept d on e.dept = d.dept and d.city = 'Oslo' where e.id <= 3 order by e.id limit 10
=== name STRING, city STRING
Ann|Oslo
Bob|Oslo
Cid|\N
--- full join with using
select dept, name from emp full join dept using (dept) where name is null
=== dept STRING, name STRING
law|\N
--- partitions between two values
select sum(qty) as q, max(cast(replace(day, '-', '') as bigint)) as d from sales where day between '2026-01-01' and '2026-01-31' and region in ('eu')
=== q BIGINT, d BIGINT
12|20260102
--- partitions by a function
select count(*) as n from sales where day = max_pt('sales')
=== n BIGINT
1
--- like with a made pattern
select name from emp where lower(name) like concat('%', 'nn') or name rlike '^D' order by name limit 10
=== name STRING
Ann
Dee
--- top shares with a running total
select name, sum(salary) over (order by salary desc, id rows between unbounded preceding and current row) / sum(salary) over () as share from emp order by salary desc, id limit 2
=== name STRING, share DOUBLE
Ann|0.2702702702702703
Bob|0.4864864864864865
--- difference from the row before
select day, q - lag(q, 1, 0L) over (order by day) as diff from (select day, sum(qty) as q from sales group by day) t order by day limit 10
=== day STRING, diff BIGINT
2026-01-01|6
2026-01-02|3
--- two columns with one name
select a.dept, b.dept from emp a join emp b on a.boss = b.id where a.id = 4
=== dept STRING, dept2 STRING
ops|ops
--- semicolons and comments that hold some
-- one; two
select 'a;b' as v; ;
=== v STRING
a;b
--- insert of an aggregate with a union
create table an_a (k string, n bigint);
insert overwrite table an_a select dept, count(*) from emp where dept is not null group by dept union all select 'all', count(*) from emp;
select * from an_a order by k limit 10;
=== k STRING, n BIGINT
all|5
dev|2
ops|2
--- a table of days that is filled twice
create table if not exists an_b (n bigint) partitioned by (ds string) lifecycle 30;
insert overwrite table an_b partition (ds='20260101') select count(*) from emp;
insert overwrite table an_b partition (ds='20260101') select count(*) + 1 from emp;
alter table an_b add if not exists partition (ds='20260102');
alter table an_b drop if exists partition (ds<'20260101');
select * from an_b where ds >= '20260101';
=== n BIGINT, ds STRING
6|20260101
--- partitions that are dropped by a comparison
create table an_c (n bigint) partitioned by (ds string);
insert into an_c partition (ds) values (1, '1'), (2, '2'), (3, '3');
alter table an_c drop partition (ds<'3');
show partitions an_c;
=== text
ds=3
--- changes of a transactional table by partition
create table an_d (id bigint, v string) partitioned by (ds string) tblproperties ('transactional'='true');
insert into an_d partition (ds) values (1, 'a', 'x'), (2, 'b', 'y');
update an_d set v = 'B' where ds = 'y';
delete from an_d where ds = 'x';
select * from an_d where ds >= 'x';
=== id BIGINT, v STRING, ds STRING
2|B|y
--- a table in another table's likeness, filled from it
create table an_e like dept;
insert into table an_e select * from dept where dept = 'law';
select * from an_e;
=== dept STRING, city STRING
law|Bern
--- explain of an insert
explain insert overwrite table dept select dept, city from dept
=== text contains
demo.dept
--- tables of the project
show tables in demo
=== text contains
:emp
:sales
--- analyze is named
analyze table emp compute statistics
!!! ODPS-0130071 ANALYZE
--- load and unload are named
unload from emp into location 'oss://b/c'
!!! ODPS-0130071 UNLOAD
--- a negative limit
select 1 limit -1
!!! ODPS-01
--- an insert into a partition key that there is not
insert into sales partition (nokey='1') select 'a', 1L, 1BD
!!! ODPS-0130071 nokey
--- a missing partition value
insert into sales partition (day='2026-01-01') select 'a', 1L, 1BD
!!! ODPS-01
--- text that is no number within a sum
select sum('x') as s, sum('1.5') as t
=== s DOUBLE, t DOUBLE
\N|1.5
--- a date that does not exist
select cast('2026-02-30' as date) as d, cast('2026-13-01 00:00:00' as datetime) as e
=== d DATE, e DATETIME
\N|\N
--- a date that does not have its form
select to_date('2026-02-30', 'yyyy-mm-dd')
!!! ODPS-0121095 to_date
--- a BIGINT that overflows
select 9223372036854775807L + 1
!!! ODPS-0121
--- a scalar subquery of several rows
select (select id from emp)
!!! ODPS-01
--- zones
set odps.sql.timezone=Asia/Shanghai;
select cast(from_unixtime(0) as string) as a, hour(datetime'2026-01-01 05:00:00') as b, cast(cast('2026-01-01 00:00:00' as timestamp) as string) as c
=== a STRING, b INT, c STRING
1970-01-01 08:00:00|5|2026-01-01 00:00:00
--- whole numbers without the types of version 2
set odps.sql.type.system.odps2=false;
select 1 as a, 1 + 1 as b, count(*) as c from emp
=== a BIGINT, b BIGINT, c BIGINT
1|2|5
