--- insert into and overwrite
create table ch_a (id bigint, v string);
insert into ch_a values (1, 'a'), (2, 'b');
insert into table ch_a select 3L, 'c';
insert into ch_a (v) values ('only v');
select id, v from ch_a order by id, v limit 10;
=== id BIGINT, v STRING
\N|only v
1|a
2|b
3|c
--- insert overwrite
create table ch_b (id bigint);
insert into ch_b values (1), (2);
insert overwrite table ch_b select id + 10 from ch_b where id = 2;
select * from ch_b;
=== id BIGINT
12
--- static partition
create table ch_c (id bigint) partitioned by (p string);
insert into ch_c partition (p='x') values (1);
insert into table ch_c partition (p='x') (id) select 2L;
insert overwrite table ch_c partition (p='y') select 3L;
select p, id from ch_c order by p, id limit 10;
=== p STRING, id BIGINT
x|1
x|2
y|3
--- dynamic partitions
create table ch_d (id bigint) partitioned by (a string, b bigint);
insert into ch_d partition (a, b) select id, dept, boss from emp where boss < 5;
insert overwrite table ch_d partition (a='ops', b) select 100L, 1L;
select a, b, id from ch_d order by a, b, id limit 10;
=== a STRING, b BIGINT, id BIGINT
dev|1|2
ops|1|100
ops|3|4
--- values into dynamic partitions
create table ch_e (id bigint) partitioned by (p string);
insert into ch_e partition (p) values (1, 'x'), (2, 'y');
show partitions ch_e;
=== text
p=x
p=y
--- multi-insert
create table ch_f1 (name string);
create table ch_f2 (name string, salary bigint);
from emp insert into table ch_f1 select name where salary > 75 insert overwrite table ch_f2 select name, salary where salary < 60;
select a.n, b.n as m from (select count(*) as n from ch_f1) a cross join (select count(*) as n from ch_f2) b;
=== n BIGINT, m BIGINT
2|1
--- insert with a common table expression
create table ch_g (n bigint);
with t as (select 5L as n) insert into ch_g select n from t;
select * from ch_g;
=== n BIGINT
5
--- create table as
create table ch_h lifecycle 3 as select id, name as who, salary * 1.5 as pay from emp where id = 1;
select * from ch_h;
=== id BIGINT, who STRING, pay DOUBLE
1|Ann|150
--- create table like
create table ch_i like sales;
insert into ch_i partition (day='d', region='r') values ('pen', 1, 2.5);
select * from ch_i where day = 'd';
=== item STRING, qty BIGINT, price DECIMAL(10,2), day STRING, region STRING
pen|1|2.50|d|r
--- delete and update of a transactional table
create table ch_j (id bigint, v string) tblproperties ('transactional'='true');
insert into ch_j values (1, 'a'), (2, 'b'), (3, 'c');
update ch_j set v = concat(v, '!') where id >= 2;
delete from ch_j where v = 'c!' or id in (select 1L);
select * from ch_j;
=== id BIGINT, v STRING
2|b!
--- delete from another table
delete from emp where id = 1
!!! ODPS-0130071 transactional
--- update from another table
create table ch_k (id bigint, v string) tblproperties ('transactional'='true');
insert into ch_k values (1, 'a'), (2, 'b');
update ch_k set v = s.w from (select 2L as k, 'new' as w) s where ch_k.id = s.k;
select * from ch_k order by id limit 10;
=== id BIGINT, v STRING
1|a
2|new
--- merge
create table ch_l (id bigint, v string) tblproperties ('transactional'='true');
insert into ch_l values (1, 'a'), (2, 'b'), (3, 'c');
merge into ch_l t using (select 2L as id, 'B' as v union all select 4L, 'D' union all select 3L, null) s on t.id = s.id when matched and s.v is null then delete when matched then update set t.v = s.v when not matched then insert values (s.id, s.v);
select * from ch_l order by id limit 10;
=== id BIGINT, v STRING
1|a
2|B
4|D
--- truncate
create table ch_m (id bigint);
insert into ch_m values (1);
truncate table ch_m;
select count(*) as n from ch_m;
=== n BIGINT
0
--- insert of too few columns
insert into emp select 1L
!!! ODPS-0130071 column
--- insert of a value that cannot be converted
create table ch_n (d array<string>);
insert into ch_n select 1L;
!!! ODPS-0130071
--- implicit conversion on insert
create table ch_o (a string, b double, c bigint, d datetime, e decimal(10,2));
insert into ch_o select 1, 2, '3', '2026-01-02 03:04:05', 1.239;
select * from ch_o;
=== a STRING, b DOUBLE, c BIGINT, d DATETIME, e DECIMAL(10,2)
1|2|3|2026-01-02 03:04:05|1.24
--- defaults and not null
create table ch_p (id bigint not null, v string default 'none');
insert into ch_p (id) values (1);
select * from ch_p;
=== id BIGINT, v STRING
1|none
--- null where it must not be
create table ch_q (id bigint not null);
insert into ch_q select cast(null as bigint);
!!! ODPS-0121095 NOT NULL
--- insert into a table that is not there
insert into nowhere values (1)
!!! ODPS-0130131 nowhere
--- nested values
create table ch_r (a array<bigint>, m map<string,bigint>, s struct<x:bigint,y:string>);
insert into ch_r select array(1L, 2L), map('k', 3L), named_struct('x', 4L, 'y', 'z');
select a[1] as a, m['k'] as m, s.y as s from ch_r;
=== a BIGINT, m BIGINT, s STRING
2|3|z
--- insert overwrite of a partition that is read
create table ch_s (id bigint) partitioned by (p string);
insert into ch_s partition (p='1') values (1), (2);
insert overwrite table ch_s partition (p='1') select id from ch_s where p = '1' and id > 1;
select * from ch_s where p = '1';
=== id BIGINT, p STRING
2|1
