--- ranking functions
select name, row_number() over (partition by dept order by salary desc, id) as rn, rank() over (order by salary desc) as r, dense_rank() over (order by salary desc) as d from emp where dept is not null order by salary desc, name limit 10
=== name STRING, rn BIGINT, r BIGINT, d BIGINT
Ann|1|1|1
Bob|2|2|2
Cid|1|3|3
Dee|2|3|3
--- ntile, cume_dist and percent_rank
select name, ntile(2) over (order by id) as t, cume_dist() over (order by salary) as c, percent_rank() over (order by salary) as p from emp order by id limit 10
=== name STRING, t BIGINT, c DOUBLE, p DOUBLE
Ann|1|1|1
Bob|1|0.8|0.75
Cid|1|0.6|0.25
Dee|2|0.6|0.25
Eve|2|0.2|0
--- lag and lead with defaults
select name, lag(name) over (order by id) as b, lead(name, 2, 'none') over (order by id) as a, lag(salary, 1, 0L) over (order by id) as s from emp order by id limit 3
=== name STRING, b STRING, a STRING, s BIGINT
Ann|\N|Cid|0
Bob|Ann|Dee|100
Cid|Bob|Eve|80
--- first_value, last_value and nth_value
select name, first_value(name) over (partition by dept order by id) as f, last_value(name) over (partition by dept order by id rows between unbounded preceding and unbounded following) as l, nth_value(name, 2) over (order by id rows between unbounded preceding and unbounded following) as n from emp where dept is not null order by id limit 10
=== name STRING, f STRING, l STRING, n STRING
Ann|Ann|Bob|Bob
Bob|Ann|Bob|Bob
Cid|Cid|Dee|Bob
Dee|Cid|Dee|Bob
--- sums in frames of rows
select id, sum(salary) over (order by id rows between 1 preceding and current row) as a, sum(salary) over (order by id rows between current row and unbounded following) as b, avg(salary) over (order by id rows between 1 preceding and 1 following) as c from emp order by id limit 10
=== id BIGINT, a BIGINT, b BIGINT, c DOUBLE
1|100|370|90
2|180|270|83.33333333333333
3|150|190|73.33333333333333
4|140|120|63.333333333333336
5|120|50|60
--- a running sum goes row by row
select name, sum(salary) over (order by salary, name) as s from emp order by salary, name limit 10
=== name STRING, s BIGINT
Eve|50
Cid|120
Dee|190
Bob|270
Ann|370
--- with the rules of Hive a running sum takes its peers along
set odps.sql.hive.compatible=true;
select name, sum(salary) over (order by salary) as s from emp order by salary, name limit 10
=== name STRING, s BIGINT
Eve|50
Cid|190
Dee|190
Bob|270
Ann|370
--- frame of a range
select id, count(*) over (order by salary range between 20 preceding and current row) as n from emp order by id limit 10
=== id BIGINT, n BIGINT
1|2
2|3
3|3
4|3
5|1
--- frame of groups
select id, count(*) over (order by salary groups between 1 preceding and current row) as n from emp order by id limit 10
=== id BIGINT, n BIGINT
1|2
2|3
3|3
4|3
5|1
--- frame that leaves the current row out
select id, sum(salary) over (order by id rows between 1 preceding and 1 following exclude current row) as s from emp order by id limit 3
=== id BIGINT, s BIGINT
1|80
2|170
3|150
--- window of a group
select dept, sum(salary) as total, rank() over (order by sum(salary) desc) as r from emp where dept is not null group by dept order by r limit 10
=== dept STRING, total BIGINT, r BIGINT
dev|180|1
ops|140|2
--- named window
select id, sum(salary) over w as s, count(*) over w as n from emp window w as (order by id) order by id limit 2
=== id BIGINT, s BIGINT, n BIGINT
1|100|1
2|180|2
--- the best of each group
select name, dept from (select name, dept, row_number() over (partition by dept order by salary desc) as rn from emp) t where rn = 1 and dept is not null order by dept, name limit 10
=== name STRING, dept STRING
Ann|dev
Cid|ops
--- qualify
select name, dept from emp where dept is not null qualify row_number() over (partition by dept order by salary desc, id) = 1 order by dept limit 10
=== name STRING, dept STRING
Ann|dev
Cid|ops
--- count distinct in a window
select id, count(distinct salary) over (partition by dept) as n from emp where dept is not null order by id limit 10
=== id BIGINT, n BIGINT
1|2
2|2
3|1
4|1
--- share of the total
select name, round(salary / sum(salary) over (), 2) as share from emp order by id limit 2
=== name STRING, share DOUBLE
Ann|0.27
Bob|0.22
--- collect_list over a window
select id, collect_list(id) over (order by id rows between 1 preceding and current row) as l from emp order by id limit 3
=== id BIGINT, l ARRAY<BIGINT>
1|[1]
2|[1,2]
3|[2,3]
--- ignore nulls
select id, last_value(boss, true) over (order by id desc rows between unbounded preceding and current row) as b from emp order by id limit 2
=== id BIGINT, b BIGINT
1|1
2|1
--- window within where
select id from emp where row_number() over (order by id) = 1
!!! ODPS-0130071 WHERE
--- rank without order
select rank() over (partition by dept) from emp
!!! ODPS-0130071 rank
