-- The functions of Trino and Athena that people's CloudTrail SQL uses, where the engine has none of
-- that name or means something else by it. Names that begin with th_ are our own.

-- Times. A time without a zone is UTC, everywhere.
create macro th_iso(t) as case when typeof(t) = 'TIMESTAMP'
    then system.main.replace(cast(t as varchar), ' ', 'T') || 'Z' else cast(t as varchar) end;
create macro th_time(t) as case when typeof(t) = 'VARCHAR'
    then cast(cast(cast(t as varchar) as timestamptz) as timestamp) else cast(t as timestamp) end;
create macro now() as cast(system.main.get_current_timestamp() as timestamp);
create macro timezone(z, t) as system.main.timezone(z, cast(t as timestamptz));
create macro from_iso8601_timestamp(t) as th_time(t);
create macro from_iso8601_timestamp_nanos(t) as th_time(t);
create macro from_iso8601_date(t) as cast(th_time(t) as date);
create macro from_unixtime(s) as cast(to_timestamp(s) as timestamp),
  (s, z) as system.main.timezone(z, to_timestamp(s));
create macro from_unixtime_nanos(n) as cast(to_timestamp(n / 1e9) as timestamp);
create macro to_unixtime(t) as epoch(th_time(t));
create macro to_iso8601(t) as th_iso(t);
create macro with_timezone(t, z) as cast(system.main.timezone(z, cast(t as timestamp)) as timestamp);
create macro at_timezone(t, z) as system.main.timezone(z, cast(t as timestamptz));
create macro date_add(u, n, t) as t + case lower(u)
    when 'millisecond' then to_milliseconds(n)
    when 'second' then to_seconds(n)
    when 'minute' then to_minutes(n)
    when 'hour' then to_hours(n)
    when 'day' then to_days(cast(n as integer))
    when 'week' then to_days(cast(n * 7 as integer))
    when 'month' then to_months(cast(n as integer))
    when 'quarter' then to_months(cast(n * 3 as integer))
    when 'year' then to_years(cast(n as integer))
    else error('date_add: unknown unit ' || u) end,
  (t, i) as t + i;
create macro date_diff(u, a, b) as system.main.date_sub(lower(u), cast(a as timestamp), cast(b as timestamp));
create macro day_of_week(t) as isodow(th_time(t));
create macro dow(t) as isodow(th_time(t));
create macro day_of_month(t) as day(th_time(t));
create macro day_of_year(t) as dayofyear(th_time(t));
create macro doy(t) as dayofyear(th_time(t));
create macro week_of_year(t) as week(th_time(t));
create macro year_of_week(t) as isoyear(th_time(t));
create macro yow(t) as isoyear(th_time(t));
create macro last_day_of_month(t) as last_day(th_time(t));
create macro current_timezone() as 'UTC';

-- JSON text. A path that leads nowhere, and text that is not JSON, answer NULL.
create macro th_pointer(k) as '/' || system.main.replace(system.main.replace(k, '~', '~0'), '/', '~1');
create macro th_path(p) as system.main.regexp_replace(p, '\[[''"]([^''"\]]*)[''"]\]', '."\1"', 'g');
create macro th_valid(j) as case when json_valid(j) then j end;
create macro th_member(j, k) as try(json_extract_string(j, th_pointer(k)));
create macro th_scalar(j, p) as case
    when left(try(json_extract_string(j, th_path(p))), 1) in ('{', '[')
      and try(json_type(j, th_path(p))) in ('OBJECT', 'ARRAY') then null
    else try(json_extract_string(j, th_path(p))) end;
create macro th_json_text(j) as json_extract_string(th_valid(j), '$');
create macro element_at(j VARCHAR, k VARCHAR) as json_extract_string(th_valid(j), th_pointer(k)),
  (m MAP(VARCHAR, VARCHAR), k VARCHAR) as m[k],
  (l, k BIGINT) as list_extract(l, k);
create macro json_extract_scalar(j, p) as case
    when left(json_extract_string(th_valid(j), th_path(p)), 1) in ('{', '[')
      and json_type(th_valid(j), th_path(p)) in ('OBJECT', 'ARRAY') then null
    else json_extract_string(th_valid(j), th_path(p)) end;
create macro json_extract(j, p) as system.main.json_extract(th_valid(j), th_path(p));
create macro json_parse(j) as cast(j as json);
create macro json_format(j) as cast(j as varchar);
create macro json_query(j, p) as cast(system.main.json_extract(th_valid(j), th_path(p)) as varchar);
create macro json_value(j, p) as json_extract_scalar(j, p);
create macro json_exists(j, p) as system.main.json_exists(th_valid(j), th_path(p));
create macro json_array_get(j, i) as system.main.json_extract(th_valid(j),
    case when i < 0 then '$[#' || i || ']' else '$[' || i || ']' end);
create macro json_array_length(j) as case when json_type(th_valid(j)) = 'ARRAY'
    then system.main.json_array_length(th_valid(j)) end;
create macro json_array_contains(j, v) as json_type(th_valid(j)) = 'ARRAY'
    and list_contains(json_extract_string(th_valid(j), '$[*]'), cast(v as varchar));
create macro json_size(j, p) as case json_type(th_valid(j), th_path(p))
    when 'ARRAY' then system.main.json_array_length(th_valid(j), th_path(p))
    when 'OBJECT' then len(json_keys(th_valid(j), th_path(p)))
    when null then null else 0 end;
create macro is_json_scalar(j) as json_type(th_valid(j)) not in ('OBJECT', 'ARRAY');
create macro map_keys(j VARCHAR) as json_keys(th_valid(j)), (m) as system.main.map_keys(m);
create macro map_values(j VARCHAR) as list_transform(json_keys(th_valid(j)),
    lambda k: json_extract_string(th_valid(j), th_pointer(k))),
  (m) as system.main.map_values(m);

-- Lists and maps.
create macro cardinality(m MAP(VARCHAR, VARCHAR)) as len(system.main.map_keys(m)), (l) as len(l);
create macro array_join(l, d) as array_to_string(th_few(l, d), d),
  (l, d, n) as array_to_string(
    list_transform(th_few(l, d), lambda x: coalesce(cast(x as varchar), n)), d);
create macro array_max(l) as list_max(l);
create macro array_min(l) as list_min(l);
create macro array_average(l) as list_avg(l);
create macro array_sum(l) as list_sum(l);
create macro array_remove(l, v) as list_filter(l, lambda x: x <> v);
create macro array_except(a, b) as list_filter(list_distinct(a), lambda x: not list_contains(b, x));
create macro array_union(a, b) as list_distinct(list_concat(a, b));
create macro arrays_overlap(a, b) as list_has_any(a, b);
create macro th_end(a, b, s) as case when abs(b - a) > 1000000 * abs(s)
    then error('the list would be longer than 1,000,000') else b end;
create macro range(b BIGINT) as system.main.range(th_end(0, b, 1)),
  (a BIGINT, b BIGINT) as system.main.range(a, th_end(a, b, 1)),
  (a BIGINT, b BIGINT, s BIGINT) as system.main.range(a, th_end(a, b, s), s),
  (a TIMESTAMP, b TIMESTAMP, s INTERVAL) as system.main.range(a,
    cast(to_timestamp(th_end(epoch(a), epoch(b), epoch(s))) as timestamp), s);
create macro generate_series(b BIGINT) as system.main.generate_series(th_end(0, b, 1)),
  (a BIGINT, b BIGINT) as system.main.generate_series(a, th_end(a, b, 1)),
  (a BIGINT, b BIGINT, s BIGINT) as system.main.generate_series(a, th_end(a, b, s), s),
  (a TIMESTAMP, b TIMESTAMP, s INTERVAL) as system.main.generate_series(a,
    cast(to_timestamp(th_end(epoch(a), epoch(b), epoch(s))) as timestamp), s);
create macro sequence(a BIGINT, b BIGINT) as generate_series(a, b),
  (a BIGINT, b BIGINT, s BIGINT) as generate_series(a, b, s),
  (a TIMESTAMP, b TIMESTAMP, s INTERVAL) as generate_series(a, b, s);
create macro slice(l, f, n) as list_slice(l, f, f + n - 1);
create macro split(s, d) as string_split(th_iso(s), d);
create macro split_to_map(s, e, k) as map_from_entries(list_transform(string_split(s, e),
    lambda x: struct_pack(k := split_part(x, k, 1), v := split_part(x, k, 2))));
create macro map_agg(k, v) as map(list(k), list(v));

-- Text.
create macro substr(s, f) as system.main.substr(th_iso(s), f),
  (s, f, n) as system.main.substr(th_iso(s), f, n);
create macro substring(s, f) as system.main.substring(th_iso(s), f),
  (s, f, n) as system.main.substring(th_iso(s), f, n);
create macro strpos(s, t) as system.main.strpos(th_iso(s), t);
create macro split_part(s, d, i) as case when i <= len(string_split(th_iso(s), d))
    then system.main.split_part(th_iso(s), d, i) end;
create macro regexp_like(s, p) as regexp_matches(th_iso(s), p);
create macro regexp_extract(s, p) as case when regexp_matches(s, p)
    then system.main.regexp_extract(s, p) end,
  (s, p, g) as case when regexp_matches(s, p) then system.main.regexp_extract(s, p, g) end;
create macro regexp_replace(s, p) as system.main.regexp_replace(s, p, '', 'g'),
  (s, p, r) as list_transform([s], lambda x: system.main.regexp_replace(
    th_fits(x, case when (len(x) + 1) * (len(r) + 1) <= 1000000 then 0
      else len(x) + (len(regexp_extract_all(x, p)) + 1) * len(r)
        + len(x) * (len(r) - len(system.main.replace(r, '$', ''))) end), p,
    system.main.regexp_replace(r, '\$(\d)', '\\\1', 'g'), 'g'))[1];
create macro regexp_count(s, p) as len(regexp_extract_all(s, p));
create macro regexp_split(s, p) as string_split_regex(s, p);
create macro replace(s, f) as system.main.replace(s, f, ''),
  (s, f, t) as list_transform([s], lambda x: system.main.replace(
    th_fits(x, case when len(t) <= len(f) or len(x) * (len(t) + 1) <= 1000000 then 0
      else len(x) + len(t) * ((len(x) - len(system.main.replace(x, f, ''))) // greatest(1, len(f))) end),
    f, t))[1];
create macro codepoint(s) as unicode(s);
create macro levenshtein_distance(a, b) as system.main.levenshtein(th_near(a, b), b);
create macro hamming_distance(a, b) as hamming(a, b);
create macro normalize(s) as nfc_normalize(s);
create macro url_extract_protocol(u) as nullif(system.main.regexp_extract(u, '^([A-Za-z][A-Za-z0-9+.-]*):', 1), '');
create macro url_extract_host(u) as nullif(system.main.regexp_extract(u,
    '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)', 1), '');
create macro url_extract_port(u) as try_cast(system.main.regexp_extract(u,
    '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?(?:\[[^\]]*\]|[^/?#:]*):(\d+)', 1) as bigint);
create macro url_extract_path(u) as system.main.regexp_extract(u,
    '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*([^?#]*)', 1);
create macro url_extract_query(u) as nullif(system.main.regexp_extract(u, '\?([^#]*)', 1), '');
create macro url_extract_fragment(u) as nullif(system.main.regexp_extract(u, '#(.*)$', 1), '');

-- Bytes, as Trino has them: a hash of bytes is bytes, a hash of text is text in hex.
create macro to_utf8(s) as encode(s);
create macro from_utf8(b) as decode(b);
create macro from_hex(s) as unhex(s);
create macro md5(b BLOB) as unhex(system.main.md5(b)), (s VARCHAR) as system.main.md5(s);
create macro sha1(b BLOB) as unhex(system.main.sha1(b)), (s VARCHAR) as system.main.sha1(s);
create macro sha256(b BLOB) as unhex(system.main.sha256(b)), (s VARCHAR) as system.main.sha256(s);

-- Numbers and the rest.
create macro truncate(x) as trunc(x);
create macro infinity() as cast('infinity' as double);
create macro nan() as cast('nan' as double);
create macro rand() as random();

-- Functions whose result can be far larger than their arguments, kept within bounds: what they
-- make is not counted by the memory limit.
-- A macro writes its argument out wherever it uses it, which doubles with each call inside another:
-- those that people nest take it once, as the element of a list.
-- They fail by a cast, since error() may not stand inside TRY; QueryErrors knows the text again.
create macro th_fits(x, n) as case when n > 1000000
    then cast(cast('the result would be longer than 1,000,000' as bigint) as varchar) else x end;
create macro th_few(l, d) as list_slice(l, 1, case when len(l) * len(d) > 1000000
    then cast('the result would be longer than 1,000,000' as bigint) else len(l) end);
create macro th_near(a, b) as case when len(a) * len(b) > 250000
    then cast(cast('the texts are too long to count the steps between them' as bigint) as varchar) else a end;
create macro th_bounded(n) as case when n > 1000000
    then error('the result would be longer than 1,000,000') else n end;
create macro repeat(s, n) as system.main.repeat(s, th_bounded(n * greatest(1, coalesce(len(s), 0))) // greatest(1, coalesce(len(s), 0)));
create macro lpad(s, n, p) as system.main.lpad(s, cast(th_bounded(n) as integer), p);
create macro rpad(s, n, p) as system.main.rpad(s, cast(th_bounded(n) as integer), p);
create macro bitstring(s, n) as system.main.bitstring(s, cast(th_bounded(n) as integer));
create macro list_resize(l, n) as system.main.list_resize(l, th_bounded(n)),
  (l, n, v) as system.main.list_resize(l, th_bounded(n), v);
create macro array_resize(l, n) as system.main.list_resize(l, th_bounded(n)),
  (l, n, v) as system.main.list_resize(l, th_bounded(n), v);
