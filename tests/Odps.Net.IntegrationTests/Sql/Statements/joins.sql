--- inner join
select e.name, d.city from emp e join dept d on e.dept = d.dept order by e.id limit 10
=== name STRING, city STRING
Ann|Oslo
Bob|Oslo
Cid|Rome
Dee|Rome
--- left outer join
select e.name, d.city from emp e left outer join dept d on e.dept = d.dept where e.id > 3 order by e.id limit 10
=== name STRING, city STRING
Dee|Rome
Eve|\N
--- right join
select d.dept, e.name from emp e right join dept d on e.dept = d.dept and e.salary > 75 order by d.dept, e.name limit 10
=== dept STRING, name STRING
dev|Ann
dev|Bob
law|\N
ops|\N
--- full outer join
select e.name, d.city from emp e full outer join dept d on e.dept = d.dept order by e.name, d.city limit 10
=== name STRING, city STRING
\N|Bern
Ann|Oslo
Bob|Oslo
Cid|Rome
Dee|Rome
Eve|\N
--- cross join
select count(*) as n from emp cross join dept
=== n BIGINT
15
--- comma join with condition
select e.name from emp e, dept d where e.dept = d.dept and d.city = 'Oslo' order by e.name limit 10
=== name STRING
Ann
Bob
--- join using
select dept, name, city from emp join dept using (dept) order by name limit 2
=== dept STRING, name STRING, city STRING
dev|Ann|Oslo
dev|Bob|Oslo
--- natural join
select dept, count(*) as n from emp natural join dept group by dept order by dept limit 10
=== dept STRING, n BIGINT
dev|2
ops|2
--- self join
select e.name, b.name as boss from emp e join emp b on e.boss = b.id order by e.id limit 10
=== name STRING, boss STRING
Bob|Ann
Cid|Ann
Dee|Cid
--- left semi join
select d.city from dept d left semi join emp e on e.dept = d.dept order by d.city limit 10
=== city STRING
Oslo
Rome
--- left anti join
select d.city from dept d left anti join emp e on e.dept = d.dept order by d.city limit 10
=== city STRING
Bern
--- join of three with a derived table
select d.city, t.total, count(e.id) as n from dept d join (select dept, sum(salary) as total from emp group by dept) t on d.dept = t.dept join emp e on e.dept = d.dept group by d.city, t.total order by d.city limit 10
=== city STRING, total BIGINT, n BIGINT
Oslo|180|2
Rome|140|2
--- mapjoin hint with a condition that is no equality
select /*+ mapjoin(b) */ a.name, b.name as richer from emp a join emp b on a.salary < b.salary where a.id = 2 order by richer limit 10
=== name STRING, richer STRING
Bob|Ann
--- lateral view explode
select d.id, tag from docs d lateral view explode(d.tags) t as tag order by d.id, tag limit 10
=== id BIGINT, tag STRING
1|a
1|b
2|b
--- lateral view outer
select d.id, tag from docs d lateral view outer explode(d.tags) t as tag order by d.id, tag limit 10
=== id BIGINT, tag STRING
1|a
1|b
2|b
3|\N
--- lateral view posexplode
select d.id, pos, tag from docs d lateral view posexplode(d.tags) t as pos, tag where d.id = 1 order by pos limit 10
=== id BIGINT, pos BIGINT, tag STRING
1|0|a
1|1|b
--- lateral view over a map
select k, v from docs lateral view explode(props) t as k, v where id = 1 order by k limit 10
=== k STRING, v BIGINT
x|1
y|2
--- two lateral views
select tag, k from docs lateral view explode(tags) a as tag lateral view explode(props) b as k, v where id = 1 order by tag, k limit 10
=== tag STRING, k STRING
a|x
a|y
b|x
b|y
--- explode in the select list
select explode(tags) as tag from docs where id = 1
=== tag STRING
a
b
--- json_tuple
select id, b.name, b.age from docs lateral view json_tuple(js, 'name', 'age') b as name, age where id = 1
=== id BIGINT, name STRING, age STRING
1|Ann|30
--- inline of an array of structs
select a, b from (select array(named_struct('a', 1L, 'b', 'x'), named_struct('a', 2L, 'b', 'y')) as s) t lateral view inline(s) i as a, b order by a limit 10
=== a BIGINT, b STRING
1|x
2|y
--- stack
select stack(2, 1L, 'x', 2L, 'y') as (a, b)
=== a BIGINT, b STRING
1|x
2|y
--- trans_array
select trans_array(1, ',', id, vals) as (id, v) from (select 7L as id, 'p,q' as vals) t
=== id BIGINT, v STRING
7|p
7|q
--- join with different types compares as the service does
select count(*) as n from (select '1' as k) a join (select 1L as k) b on a.k = b.k
=== n BIGINT
1
