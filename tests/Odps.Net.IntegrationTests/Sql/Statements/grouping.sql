--- group by with having
select dept, count(*) as n, sum(salary) as total, avg(salary) as mean, min(hired) as first, max(name) as last from emp group by dept having count(*) > 1 order by dept limit 10
=== dept STRING, n BIGINT, total BIGINT, mean DOUBLE, first DATE, last STRING
dev|2|180|90|2020-01-15|Bob
ops|2|140|70|2019-07-31|Dee
--- group by an expression and its position
set odps.sql.groupby.position.alias=true;
select year(hired) % 2 as odd, count(*) as n from emp group by 1 order by odd limit 10
=== odd INT, n BIGINT
0|2
1|3
--- group by an alias
select substr(name, 1, 1) as letter, count(*) as n from emp group by letter order by letter limit 2
=== letter STRING, n BIGINT
A|1
B|1
--- aggregates without rows
select count(*) as n, count(salary) as m, sum(salary) as s, avg(salary) as a, max(salary) as x from emp where id > 100
=== n BIGINT, m BIGINT, s BIGINT, a DOUBLE, x BIGINT
0|0|\N|\N|\N
--- distinct aggregates
select count(distinct dept) as a, count(distinct dept, salary) as b, sum(distinct salary) as c from emp
=== a BIGINT, b BIGINT, c BIGINT
2|3|300
--- select distinct
select distinct dept from emp order by dept limit 10
=== dept STRING
\N
dev
ops
--- grouping sets
select dept, boss, count(*) as n from emp where id < 5 group by dept, boss grouping sets ((dept), (boss), ()) order by dept, boss, n limit 20
=== dept STRING, boss BIGINT, n BIGINT
\N|\N|1
\N|\N|4
\N|1|2
\N|3|1
dev|\N|2
ops|\N|2
--- rollup
select day, region, sum(qty) as q, grouping(region) as g, grouping__id as gid from sales group by rollup(day, region) order by day, region limit 20
=== day STRING, region STRING, q BIGINT, g BIGINT, gid BIGINT
\N|\N|15|1|3
2026-01-01|\N|6|1|1
2026-01-01|eu|3|0|0
2026-01-01|us|3|0|0
2026-01-02|\N|9|1|1
2026-01-02|eu|9|0|0
--- cube
select day, region, sum(qty) as q from sales group by cube(day, region) order by day, region limit 20
=== day STRING, region STRING, q BIGINT
\N|\N|15
\N|eu|12
\N|us|3
2026-01-01|\N|6
2026-01-01|eu|3
2026-01-01|us|3
2026-01-02|\N|9
2026-01-02|eu|9
--- group by with rollup
select dept, count(*) as n from emp where dept is not null group by dept with rollup order by dept limit 10
=== dept STRING, n BIGINT
\N|4
dev|2
ops|2
--- collect_list and collect_set
select dept, sort_array(collect_list(salary)) as l, sort_array(collect_set(salary)) as s from emp where dept is not null group by dept order by dept limit 10
=== dept STRING, l ARRAY<BIGINT>, s ARRAY<BIGINT>
dev|[80,100]|[80,100]
ops|[70,70]|[70]
--- wm_concat
select dept, wm_concat(',', name) as names from (select * from emp where dept is not null order by id limit 10) t group by dept order by dept limit 10
=== dept STRING, names STRING
dev|Ann,Bob
ops|Cid,Dee
--- wm_concat within group
select wm_concat(distinct ',', dept) within group (order by dept desc) as depts, wm_concat('-', name) within group (order by salary desc, name) as names from emp where dept is not null
=== depts STRING, names STRING
ops,dev|Ann-Bob-Cid-Dee
--- aggregate with a filter
select count(*) filter (where dept = 'dev') as n, sum(salary) filter (where salary < 80) as s from emp
=== n BIGINT, s BIGINT
2|190
--- count_if, any_value, max_by, min_by
select count_if(salary >= 80) as n, max_by(name, salary) as rich, min_by(name, salary) as poor, any_value(1L) as x from emp
=== n BIGINT, rich STRING, poor STRING, x BIGINT
2|Ann|Eve|1
--- statistics
select median(salary) as m, round(stddev(salary), 4) as sd, round(stddev_samp(salary), 4) as ss, round(variance(salary), 2) as v, percentile(salary, 0.5) as p from emp
=== m DOUBLE, sd DOUBLE, ss DOUBLE, v DOUBLE, p DOUBLE
70|16.2481|18.1659|264|70
--- percentile_approx of several fractions
select percentile_approx(salary, array(0.0, 0.5, 1.0)) as p from emp
=== p ARRAY<DOUBLE>
[50,70,100]
--- decimals in aggregates
select sum(price) as s, avg(price) as a, max(price) as m from sales
=== s DECIMAL(38,2), a DECIMAL(14,6), m DECIMAL(10,2)
9.00|2.250000|3.00
--- multimap_agg and histogram are named when they are not supported
select no_such_aggregate(salary) from emp
!!! ODPS-0130071 no_such_aggregate
--- a column that is not grouped
select name, count(*) from emp group by dept
!!! ODPS-0130071 name
--- an aggregate within where
select dept from emp where count(*) > 1 group by dept
!!! ODPS-0130071 count
--- numeric histogram of nested aggregates
select sum(count(*)) from emp group by dept
!!! ODPS-0130071 count
--- map_agg
select map_agg(name, salary) as m from emp where id = 1
=== m MAP<STRING,BIGINT>
{Ann:100}
