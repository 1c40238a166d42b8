--- case, if, nvl, coalesce, decode, nullif
select case when 1 > 2 then 'a' else 'b' end as a, if(true, 1L, 2L) as b, nvl(cast(null as string), 'n') as c, coalesce(null, null, 3) as d, decode(2, 1, 'one', 2, 'two', 'many') as e, decode(9, 1, 'one') as f, nullif(1, 1) as g, nvl2(1, 'y', 'n') as h
=== a STRING, b BIGINT, c STRING, d INT, e STRING, f STRING, g INT, h STRING
b|1|n|3|two|\N|\N|y
--- greatest and least
select greatest(1, 3, 2) as a, least('b', 'a') as b, greatest(1, null) as c, greatest(1, 2.5) as d
=== a INT, b STRING, c INT, d DOUBLE
3|a|\N|2.5
--- three-valued logic
select null and false as a, null or true as b, not cast(null as boolean) as c, null = 1 as d, null <=> null as e, 1 is distinct from null as f, true is true as g, cast(null as boolean) is not true as h
=== a BOOLEAN, b BOOLEAN, c BOOLEAN, d BOOLEAN, e BOOLEAN, f BOOLEAN, g BOOLEAN, h BOOLEAN
false|true|\N|\N|true|true|true|true
--- like and its kin
select 'abc' like 'a%' as a, 'a_c' like 'a\\_c' as b, 'abc' rlike 'B' as c, 'abc' regexp '^a.c$' as d, 'x' not like 'y' as e, '10%' like '10|%' escape '|' as f
=== a BOOLEAN, b BOOLEAN, c BOOLEAN, d BOOLEAN, e BOOLEAN, f BOOLEAN
true|true|false|true|true|true
--- between and in
select 2 between 1 and 3 as a, 2 not between 1 and 3 as b, 2 in (1, 2) as c, 'x' not in ('y') as d, 5 between 9 and 1 as e
=== a BOOLEAN, b BOOLEAN, c BOOLEAN, d BOOLEAN, e BOOLEAN
true|false|true|true|false
--- arithmetic and its types
select 1 + 1L as a, 1 + 1.5 as b, 7 / 2 as c, 7 div 2 as d, 7 % 4 as e, 2L * 3 as f, 1.10BD + 2 as g, -5 % 3 as h, 1Y + 1Y as i, 1S + 1 as j
=== a BIGINT, b DOUBLE, c DOUBLE, d INT, e INT, f BIGINT, g DECIMAL(13,2), h INT, i TINYINT, j INT
2|2.5|3.5|3|3|6|3.10|-2|2|2
--- implicit conversions of texts
select '1' + 1 as a, '2' * '3' as b, 1 = '1.0' as c, concat(1, 'x', 2.5) as d, '10' > 9 as e, length(12345) as f
=== a DOUBLE, b DOUBLE, c BOOLEAN, d STRING, e BOOLEAN, f BIGINT
2|6|true|1x2.5|true|5
--- texts compared with times
select cast('2026-01-01 00:00:00' as datetime) > '2025-12-31 23:59:59' as a, date'2026-01-01' = '2026-01-01' as b
=== a BOOLEAN, b BOOLEAN
true|true
--- casts
select cast('12' as bigint) as a, cast(1.9 as int) as b, cast('x' as double) as c, cast(1 as string) as d, cast('true' as boolean) as e, cast(0 as boolean) as f, cast('2026-02-03' as date) as g, cast('1.005' as decimal(5,2)) as h, cast(300L as int) as i, cast(true as bigint) as j
=== a BIGINT, b INT, c DOUBLE, d STRING, e BOOLEAN, f BOOLEAN, g DATE, h DECIMAL(5,2), i INT, j BIGINT
12|1|\N|1|true|false|2026-02-03|1.01|300|1
--- casts of times
select cast(date'2026-01-02' as string) as a, cast(datetime'2026-01-02 03:04:05' as string) as b, cast(datetime'2026-01-02 03:04:05' as date) as c, cast('2026-01-02 03:04:05' as datetime) as d, cast(timestamp'2026-01-02 03:04:05.678' as string) as e, cast(date'2026-01-02' as datetime) as f
=== a STRING, b STRING, c DATE, d DATETIME, e STRING, f DATETIME
2026-01-02|2026-01-02 03:04:05|2026-01-02|2026-01-02 03:04:05|2026-01-02 03:04:05.678|2026-01-02 00:00:00
--- casts that cannot be
select cast(array(1) as bigint)
!!! ODPS-0130071 ARRAY<INT>
--- a cast that does not fit
select cast(3000000000L as int)
!!! ODPS-0121145 3000000000
--- casts of nested types
select cast(array(1, 2) as array<string>) as a, cast(map('a', 1) as map<string,bigint>) as b
=== a ARRAY<STRING>, b MAP<STRING,BIGINT>
[1,2]|{a:1}
--- char and varchar
select cast('ab' as char(4)) as a, cast('abcdef' as varchar(3)) as b, length(cast('ab' as char(4))) as c
=== a CHAR(4), b VARCHAR(3), c BIGINT
ab  |abc|2
--- binary
select unhex('414243') as a, cast(unhex('414243') as string) as b, hex(unhex('0aff')) as c, length(unhex('414243')) as d, cast('é' as binary) as e
=== a BINARY, b STRING, c STRING, d BIGINT, e BINARY
414243|ABC|0AFF|3|C3A9
--- intervals
select datetime'2026-01-31 00:00:00' + interval '1' month as a, date'2026-01-01' + interval '1-1' year to month as b, timestamp'2026-01-01 00:00:00' - interval '1 02:00:00' day to second as c, datetime'2026-03-01 00:00:00' - datetime'2026-02-28 12:00:00' as d
=== a DATETIME, b DATE, c TIMESTAMP, d INTERVAL_DAY_TIME
2026-02-28 00:00:00|2027-02-01|2025-12-30 22:00:00|0 12:00:00.000000000
--- bits
select 6 & 3 as a, 6 | 3 as b, 6 ^ 3 as c, ~6 as d, shiftleft(1, 3) as e, shiftright(8, 2) as f, shiftrightunsigned(-1, 28) as g
=== a INT, b INT, c INT, d INT, e INT, f INT, g INT
2|7|5|-7|8|2|15
--- division by zero
select 1 / 0 as a, 1 % 0 as b, 1 div 0 as c
=== a DOUBLE, b INT, c INT
\N|\N|\N
--- integers beyond their type
select cast(9223372036854775807 as bigint) as a, 9223372036854775807 as b, 3000000000 as c
=== a BIGINT, b BIGINT, c BIGINT
9223372036854775807|9223372036854775807|3000000000
--- texts with escapes
select 'a\tb\nc' as a, 'it\'s' as b, "double \"quoted\"" as c, 'x\\y' as d, '\u0041\101' as e, 'a' 'b' as f
=== a STRING, b STRING, c STRING, d STRING, e STRING, f STRING
a	b\nc|it's|double "quoted"|x\\y|AA|ab
