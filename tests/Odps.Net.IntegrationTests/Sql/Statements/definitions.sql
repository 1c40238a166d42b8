--- show tables like
show tables like 'dep*'
=== text contains
:dept
--- show partitions
show partitions sales
=== text
day=2026-01-01/region=eu
day=2026-01-01/region=us
day=2026-01-02/region=eu
--- show partitions of one value
show partitions sales partition (day='2026-01-01')
=== text
day=2026-01-01/region=eu
day=2026-01-01/region=us
--- desc
desc dept
=== text contains
dept
city
string
--- describe extended
describe extended sales
=== text contains
decimal(10,2)
region
--- desc of a partition
desc sales partition (day='2026-01-01', region='eu')
=== text contains
PartitionSize
--- show create table
show create table sales
=== text contains
CREATE TABLE
DECIMAL(10,2)
PARTITIONED BY
--- explain
explain select dept, count(*) from emp group by dept
=== text contains
emp
--- set alone
set odps.sql.allow.fullscan=true
=== text contains
OK
--- if exists and if not exists
create table if not exists dept (x bigint);
drop table if exists nowhere;
select count(*) as n from dept;
=== n BIGINT
3
--- a table that is there
create table dept (x bigint)
!!! ODPS-0130211 dept
--- drop of what is not there
drop table nowhere
!!! ODPS-0130131 nowhere
--- columns are added, renamed and changed
create table de_a (a bigint comment 'first') comment 'all' lifecycle 7;
alter table de_a add columns (b string, c double comment 'third');
alter table de_a change column b bb string comment 'second';
alter table de_a rename to de_b;
insert into de_b values (1, 'x', 2.5);
select * from de_b;
=== a BIGINT, bb STRING, c DOUBLE
1|x|2.5
--- partitions are added and dropped
create table de_c (a bigint) partitioned by (p string);
alter table de_c add if not exists partition (p='1') partition (p='2');
alter table de_c drop if exists partition (p='1');
show partitions de_c;
=== text
p=2
--- a partition is renamed
create table de_d (a bigint) partitioned by (p string);
alter table de_d add partition (p='1');
alter table de_d partition (p='1') rename to partition (p='9');
show partitions de_d;
=== text
p=9
--- properties of a table
create table de_e (a bigint);
alter table de_e set comment 'new';
alter table de_e set lifecycle 5;
alter table de_e set tblproperties ('k'='v');
alter table de_e touch;
desc extended de_e;
=== text contains
new
5
--- columns are dropped
create table de_f (a bigint, b string);
alter table de_f drop columns (b);
insert into de_f values (1);
select * from de_f;
=== a BIGINT
1
--- views
create or replace view de_v (who, much) comment 'v' as select name, salary from emp;
select who, much from de_v where much > 90;
=== who STRING, much BIGINT
Ann|100
--- a view of a view, changed and dropped
create view if not exists de_w as select id from emp;
create view de_x as select id + 1 as n from de_w;
select max(n) as m from de_x;
=== m BIGINT
6
--- drop of a view
create view de_y as select 1 as a;
drop view de_y;
select * from de_y;
!!! ODPS-0130131 de_y
--- storage and clustering are accepted
create table de_g (a bigint, b string) partitioned by (p string comment 'part') clustered by (a) sorted by (a) into 4 buckets stored as aliorc tblproperties ('x'='y') lifecycle 1;
desc de_g;
=== text contains
part
--- all types
create table de_h (a tinyint, b smallint, c int, d bigint, e float, f double, g decimal(20,4), h varchar(10), i char(3), j string, k binary, l date, m datetime, n timestamp, o timestamp_ntz, p boolean, q json, r array<int>, s map<string,array<double>>, t struct<x:int,y:struct<z:string>>);
select * from de_h;
=== a TINYINT, b SMALLINT, c INT, d BIGINT, e FLOAT, f DOUBLE, g DECIMAL(20,4), h VARCHAR(10), i CHAR(3), j STRING, k BINARY, l DATE, m DATETIME, n TIMESTAMP, o TIMESTAMP_NTZ, p BOOLEAN, q JSON, r ARRAY<INT>, s MAP<STRING,ARRAY<DOUBLE>>, t STRUCT<x:INT,y:STRUCT<z:STRING>>
--- auto partition
create table de_i (t datetime, v bigint) auto partitioned by (trunc_time(t, 'day') as d);
insert into de_i values (datetime'2026-01-02 03:04:05', 1);
select v, d from de_i where d = '2026-01-02';
=== v BIGINT, d STRING
1|2026-01-02
--- primary key
create table de_j (id bigint not null primary key, v string) tblproperties ('transactional'='true');
insert into de_j values (1, 'a');
insert into de_j values (1, 'b');
select * from de_j;
=== id BIGINT, v STRING
1|b
--- schemas
set odps.namespace.schema=true;
create schema s1;
create table s1.t (a bigint);
insert into s1.t values (7);
select * from s1.t;
=== a BIGINT
7
--- show functions
show functions
=== text contains
--- whoami
whoami
!!! ODPS-0130161 whoami
--- create function with a resource
create function de_fn as 'x.y' using 'none.jar'
!!! ODPS-01
--- grant is a security query
grant select on table emp to user a@b
!!! ODPS-0130071 GRANT
--- external tables are kept
create external table de_k (a bigint) stored by 'x' location 'oss://b/c';
show create table de_k;
=== text contains
EXTERNAL
--- materialized views
create materialized view de_l as select count(*) as n from emp;
select n from de_l;
=== n BIGINT
5
