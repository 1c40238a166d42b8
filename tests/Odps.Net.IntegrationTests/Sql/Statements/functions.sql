--- text functions
select concat('a', 'b') as a, concat_ws('-', 'a', null, 'b') as b, upper('aé') as c, lower('AÉ') as d, length('日本') as e, lengthb('日本') as f, trim('  x ') as g, ltrim('  x') as h, rtrim('x  ') as i, reverse('abc') as j, repeat('ab', 2) as k, initcap('hello world') as l
=== a STRING, b STRING, c STRING, d STRING, e BIGINT, f BIGINT, g STRING, h STRING, i STRING, j STRING, k STRING, l STRING
ab|a-b|AÉ|aé|2|6|x|x|x|cba|abab|Hello World
--- parts of texts
select substr('hello', 2) as a, substr('hello', 2, 3) as b, substr('hello', -3, 2) as c, substring('hello', 2, 2) as d, left('hello', 2) as e, right('hello', 2) as f, split_part('a,b,c', ',', 2) as g, substring_index('a.b.c', '.', 2) as h, split('a,b,,c', ',') as i, char_matchcount('aabc', 'abz') as j
=== a STRING, b STRING, c STRING, d STRING, e STRING, f STRING, g STRING, h STRING, i ARRAY<STRING>, j BIGINT
ello|ell|ll|el|he|lo|b|a.b|[a,b,,c]|3
--- looking in texts
select instr('hello', 'l') as a, instr('hello', 'l', 1, 2) as b, locate('l', 'hello') as c, find_in_set('b', 'a,b,c') as d, contains('hello', 'ell') as e, startswith('abc', 'ab') as f, endswith('abc', 'bc') as g, position('l', 'hello') as h, ascii('A') as i, chr(65) as j
=== a BIGINT, b BIGINT, c BIGINT, d BIGINT, e BOOLEAN, f BOOLEAN, g BOOLEAN, h BIGINT, i BIGINT, j STRING
3|4|3|2|true|true|true|3|65|A
--- changing texts
select replace('aXbX', 'X', '-') as a, translate('abc', 'ab', '12') as b, lpad('7', 3, '0') as c, rpad('7', 3, '0') as d, space(2) as e, soundex('Robert') as f, trim(both 'x' from 'xaxx') as g, trim('xaxx', 'x') as h, tolower('AB') as i, toupper('ab') as j, regexp_replace('a1b2', '[0-9]', '#') as k, format_number(1234567.891, 2) as l
=== a STRING, b STRING, c STRING, d STRING, e STRING, f STRING, g STRING, h STRING, i STRING, j STRING, k STRING, l STRING
a-b-|12c|007|700|  |R163|a|a|ab|AB|a#b#|1,234,567.89
--- regular expressions
select regexp_extract('foothebar', 'foo(.*?)(bar)', 1) as a, regexp_extract('foothebar', 'foo(.*?)(bar)') as b, regexp_instr('a1b2', '[0-9]') as c, regexp_substr('I love aliyun very much', 'a[[:alpha:]]{5}') as d, regexp_count('ababab', 'a.') as e, regexp_extract_all('a1b22', '[0-9]+', 0) as f, regexp_replace('abcd', '(.)(.)', '\\2\\1', 1) as g
=== a STRING, b STRING, c BIGINT, d STRING, e BIGINT, f ARRAY<STRING>, g STRING
the|the|2|aliyun|3|[1,22]|bacd
--- hashes and encodings
select md5('a') as a, sha1('a') as b, sha('a') as c, sha2('a', 256) as d, crc32('123456789') as e, base64(cast('ab' as binary)) as f, cast(unbase64('YWI=') as string) as g, url_encode('a b&c') as h, url_decode('a+b%26c') as i, hex('AB') as j
=== a STRING, b STRING, c STRING, d STRING, e BIGINT, f STRING, g STRING, h STRING, i STRING, j STRING
0cc175b9c0f1b6a831c399e269772661|86f7e437faa5a7fce15d1ddcb9eaeaea377667b8|86f7e437faa5a7fce15d1ddcb9eaeaea377667b8|ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb|3421780262|YWI=|ab|a+b%26c|a b&c|4142
--- keys and values in texts
select keyvalue('a:1;b:2', 'b') as a, keyvalue('a=1,b=2', ',', '=', 'a') as b, str_to_map('a:1,b:2', ',', ':') as c, parse_url('http://u@h.com:8080/p/q?k=v#r', 'HOST') as d, parse_url('http://h.com/p?k=v&x=y', 'QUERY', 'x') as e, to_char(7) as f
=== a STRING, b STRING, c MAP<STRING,STRING>, d STRING, e STRING, f STRING
2|1|{a:1,b:2}|h.com|y|7
--- json
select get_json_object('{"a":{"b":[1,2,{"c":"x"}]}}', '$.a.b[2].c') as a, get_json_object('{"a":{"b":[1,2]}}', '$.a') as b, get_json_object('{"a":1}', '$.z') as c, get_json_object('[{"a":1},{"a":2}]', '$[*].a') as d, to_json(named_struct('a', 1, 'b', array(1L, 2L))) as e, from_json('{"a":1,"b":"x"}', 'a int, b string') as f, from_json('[1,2]', 'array<bigint>') as g, json_object('k', 1) as h, json_array(1, 'a') as i
=== a STRING, b STRING, c STRING, d STRING, e STRING, f STRUCT<a:INT,b:STRING>, g ARRAY<BIGINT>, h JSON, i JSON
x|{"b":[1,2]}|\N|[1,2]|{"a":1,"b":[1,2]}|(1,x)|[1,2]|{"k":1}|[1,"a"]
--- the json type
select json '{"a":[1,{"b":"x"}]}' as a, json_extract(json '{"a":[1,2]}', '$.a[1]') as b, json_type(json '[1]') as c, json_valid('{bad') as d, json_exists(json '{"a":1}', '$.a') as e, json_format(json '{"a":1}') as f, cast(json '7' as bigint) as g, json_pretty(json '{"a":1}') is not null as h
=== a JSON, b JSON, c STRING, d BOOLEAN, e BOOLEAN, f STRING, g BIGINT, h BOOLEAN
{"a":[1,{"b":"x"}]}|2|array|false|true|{"a":1}|7|true
--- dates
select dateadd(datetime'2026-01-31 00:00:00', 1, 'mm') as a, datediff(datetime'2026-03-01 00:00:00', datetime'2026-02-01 00:00:00', 'dd') as b, datepart(datetime'2026-05-06 07:08:09', 'mi') as c, datetrunc(datetime'2026-05-06 07:08:09', 'mm') as d, last_day('2026-02-10') as e, lastday(datetime'2026-02-10 00:00:00') as f, add_months('2026-01-31', 1) as g, months_between('2026-03-31', '2026-02-28') as h, next_day('2026-11-28', 'MO') as i
=== a DATETIME, b BIGINT, c BIGINT, d DATETIME, e STRING, f DATETIME, g STRING, h DOUBLE, i STRING
2026-02-28 00:00:00|28|8|2026-05-01 00:00:00|2026-02-28|2026-02-28 00:00:00|2026-02-28|1|2026-11-30
--- parts of dates
select year('2026-05-06') as a, quarter('2026-05-06') as b, month(date'2026-05-06') as c, day('2026-05-06') as d, dayofmonth('2026-05-06') as e, hour('2026-05-06 07:08:09') as f, minute('2026-05-06 07:08:09') as g, second('2026-05-06 07:08:09') as h, weekday(datetime'2026-05-06 00:00:00') as i, dayofweek('2026-05-06') as j, dayofyear('2026-05-06') as k, weekofyear(datetime'2026-05-06 00:00:00') as l, extract(year from date'2026-05-06') as m
=== a INT, b INT, c INT, d INT, e INT, f INT, g INT, h INT, i BIGINT, j INT, k INT, l BIGINT, m INT
2026|2|5|6|6|7|8|9|2|4|126|19|2026
--- dates and texts
select to_date('2026-05-06', 'yyyy-mm-dd') as a, to_char(datetime'2026-05-06 07:08:09', 'yyyymmdd hh:mi:ss') as b, date_format('2026-05-06 07:08:09', 'yyyy/MM/dd HH:mm') as c, from_unixtime(0) as d, unix_timestamp(datetime'1970-01-02 00:00:00') as e, isdate('2026-13-01', 'yyyy-mm-dd') as f, date_add('2026-05-06', 3) as g, date_sub(date'2026-05-06', 6) as h, to_millis(timestamp'1970-01-01 00:00:01') as i, from_utc_timestamp('2026-01-01 00:00:00', 'Asia/Shanghai') as j
=== a DATETIME, b STRING, c STRING, d DATETIME, e BIGINT, f BOOLEAN, g DATE, h DATE, i BIGINT, j TIMESTAMP
2026-05-06 00:00:00|20260506 07:08:09|2026/05/06 07:08|1970-01-01 00:00:00|86400|false|2026-05-09|2026-04-30|1000|2026-01-01 08:00:00
--- now
select getdate() is not null as a, current_date() is not null as b, current_timestamp() is not null as c, unix_timestamp() > 0 as d, now() is not null as e
=== a BOOLEAN, b BOOLEAN, c BOOLEAN, d BOOLEAN, e BOOLEAN
true|true|true|true|true
--- numbers
select abs(-3) as a, abs(-1.5) as b, ceil(1.2) as c, floor(-1.2) as d, round(2.567, 2) as e, round(-2.5) as f, trunc(125.815, 1) as g, sqrt(9) as h, pow(2, 10) as i, exp(0) as j, ln(1) as k, log(2, 8) as l, log10(100) as m, sign(-4) as n, mod(7, 4) as o, pmod(-7, 4) as p, cbrt(8) as q, factorial(5) as r
=== a INT, b DOUBLE, c BIGINT, d BIGINT, e DOUBLE, f DOUBLE, g DOUBLE, h DOUBLE, i DOUBLE, j DOUBLE, k DOUBLE, l DOUBLE, m DOUBLE, n DOUBLE, o INT, p INT, q DOUBLE, r BIGINT
3|1.5|2|-2|2.57|-3|125.8|3|1024|1|0|3|2|-1|3|1|2|120
--- decimals
select 1.5BD * 2.5BD as a, cast(1 as decimal(10,2)) / cast(3 as decimal(10,2)) as b, round(2.345BD, 2) as c, abs(-1.50BD) as d, 1.5BD + 1 as e, ceil(1.2BD) as f
=== a DECIMAL(5,2), b DECIMAL(23,13), c DECIMAL(4,3), d DECIMAL(3,2), e DECIMAL(12,1), f BIGINT
3.75|0.3333333333333|2.350|1.50|2.5|2
--- trigonometry, bases and others
select round(sin(pi() / 2), 6) as a, round(atan2(1, 1), 4) as b, degrees(pi()) as c, round(radians(180), 6) as d, bin(5) as e, hex(255) as f, conv('ff', 16, 10) as g, e() > 2.7 as h, isnan(cast('NaN' as double)) as i, width_bucket(5, 0, 10, 5) as j, rand() < 1 as k, bround(2.5) as l
=== a DOUBLE, b DOUBLE, c DOUBLE, d DOUBLE, e STRING, f STRING, g STRING, h BOOLEAN, i BOOLEAN, j BIGINT, k BOOLEAN, l DOUBLE
1|0.7854|180|3.141593|101|FF|255|true|true|3|true|2
--- arrays
select array(1, 2, 2) as a, array_contains(array('a', 'b'), 'b') as b, array_distinct(array(1, 2, 2)) as c, array_join(array('a', 'b'), '-') as d, array_max(array(1, 3)) as e, array_min(array(1, 3)) as f, array_position(array('a', 'b'), 'b') as g, array_remove(array(1, 2, 1), 1) as h, array_repeat('x', 2) as i, sort_array(array(3, 1, 2), false) as j, reverse(array(1, 2)) as k, slice(array(1, 2, 3), 2, 2) as l, size(array(1)) as m, sort_array(array(2, 1)) as n
=== a ARRAY<INT>, b BOOLEAN, c ARRAY<INT>, d STRING, e INT, f INT, g BIGINT, h ARRAY<INT>, i ARRAY<STRING>, j ARRAY<INT>, k ARRAY<INT>, l ARRAY<INT>, m INT, n ARRAY<INT>
[1,2,2]|true|[1,2]|a-b|3|1|2|[2]|[x,x]|[3,2,1]|[2,1]|[2,3]|1|[1,2]
--- sets of arrays
select array_union(array(1, 2), array(2, 3)) as a, array_intersect(array(1, 2), array(2, 3)) as b, array_except(array(1, 2), array(2, 3)) as c, arrays_overlap(array(1), array(1)) as d, arrays_zip(array(1, 2), array('a', 'b')) as e, flatten(array(array(1), array(2, 3))) as f, sequence(1, 3) as g, concat(array(1), array(2)) as h, index(array('p', 'q'), 1) as i
=== a ARRAY<INT>, b ARRAY<INT>, c ARRAY<INT>, d BOOLEAN, e ARRAY<STRUCT<`0`:INT,`1`:STRING>>, f ARRAY<INT>, g ARRAY<BIGINT>, h ARRAY<INT>, i STRING
[1,2,3]|[2]|[1]|true|[(1,a),(2,b)]|[1,2,3]|[1,2,3]|[1,2]|q
--- functions of functions over arrays
select transform(array(1, 2, 3), x -> x * 10) as a, filter(array(1, 2, 3), x -> x > 1) as b, transform(array('a', 'b'), (x, i) -> concat(x, i)) as c, any_match(array(1, 2), x -> x = 2) as d, all_match(array(1, 2), x -> x > 0) as e, zip_with(array(1, 2), array(10, 20), (x, y) -> x + y) as f, array_reduce(array(1, 2), 0, (b, x) -> b + x, b -> b * 2) as g
=== a ARRAY<INT>, b ARRAY<INT>, c ARRAY<STRING>, d BOOLEAN, e BOOLEAN, f ARRAY<INT>, g INT
[10,20,30]|[2,3]|[a0,b1]|true|true|[11,22]|6
--- maps
select map('a', 1, 'b', 2) as a, map_keys(map('a', 1)) as b, map_values(map('a', 1)) as c, map_concat(map('a', 1), map('b', 2)) as d, map_entries(map('a', 1)) as e, map_from_arrays(array('a', 'b'), array(1, 2)) as f, map_from_entries(array(struct('a', 1))) as g, size(map('a', 1)) as h
=== a MAP<STRING,INT>, b ARRAY<STRING>, c ARRAY<INT>, d MAP<STRING,INT>, e ARRAY<STRUCT<key:STRING,value:INT>>, f MAP<STRING,INT>, g MAP<STRING,INT>, h INT
{a:1,b:2}|[a]|[1]|{a:1,b:2}|[(a,1)]|{a:1,b:2}|{a:1}|1
--- functions of functions over maps
select map_filter(map('a', 1, 'b', 2), (k, v) -> v > 1) as a, transform_values(map('a', 1), (k, v) -> v + 1) as b, transform_keys(map('a', 1), (k, v) -> concat(k, '!')) as c
=== a MAP<STRING,INT>, b MAP<STRING,INT>, c MAP<STRING,INT>
{b:2}|{a:2}|{a!:1}
--- structs
select struct(1, 'a') as a, named_struct('x', 1, 'y', 'b').y as b, named_struct('x', 1) as c, struct(1, 'a').col2 as d
=== a STRUCT<col1:INT,col2:STRING>, b STRING, c STRUCT<x:INT>, d STRING
(1,a)|b|(1)|a
--- others
select 1 is not null as a, uuid() is not null as b, typeof(1L) as c, max_pt('demo.sales') as d, table_exists('emp') as e, partition_exists('sales', '2026-01-01', 'eu') as f, hash('a') is not null as g, size(array()) as h, cast(null as bigint) as i, current_timezone() as j
=== a BOOLEAN, b BOOLEAN, c STRING, d STRING, e BOOLEAN, f BOOLEAN, g BOOLEAN, h INT, i BIGINT, j STRING
true|true|bigint|2026-01-02|true|true|true|0|\N|UTC
--- functions of functions over columns and outer names
select id, filter(tags, t -> t > 'a' or id = 1) as f, transform(tags, t -> concat(t, id)) as g from docs order by id limit 10
=== id BIGINT, f ARRAY<STRING>, g ARRAY<STRING>
1|[a,b]|[a1,b1]
2|[b]|[b2]
3|\N|\N
--- a function of functions that there is not
select array_sort(array(3, 1, 2), (l, r) -> l - r)
!!! ODPS-0130071 array_sort
--- wrong arguments of a function
select substr(1)
!!! ODPS-0130121 substr
--- too few arguments
select concat_ws()
!!! ODPS-0130121 concat_ws
