--- common table expressions
with a as (select * from emp where salary > 60), b as (select dept, count(*) as n from a group by dept) select * from b where dept is not null order by dept limit 10
=== dept STRING, n BIGINT
dev|2
ops|2
--- recursive common table expression
with recursive t(n) as (select 1L union all select n + 1 from t where n < 4) select sum(n) as s from t
=== s BIGINT
10
--- union all keeps and union removes duplicates
select count(*) as n from (select dept from emp union all select dept from dept) a cross join (select count(*) as m from (select dept from emp union select dept from dept) u) b
=== n BIGINT
8
--- union brings types together
select 1 as v union all select 2L union all select 3.5 order by v limit 10
=== v DOUBLE
1
2
3.5
--- intersect, except and minus
select dept from dept intersect select dept from emp order by dept limit 10
=== dept STRING
dev
ops
--- except
select dept from dept except select dept from emp
=== dept STRING
law
--- minus all
select v from (values (1L), (1L), (2L)) t(v) minus all select v from (values (1L)) u(v) order by v limit 10
=== v BIGINT
1
2
--- intersect all
select v from (values (1L), (1L), (2L)) t(v) intersect all select v from (values (1L), (1L), (1L)) u(v) order by v limit 10
=== v BIGINT
1
1
--- union distinct
select 1 as v union distinct select 1
=== v INT
1
--- values as a table
select x, y from values (1, 'a'), (2, 'b') as t(x, y) order by x limit 10
=== x INT, y STRING
1|a
2|b
--- scalar subquery
select name from emp where salary = (select max(salary) from emp)
=== name STRING
Ann
--- scalar subquery in the select list
select name, salary - (select avg(salary) from emp) as diff from emp order by id limit 2
=== name STRING, diff DOUBLE
Ann|26
Bob|6
--- correlated scalar subquery
select name from emp e where salary > (select avg(salary) from emp x where x.dept = e.dept) order by name limit 10
=== name STRING
Ann
--- in subquery
select name from emp where dept in (select dept from dept where city = 'Rome') order by name limit 10
=== name STRING
Cid
Dee
--- not in with NULL among the values gives nothing
select name from emp where id not in (select boss from emp)
=== name STRING
--- not in without NULL
select city from dept where dept not in (select dept from emp where dept is not null)
=== city STRING
Bern
--- exists
select d.city from dept d where exists (select 1 from emp e where e.dept = d.dept and e.salary > 90)
=== city STRING
Oslo
--- not exists
select d.city from dept d where not exists (select 1 from emp e where e.dept = d.dept)
=== city STRING
Bern
--- in of several columns
select name from emp where (dept, salary) in (select dept, max(salary) from emp group by dept) order by name limit 10
=== name STRING
Ann
Cid
Dee
--- nested subqueries
select max(n) as m from (select count(*) as n from (select distinct dept, salary from emp) a group by dept) b
=== m BIGINT
2
--- order by an expression, an alias and a position, NULL first
select name, dept as d from emp order by d, length(name) desc, 1 desc limit 3
=== name STRING, d STRING
Eve|\N
Bob|dev
Ann|dev
--- nulls last
select name from emp order by dept nulls last, name limit 10
=== name STRING
Ann
Bob
Cid
Dee
Eve
--- limit and offset
select id from emp order by id limit 2 offset 1
=== id BIGINT
2
3
--- limit with two numbers
select id from emp order by id limit 1, 2
=== id BIGINT
2
3
--- distribute by and sort by
select id from emp where id < 3 distribute by dept sort by id
=== id BIGINT
1
2
--- cluster by
select id from emp where id = 1 cluster by id
=== id BIGINT
1
--- order by without limit
select id from emp order by id
=== id BIGINT
1
2
3
4
5
--- stars
select d.*, 1 as one from dept d where city = 'Bern'
=== dept STRING, city STRING, one INT
law|Bern|1
--- star except
select * except(boss, hired, salary) from emp where id = 1
=== id BIGINT, name STRING, dept STRING
1|Ann|dev
--- star replace
select * replace(upper(city) as city) from dept where dept = 'law'
=== dept STRING, city STRING
law|BERN
--- columns of a regular expression that leaves one out
set odps.sql.allow.fullscan=true;
select `(city)?+.+` from dept where city = 'Bern'
=== dept STRING
law
--- columns of a regular expression
select `(id|na.*)` from emp where id = 1
=== id BIGINT, name STRING
1|Ann
--- back-quoted names and letter case
SELECT `ID` AS `Select`, NAME FROM EMP WHERE Id = 1
=== select BIGINT, name STRING
1|Ann
--- comments
select 1 as a -- one
/* two ; */ , 2 as b
=== a INT, b INT
1|2
--- names of columns without an alias
select 1, upper('x'), count(*) from emp
=== _c0 INT, _c1 STRING, _c2 BIGINT
1|X|5
--- no from
select 1 + 1 as two where 1 = 1
=== two INT
2
--- tablesample is named
select count(*) as n from emp tablesample (100 percent)
!!! ODPS-0130071 TABLESAMPLE
--- partitions as columns
select item, day, region from sales where day = '2026-01-02' and region = 'eu'
=== item STRING, day STRING, region STRING
cup|2026-01-02|eu
--- the full name of a table
select count(*) as n from demo.emp
=== n BIGINT
5
--- subscripts and fields
select tags[0] as t, props['y'] as y, who.name as w, size(tags) as n, tags[9] as none, props['?'] as nokey from docs where id = 1
=== t STRING, y BIGINT, w STRING, n INT, none STRING, nokey BIGINT
a|2|Ann|2|\N|\N
--- variables of a script
set odps.sql.submit.mode=script;
@rich := select * from emp where salary > 75;
@n := select count(*) as n from @rich;
select * from @n;
=== n BIGINT
2
--- a script variable with one value
set odps.sql.submit.mode=script;
@min bigint := 75;
select name from emp where salary > @min order by name limit 10;
=== name STRING
Ann
Bob
--- a variable that there is not
select * from @nothing
!!! ODPS-0130071 @nothing
--- pivot is named
select * from (select dept, salary from emp where dept is not null) pivot (sum(salary) for dept in ('dev', 'ops'))
!!! ODPS-0130071 PIVOT
--- unpivot is named
select k, v from (select 1L as a, 2L as b) t unpivot (v for k in (a, b)) order by k limit 10
!!! ODPS-0130071 UNPIVOT
--- an unknown column
select nothing from emp
!!! ODPS-0130071 nothing
--- an unknown table
select * from nowhere
!!! ODPS-0130131 nowhere
--- a syntax error
selec 1
!!! ODPS-0130161 selec
--- an unfinished statement
select 1 from
!!! ODPS-0130161
--- an unknown function
select nofunction(1)
!!! ODPS-0130071 nofunction
--- an ambiguous column
select dept from emp e join dept d on e.dept = d.dept
!!! ODPS-0130071 dept
--- too many columns in a set operation
select 1, 2 union all select 1
!!! ODPS-0130241 UNION
--- a subquery with two columns where one is wanted
select (select 1, 2)
!!! ODPS-0130071
--- transform with a script is named
select transform(id) using 'python x.py' as (y) from emp
!!! ODPS-0130071 TRANSFORM
