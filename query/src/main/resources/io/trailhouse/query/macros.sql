-- The functions of Trino and Athena that people's CloudTrail SQL uses, where the engine has none of
-- that name or means something else by it. Names that begin with th_ are our own.

-- Times. A time without a zone is UTC, everywhere.
-- What fails says a text behind th:, by which QueryErrors knows it again, and behind a semicolon what
-- to do. It fails by a cast, since error() may not stand inside TRY.
create macro th_wrong(m) as cast('th:' || m as bigint);
create macro th_fail(m) as cast(th_wrong(m) as varchar);
create macro th_iso(t) as case when typeof(t) = 'TIMESTAMP'
    then system.main.replace(cast(t as varchar), ' ', 'T') || 'Z' else cast(t as varchar) end;
create macro th_no(k, x) as th_fail('cannot cast ''' || x || ''' to ' || k
    || '; TRY_CAST answers NULL for it'
    || case when th_read('zoned', x) is not null
      then ', CAST(.. AS TIMESTAMP WITH TIME ZONE) reads its zone' else '' end);
create macro th_must(k, x) as coalesce(th_read(k, x), case when x is not null then th_no(k, x) end);
create macro th_time(t) as case when typeof(t) = 'VARCHAR'
    then cast(th_must('zoned', cast(t as varchar)) as timestamp) else cast(t as timestamp) end;
create macro th_as(k, x VARCHAR) as th_must(k, x), (k, x TIMESTAMP_NS) as make_timestamp(epoch_us(x)),
  (k, x TIMESTAMP) as x, (k, x DATE) as x, (k, x) as x;
create macro th_try_as(k, x VARCHAR) as th_read(k, x), (k, x TIMESTAMP_NS) as make_timestamp(epoch_us(x)),
  (k, x TIMESTAMP) as x, (k, x DATE) as x, (k, x) as x;
create macro th_as_zoned(x VARCHAR) as th_must('zoned', x), (x TIMESTAMP_NS) as cast(x as timestamp),
  (x TIMESTAMP) as x, (x DATE) as x, (x) as x;
create macro th_try_zoned(x VARCHAR) as th_read('zoned', x), (x TIMESTAMP_NS) as cast(x as timestamp),
  (x TIMESTAMP) as x, (x DATE) as x, (x) as x;
create macro now() as cast(system.main.get_current_timestamp() as timestamp);
-- A wall clock is a TIMESTAMP_NS, which nothing else is: so TypedPlan knows it.
create macro timezone(z, t) as cast(system.main.timezone(z, cast(t as timestamptz)) as timestamp_ns);
create macro date_trunc(u, t TIMESTAMP_NS) as cast(system.main.date_trunc(u, cast(t as timestamp)) as timestamp_ns),
  (u, t TIMESTAMP) as system.main.date_trunc(u, t), (u, t DATE) as system.main.date_trunc(u, t),
  (u, t) as system.main.date_trunc(u, t);
create macro th_iso_week(t) as coalesce(
    try_strptime(t, ['%G-W%V-%u', '%Y-%j']), try_strptime(t || '-1', '%G-W%V-%u'));
create macro th_iso_whole(t) as case
    when regexp_full_match(t, '\d{4}') then t || '-01-01'
    when regexp_full_match(t, '\d{4}-\d\d') then t || '-01'
    else system.main.regexp_replace(t, '^(\d{4}-\d\d-\d\dT\d\d)(Z|[+-].*)?$', '\1:00\2') end;
create macro th_iso_time(t) as case
    when regexp_full_match(t, '\d{4}-(W\d\d(-\d)?|\d{3})') then th_iso_week(t)
    else cast(coalesce(th_read('zoned', th_iso_whole(t)), case when t is not null
      then th_fail('''' || t || ''' is no time in the form of ISO 8601; Write try(..) around it to get NULL') end)
      as timestamp) end;
create macro from_iso8601_timestamp(t) as case when typeof(t) = 'VARCHAR'
    then th_iso_time(cast(t as varchar)) else cast(t as timestamp) end;
create macro from_iso8601_timestamp_nanos(t) as from_iso8601_timestamp(t);
create macro from_iso8601_date(t) as cast(from_iso8601_timestamp(t) as date);
create macro millisecond(t) as system.main.millisecond(th_time(t)) % 1000;
create macro th_dates(a, b) as list_transform(system.main.generate_series(
    cast(a as timestamp), cast(b as timestamp),
    case when a <= b then interval 1 day else interval (-1) day end), lambda x: cast(x as date)),
  (a, b, i) as case when datepart('month', i) + datepart('year', i) <> 0
    then list_transform(system.main.range(0, 1 + system.main.date_sub('month', cast(a as timestamp),
        cast(b as timestamp)) // (datepart('month', i) + 12 * datepart('year', i))),
      lambda x: cast(a + x * i as date))
    else list_transform(system.main.generate_series(cast(a as timestamp), cast(b as timestamp), i),
      lambda x: cast(x as date)) end;
create macro from_unixtime(s) as cast(to_timestamp(s) as timestamp),
  (s, z) as cast(system.main.timezone(z, to_timestamp(s)) as timestamp_ns);
create macro from_unixtime_nanos(n) as cast(to_timestamp(n / 1e9) as timestamp);
create macro to_unixtime(t) as epoch(th_time(t));
create macro to_milliseconds(i) as cast(epoch(i) * 1000 as bigint);
create macro to_iso8601(t) as case when typeof(t) = 'TIMESTAMP_NS' then th_iso(cast(t as timestamp))
    else th_iso(t) end;
create macro with_timezone(t, z) as cast(system.main.timezone(z, cast(t as timestamp)) as timestamp);
create macro at_timezone(t, z) as timezone(z, t);
create macro date_add(u, n, t) as t + case lower(u)
    when 'millisecond' then system.main.to_milliseconds(n)
    when 'second' then to_seconds(n)
    when 'minute' then to_minutes(n)
    when 'hour' then to_hours(n)
    when 'day' then to_days(cast(n as integer))
    when 'week' then to_days(cast(n * 7 as integer))
    when 'month' then to_months(cast(n as integer))
    when 'quarter' then to_months(cast(n * 3 as integer))
    when 'year' then to_years(cast(n as integer))
    else to_days(cast(th_wrong('date_add does not know the unit ' || u) as integer)) end,
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
create macro th_with_offset(t) as system.main.regexp_replace(th_iso(t), 'Z$', '+00:00');
create macro current_timezone() as 'UTC';

-- A word that the engine answers without parentheses, where no column has its name. TypedPlan
-- knows it by this text, which chance keeps from being put together before.
create macro user() as concat('th:word ', 'user', cast(system.main.random() as varchar));

-- JSON text. A path that leads nowhere, and text that is not JSON, answer NULL.
create macro th_pointer(k) as '/' || system.main.replace(system.main.replace(k, '~', '~0'), '/', '~1');
create macro th_valid(j) as case when json_valid(j) then j end;
create macro th_step(k) as '$["' || replace(replace(k, '\', '\\'), '"', '\"') || '"]';
create macro th_halved(j) as system.main.contains(j, '\ud') or system.main.contains(j, '\uD');
create macro th_open(j) as case when left(j, 1) = '"'
    then coalesce(try(json_extract_string(j, '$')), j) else j end;
create macro th_lost(j, k) as coalesce(th_json_scalar(j, th_step(k)),
    nullif(th_json_extract(j, th_step(k)), 'null'));
create macro th_inner(j, k) as coalesce(try(json_extract_string(j, th_pointer(k))),
    case when th_halved(j) then th_lost(j, k) end);
create macro th_member(j, k) as case when left(j, 1) = '"'
    then th_inner(th_open(j), k) else th_inner(j, k) end;
create macro th_exact(v, j, p) as case
    when v is null then case when th_halved(j) then th_json_scalar(j, p) end
    when regexp_full_match(v, '-?[0-9]+(\.[0-9]+([eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)|NaN|-?Infinity')
      then th_json_scalar(j, p)
    else v end;
create macro th_flat(j, p) as case
    when left(try(json_extract_string(j, p)), 1) in ('{', '[')
      and try(json_type(j, p)) in ('OBJECT', 'ARRAY') then null
    else th_exact(try(json_extract_string(j, p)), j, p) end;
create macro th_scalar(j, p) as case when left(j, 1) = '"'
    then th_json_scalar(th_open(j), p) else th_flat(j, p) end;
create macro th_json_try_text(j) as case when json_type(th_valid(j)) not in ('OBJECT', 'ARRAY')
    then json_extract_string(th_valid(j), '$') end;
create macro th_json_text(j) as json_extract_string(th_valid(j), '$');
create macro element_at(j VARCHAR, k VARCHAR) as case when json_valid(j)
    then json_extract_string(th_valid(j), th_pointer(k))
    when th_halved(j) then th_lost(j, k) end,
  (c, k) as c[k];
create macro json_extract_scalar(j, p) as case when json_valid(j) then
    case when left(json_extract_string(th_valid(j), p), 1) in ('{', '[')
      and json_type(th_valid(j), p) in ('OBJECT', 'ARRAY') then null
    else th_exact(json_extract_string(th_valid(j), p), cast(j as varchar), p) end
  else th_json_scalar(cast(j as varchar), p) end;
create macro json_extract(j, p) as case when json_valid(j)
    then system.main.json_extract(th_valid(j), p)
    else cast(th_json_extract(cast(j as varchar), p) as json) end;
create macro th_json_scalar_any(j, p) as th_json_scalar(cast(j as varchar), p);
create macro th_json_extract_any(j, p) as cast(th_json_extract(cast(j as varchar), p) as json);
create macro json_parse(j) as cast(th_json_sorted(cast(j as varchar)) as json);
create macro json_format(j) as th_json_sorted(cast(j as varchar));
create macro th_sql_json(k, j, p) as th_sql_json_text(k, cast(j as varchar), p);
create macro th_is_json(k, j, p) as cast(th_sql_json_text(k, cast(j as varchar), p) as boolean);
create macro th_json_list(l) as cast(to_json(list_filter(l, lambda x: x is not null)) as varchar);
create macro json_array_get(j, i) as system.main.json_extract(th_valid(j),
    case when i < 0 then '$[#' || i || ']' else '$[' || i || ']' end);
create macro json_array_length(j) as case when json_type(th_valid(j)) = 'ARRAY'
    then system.main.json_array_length(th_valid(j)) end;
create macro json_array_contains(j, v) as json_type(th_valid(j)) = 'ARRAY'
    and list_contains(cast(system.main.json_extract(th_valid(j), '$[*]') as varchar[]),
      cast(to_json(v) as varchar));
create macro json_size(j, p) as case when json_type(th_valid(j), p) is null then null
    else case json_type(th_valid(j), p)
    when 'ARRAY' then system.main.json_array_length(th_valid(j), p)
    when 'OBJECT' then len(json_keys(th_valid(j), p)) else 0 end end;
create macro is_json_scalar(j) as json_type(th_valid(j)) not in ('OBJECT', 'ARRAY');
create macro th_json_map_keys(j) as json_keys(th_open(j));
create macro th_json_map_values(j) as list_transform(json_keys(th_open(j)),
    lambda k: th_member(j, k));
create macro th_json_cardinality(j) as len(json_keys(th_open(j)));
create macro th_json_map(j) as map(th_json_map_keys(j), th_json_map_values(j));
create macro map_keys(j VARCHAR) as json_keys(th_valid(j)), (m) as system.main.map_keys(m);
create macro map_values(j VARCHAR) as list_transform(json_keys(th_valid(j)),
    lambda k: json_extract_string(th_valid(j), th_pointer(k))),
  (m) as system.main.map_values(m);

-- Lists and maps.
create macro cardinality(m MAP(VARCHAR, VARCHAR)) as len(system.main.map_keys(m)), (l) as len(l);
create macro array_join(l, d) as coalesce(array_to_string(th_few(l, d), d), case when l is not null then '' end),
  (l, d, n) as coalesce(array_to_string(list_transform(th_few(l, d), lambda x: coalesce(cast(x as varchar), n)), d),
    case when l is not null then '' end);
create macro array_max(l) as case when list_count(l) = len(l) then list_max(l) end;
create macro array_min(l) as case when list_count(l) = len(l) then list_min(l) end;
create macro th_greatest(l) as case when list_count(l) = len(l) then list_max(l) end;
create macro th_least(l) as case when list_count(l) = len(l) then list_min(l) end;
create macro th_any(l) as case when list_contains(l, true) then true
    when list_count(l) < len(l) then null when l is not null then false end;
create macro th_all(l) as case when list_contains(l, false) then false
    when list_count(l) < len(l) then null when l is not null then true end;
create macro th_none(l) as not th_any(l);
create macro th_started(l, s) as list_prepend(s, l);
create macro contains(l, v) as case when v is null then null
    when system.main.contains(l, v) then true
    when typeof(l) like '%[]' and list_position(try_cast(l as varchar[]), null) is not null then null
    else system.main.contains(l, v) end;
create macro array_position(l, v) as case when l is not null and v is not null
    then coalesce(list_position(l, v), 0) end;
create macro array_distinct(l) as list_filter(l, lambda x, i: list_position(l, x) = i);
create macro array_average(l) as list_avg(l);
create macro array_sum(l) as list_sum(l);
create macro array_remove(l, v) as case when v is not null
    then list_filter(l, lambda x: x is distinct from v) end;
create macro array_except(a, b) as array_distinct(list_filter(a, lambda x: list_position(b, x) is null));
create macro th_shared(a, b) as array_distinct(list_filter(a, lambda x: list_position(b, x) is not null));
create macro array_intersect(a, b) as case when a is null or b is null then null
    when len(a) < len(b) then th_shared(b, a) else th_shared(a, b) end;
create macro array_union(a, b) as array_distinct(list_concat(a, b));
create macro arrays_overlap(a, b) as case when list_has_any(a, b) then true
    when len(a) > 0 and len(b) > 0 and list_count(a) + list_count(b) < len(a) + len(b) then null
    else list_has_any(a, b) end;
create macro ngrams(l, n) as list_transform(system.main.range(1, len(l) - n + 2),
    lambda i: list_slice(l, i, i + n - 1));
create macro trim_array(l, n) as list_slice(l, 1, len(l) - n);
create macro contains_sequence(a, b) as list_contains(ngrams(a, len(b)), b);
create macro zip(a, b) as list_zip(a, b);
create macro repeat(x, n) as list_transform(system.main.range(th_bounded(n)), lambda i: x);
create macro th_step_of(a, b, s) as case when s = 0 or (b > a and s < 0) or (b < a and s > 0)
    then th_wrong('the step of sequence leads away from its end') else s end;
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
create macro sequence(a BIGINT, b BIGINT) as
    generate_series(a, b, case when a <= b then 1 else -1 end),
  (a BIGINT, b BIGINT, s BIGINT) as generate_series(a, b, th_step_of(a, b, s)),
  (a TIMESTAMP, b TIMESTAMP, s INTERVAL) as generate_series(a, b, s);
create macro slice(l, f, n) as case when n < 1
    then list_slice(l, 1, case when n < 0 then th_wrong('the length of slice is negative; Write 0 or more') else 0 end) else list_slice(l,
    case when f = 0 then th_wrong('slice counts from 1') else f end, f + n - 1) end;
create macro th_joined(p, d) as coalesce(array_to_string(p, d), '');
create macro th_delimiter(d) as case when d = '' then th_fail('the delimiter of split is empty;'
    || ' Write regexp_extract_all(x, ''.'') for the characters of a text') else d end;
create macro split(s, d) as string_split(th_iso(s), th_delimiter(d)),
  (s, d, n) as case when d = '' then [th_delimiter(d)] when len(string_split(th_iso(s), d)) <= n then string_split(th_iso(s), d)
    else list_append(list_slice(string_split(th_iso(s), d), 1, n - 1),
      th_joined(list_slice(string_split(th_iso(s), d), n, len(string_split(th_iso(s), d))), d)) end;
create macro split_to_map(s, e, k) as map_from_entries(list_transform(string_split(s, e),
    lambda x: struct_pack(k := split_part(x, k, 1), v := split_part(x, k, 2))));
create macro th_of_map_keys(m) as system.main.map_keys(m);
create macro th_of_map_values(m) as system.main.map_values(m);
create macro th_of_element_at(m, k) as m[k];
create macro map_agg(k, v) as map(list(k), list(v));

-- Text. What Java takes for white space, which the no-break space is not.
create macro th_blanks() as system.main.chr(9) || system.main.chr(10) || system.main.chr(11) || system.main.chr(12)
    || system.main.chr(13) || system.main.chr(28) || system.main.chr(29) || system.main.chr(30)
    || system.main.chr(31) || system.main.chr(32) || system.main.chr(5760) || system.main.chr(8192)
    || system.main.chr(8193) || system.main.chr(8194) || system.main.chr(8195) || system.main.chr(8196)
    || system.main.chr(8197) || system.main.chr(8198) || system.main.chr(8200) || system.main.chr(8201)
    || system.main.chr(8202) || system.main.chr(8232) || system.main.chr(8233) || system.main.chr(8287)
    || system.main.chr(12288);
create macro trim(s) as system.main.trim(th_iso(s), th_blanks()), (s, c) as system.main.trim(th_iso(s), c);
create macro ltrim(s) as system.main.ltrim(th_iso(s), th_blanks()), (s, c) as system.main.ltrim(th_iso(s), c);
create macro rtrim(s) as system.main.rtrim(th_iso(s), th_blanks()), (s, c) as system.main.rtrim(th_iso(s), c);
create macro th_cut(s, f) as case when s is null or f is null then null
    when f = 0 or f < -len(s) then '' else system.main.substr(s, f) end,
  (s, f, n) as case when s is null or f is null or n is null then null
    when f = 0 or n <= 0 or f < -len(s) then '' else system.main.substr(s, f, n) end;
create macro th_letters(s) as case when typeof(s) = 'BLOB'
    then th_fail('substr of bytes is not understood; Use from_utf8 or to_hex first') else th_iso(s) end;
create macro substr(s, f) as th_cut(th_letters(s), f), (s, f, n) as th_cut(th_letters(s), f, n);
create macro substring(s, f) as th_cut(th_letters(s), f), (s, f, n) as th_cut(th_letters(s), f, n);
create macro th_nth(s, p, n) as case when n = 0 then th_wrong('strpos has no occurrence 0')
    when n > 0 and len(p) > n then len(array_to_string(list_slice(p, 1, n), s)) + 1
    when n < 0 and len(p) > -n then len(array_to_string(list_slice(p, 1, len(p) + n), s)) + 1
    else 0 end;
create macro strpos(s, t) as system.main.strpos(th_iso(s), t),
  (s, t, n) as th_nth(t, string_split(th_iso(s), t), n);
create macro split_part(s, d, i) as case when i < 1
    then th_fail('split_part counts from 1') when i <= len(string_split(th_iso(s), d))
    then system.main.split_part(th_iso(s), d, i) end;
create macro regexp_like(s, p) as regexp_matches(th_iso(s), p);
create macro th_padded(s, n) as system.main.rpad(system.main.left(s, n), n, ' ');
create macro th_left(s VARCHAR, n) as system.main.left(s, n),
  (s, n) as case when len(th_text(s)) <= n then th_text(s) when s is not null then th_fail('the text '''
    || th_text(s) || ''' has more than ' || n || ' characters; Write CAST(.. AS VARCHAR)') end;
create macro th_group(s, p, r) as case when r = '' and system.main.regexp_matches(p, '\)[?*{]|\|')
    then th_fail('regexp_extract cannot tell an absent group from an empty one; Match the whole'
      || ' with regexp_like first, or leave out the ? or | behind the group') else r end;
create macro regexp_extract(s, p) as case when regexp_matches(s, p)
    then system.main.regexp_extract(s, p) end,
  (s, p, g) as case when regexp_matches(s, p)
    then th_group(s, p, system.main.regexp_extract(s, p, g)) end;

create macro th_some(p) as case when p <> '' and regexp_matches('', p) and system.main.left(p, 1) <> '^'
    then th_fail('regexp_replace with a pattern that matches nothing is not understood; Write + for *')
    else p end;
create macro th_regexp_replace(s, p, r) as system.main.regexp_replace(s, th_some(p), r, 'g');
create macro regexp_replace(s, p) as system.main.regexp_replace(s, th_some(p), '', 'g'),
  (s, p, r) as list_transform([s], lambda x: system.main.regexp_replace(
    th_fits(x, case when (len(x) + 1) * (len(r) + 1) <= 1000000 then 0
      else len(x) + (len(regexp_extract_all(x, p)) + 1) * len(r)
        + len(x) * (len(r) - len(system.main.replace(r, '$', ''))) end), th_some(p),
    system.main.regexp_replace(r, '\$(\d)', '\\\1', 'g'), 'g'))[1];
create macro regexp_count(s, p) as len(regexp_extract_all(s, p));
create macro regexp_position(s, p) as case when regexp_matches(s, p)
    then len(string_split_regex(s, p)[1]) + 1 when s is not null then -1 end;
create macro regexp_split(s, p) as string_split_regex(s, p);
create macro replace(s, f) as system.main.replace(s, f, ''),
  (s, f, t) as list_transform([s], lambda x: case when f = ''
    then t || array_to_string(list_transform(string_split(th_fits(x, (len(x) + 1) * (len(t) + 1)), ''),
      lambda c: c || t), '')
    else system.main.replace(
      th_fits(x, case when len(t) <= len(f) or len(x) * (len(t) + 1) <= 1000000 then 0
        else len(x) + len(t) * ((len(x) - len(system.main.replace(x, f, ''))) // greatest(1, len(f))) end),
      f, t) end)[1];
create macro th_double(x) as th_double_text(cast(x as varchar));
create macro th_interval(i) as th_interval_text(
    cast(12 * datepart('year', i) + datepart('month', i) as varchar),
    cast(cast(epoch(i - to_months(cast(12 * datepart('year', i) + datepart('month', i) as integer)))
      * 1000 as bigint) as varchar));
create macro th_text(x) as case when typeof(x) in ('DOUBLE', 'FLOAT') then th_double(x)
    when typeof(x) = 'UHUGEINT' then th_ip_text(cast(x as varchar))
    when typeof(x) = 'INTERVAL' then th_interval(cast(x as interval))
    when typeof(x) like '%[]' or typeof(x) like 'STRUCT(%' or typeof(x) like 'MAP(%'
    then th_fail('an array, a map or a row cannot be cast to text; Write json_format(CAST(.. AS JSON)), or array_join')
    when typeof(x) like 'DECIMAL%' then system.main.regexp_replace(cast(x as varchar), '^(-?)\.', '\10.')
    else cast(x as varchar) end;
create macro th_shown(x) as case when x is null then 'null'
    when typeof(x) in ('DOUBLE', 'FLOAT') then cast(x as varchar) else th_text(x) end;
create macro th_digits(x) as system.main.regexp_matches(x, '^\s*[+-]?[0-9]+\s*$');
create macro th_whole(x) as case
    when typeof(x) = 'VARCHAR' then case when th_digits(cast(x as varchar))
      then cast(x as varchar) when x is not null
      then th_fail('cannot cast ''' || cast(x as varchar) || ''' to a whole number; TRY_CAST answers NULL for it') end
    when typeof(x) = 'BOOLEAN' then case when cast(x as varchar) = 'true' then '1'
      when x is not null then '0' end
    when typeof(x) in ('DOUBLE', 'FLOAT')
      then cast(cast(system.main.round(cast(x as double)) as hugeint) as varchar)
    else cast(x as varchar) end;
create macro th_try_whole(x) as case
    when typeof(x) = 'VARCHAR' then case when th_digits(cast(x as varchar))
      then cast(x as varchar) end
    when typeof(x) = 'BOOLEAN' then case when cast(x as varchar) = 'true' then '1'
      when x is not null then '0' end
    when typeof(x) in ('DOUBLE', 'FLOAT')
      then try_cast(try_cast(system.main.round(try_cast(x as double)) as hugeint) as varchar)
    else cast(x as varchar) end;
create macro th_scale(t) as coalesce(try_cast(system.main.regexp_extract(t, '^DECIMAL\(\d+,(\d+)\)$', 1)
    as integer), 0);
create macro th_quotient(a, b) as case
    when (typeof(a) like 'DECIMAL%' or typeof(b) like 'DECIMAL%')
      and typeof(a) not in ('DOUBLE', 'FLOAT') and typeof(b) not in ('DOUBLE', 'FLOAT')
    then system.main.round(a // b, system.main.greatest(th_scale(typeof(a)), th_scale(typeof(b))))
    else a // b end;

-- The same of a quotient, which is no DECIMAL: the fewer times a macro names its argument, the
-- smaller is what a chain of them becomes.
create macro th_next_quotient(a, b) as case
    when typeof(b) like 'DECIMAL%' and typeof(a) not in ('DOUBLE', 'FLOAT')
    then system.main.round(a // b, th_scale(typeof(b)))
    else a // b end;

-- Addresses: the number that their 16 bytes make, in a type that nothing else has.
create macro th_try_ip(x) as cast(th_ip(cast(x as varchar)) as uhugeint);
create macro th_cast_ip(x) as cast(coalesce(th_ip(cast(x as varchar)), case when x is not null
    then th_fail('''' || cast(x as varchar) || ''' is no IP address; TRY_CAST answers NULL for it') end)
  as uhugeint);
create macro th_in_network(n, a) as
    a between cast(system.main.split_part(th_network(n), ' ', 1) as uhugeint)
    and cast(system.main.split_part(th_network(n), ' ', 2) as uhugeint);
create macro codepoint(s) as case when len(s) <> 1
    then th_wrong('codepoint takes one character; Write codepoint(substr(x, 1, 1))') else unicode(s) end;
create macro levenshtein_distance(a, b) as system.main.levenshtein(th_near(a, b), b);
create macro hamming_distance(a, b) as hamming(a, b);
create macro normalize(s) as nfc_normalize(s), (s, f) as th_normal(s, f);
create macro url_extract_protocol(u) as th_url_part('protocol', u);
create macro url_extract_host(u) as th_url_part('host', u);
create macro url_extract_port(u) as cast(th_url_part('port', u) as bigint);
create macro url_extract_path(u) as th_url_part('path', u);
create macro url_extract_query(u) as th_url_part('query', u);
create macro url_extract_fragment(u) as th_url_part('fragment', u);
create macro url_extract_parameter(u, n) as th_url_parameter(u, n);
create macro url_encode(t) as th_url_encoded(t);
create macro url_decode(t) as th_url_decoded(t);

-- Bytes, as Trino has them: a hash of bytes is bytes, a hash of text is text in hex.
create macro to_utf8(s) as encode(s);
create macro from_utf8(b) as th_bytes('utf8', hex(b), ''),
  (b, r) as system.main.replace(th_bytes('utf8', hex(b), ''), chr(65533), r);
create macro crc32(b) as cast(th_bytes('crc32', hex(b), '') as bigint);
create macro sha512(b) as unhex(th_bytes('sha512', hex(b), ''));
create macro hmac_sha256(b, k) as unhex(th_bytes('hmac_sha256', hex(b), hex(k)));
create macro to_base64url(b) as translate(to_base64(b), '+/', '-_');
create macro from_base64url(s) as from_base64(system.main.rpad(translate(s, '-_', '+/'),
    cast(4 * ((len(s) + 3) // 4) as integer), '='));
create macro from_hex(s) as unhex(s);
create macro md5(b BLOB) as unhex(system.main.md5(b)), (s VARCHAR) as system.main.md5(s);
create macro sha1(b BLOB) as unhex(system.main.sha1(b)), (s VARCHAR) as system.main.sha1(s);
create macro sha256(b BLOB) as unhex(system.main.sha256(b)), (s VARCHAR) as system.main.sha256(s);

-- Numbers and the rest.
create macro truncate(x) as trunc(x), (x, n) as trunc(x, n);
create macro e() as exp(1);
create macro is_nan(x) as isnan(x);
create macro is_finite(x) as isfinite(x);
create macro is_infinite(x) as isinf(x);
create macro to_base(x, b) as lower(system.main.to_base(x, b));
create macro bitwise_and(a, b) as a & b;
create macro bitwise_or(a, b) as a | b;
create macro bitwise_xor(a, b) as xor(a, b);
create macro bitwise_not(a) as -1 - a;
create macro th_bits(t) as case t when 'TINYINT' then 8 when 'SMALLINT' then 16 when 'INTEGER' then 32 else 64 end;
create macro bitwise_left_shift(a, n) as case when n >= th_bits(typeof(a)) then 0 else a << n end;
create macro bitwise_right_shift(a, n) as case when a < 0
    then th_wrong('bitwise_right_shift of a negative number is not understood') else a >> n end;
create macro bitwise_right_shift_arithmetic(a, n) as case when n >= th_bits(typeof(a))
    then case when a < 0 then -1 else 0 end else a >> n end;
create macro bitwise_and_agg(x) as bit_and(x);
create macro bitwise_or_agg(x) as bit_or(x);
create macro bit_count(x, n) as case when n = 64 then system.main.bit_count(cast(x as bigint))
    else system.main.bit_count(cast(x as bigint) & ((cast(1 as bigint) << n) - 1)) end;
create macro width_bucket(x, a, b, n) as case when x < a then 0 when x >= b then n + 1
    else cast(floor((x - a) * n // cast(b - a as double)) as bigint) + 1 end;
create macro th_type_of(t) as case when t = 'FLOAT' then 'real' when t = '"NULL"' then 'unknown'
    when t in ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'DOUBLE', 'BOOLEAN', 'DATE', 'JSON')
      or t like 'DECIMAL(%' then lower(t)
    else th_fail('typeof does not know the length and precision that Trino gives to '
      || t || '; Write DESCRIBE SELECT .. to see the types of columns') end;
create macro th_typeof(x) as th_type_of(typeof(x));
create macro infinity() as cast('infinity' as double);
create macro nan() as cast('nan' as double);
create macro random() as system.main.random(),
  (n) as cast(floor(system.main.random() * n) as bigint),
  (a, b) as cast(floor(a + system.main.random() * (b - a)) as bigint);
create macro rand() as random(), (n) as random(n), (a, b) as random(a, b);
create macro from_base(t, b) as cast(th_from_base(t, cast(b as varchar)) as bigint);
create macro th_inexact(x) as case when typeof(x) like 'DECIMAL%'
    then th_wrong('avg of a DECIMAL would be rounded to its scale; Write avg(CAST(x AS DOUBLE))')
    else x end;

-- Functions whose result can be far larger than their arguments, kept within bounds: what they
-- make is not counted by the memory limit.
-- A macro writes its argument out wherever it uses it, which doubles with each call inside another:
-- those that people nest take it once, as the element of a list.
create macro th_fits(x, n) as case when n > 1000000
    then th_fail('the result would be longer than 1,000,000') else x end;
create macro th_few(l, d) as list_slice(l, 1, case when len(l) * len(d) > 1000000
    then th_wrong('the result would be longer than 1,000,000') else len(l) end);
create macro th_near(a, b) as case when len(a) * len(b) > 250000
    then th_fail('the texts are too long to count the steps between them') else a end;
create macro th_bounded(n) as case when n > 1000000
    then th_wrong('the result would be longer than 1,000,000') else n end;
create macro th_padding(n) as case when n < 0
    then th_wrong('a text is filled up to a length below 0; Write 0 or more') else th_bounded(n) end;
create macro lpad(s, n, p) as system.main.lpad(s, cast(th_padding(n) as integer), p);
create macro rpad(s, n, p) as system.main.rpad(s, cast(th_padding(n) as integer), p);
create macro bitstring(s, n) as system.main.bitstring(s, cast(th_bounded(n) as integer));
create macro list_resize(l, n) as system.main.list_resize(l, th_bounded(n)),
  (l, n, v) as system.main.list_resize(l, th_bounded(n), v);
create macro array_resize(l, n) as system.main.list_resize(l, th_bounded(n)),
  (l, n, v) as system.main.list_resize(l, th_bounded(n), v);
