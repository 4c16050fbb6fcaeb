package io.trailhouse.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Statements that somebody may write to bring a query engine down: values that grow, parts that
/// stand deep, plans that explode, functions that do not look up, and names of what is closed.
final class HostileStatements {
  private static final String LONG = "rpad('', 900000, 'a')";
  private static final String DEEP = "rpad('', 400000, '[') || rpad('', 400000, ']')";
  private static final String DEEP_OBJECT =
      "rpad('', 750000, '{\"a\":') || '1' || rpad('', 150000, '}')";
  private static final List<Integer> SIZES = List.of(30, 240, 900, 40_000);

  private HostileStatements() {}

  static List<String> all() {
    List<String> all = new ArrayList<>();
    growing(all);
    doubling(all);
    deep(all);
    sized(all);
    slow(all);
    closed(all);
    return all;
  }

  private static void growing(List<String> all) {
    for (String value :
        List.of(
            "replace(%s, 'a', %s)",
            "replace(replace(rpad('', 1000, 'a'), 'a', rpad('', 1000, 'b')), 'b', rpad('', 1000,"
                + " 'c'))",
            "regexp_replace(%s, 'a', %s)",
            "regexp_replace(%s, '(a+)', '$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1')",
            "regexp_replace(%s, '', 'xxxxxxxxxxxxxxxxxxxxxxxx')",
            "repeat(%s, 1000000)",
            "lpad(%s, 2000000000, 'x')",
            "rpad('a', 1000000000, %s)",
            "array_join(list_transform(range(1000000), x -> 'a'), %s)",
            "array_join(repeat(['a'], 1000000), 'abcdefgh')",
            "translate(%s, 'a', 'bc')",
            "\"format\"('{:>1000000000}', 'a')",
            "format('%%1000000000d', 1)",
            "format('%%.999999999f', 1.0)",
            "format('%%*d', 1000000000, 1)",
            "printf('%%-100000000s', 'a')",
            "\"repeat\"('x', 4000000000)",
            "\"REPLACE\"(%s, 'a', %s)",
            "range(1000000000000)",
            "sequence(1, 1000000000000)",
            "generate_series(0, 1000000000, 1)",
            "array_resize([1], 1000000000)",
            "bitstring('1', 2000000000)",
            "list_transform(range(1000000), x -> range(1000000))",
            "list_transform(range(1000000), x -> rpad('', 1000000, 'a'))",
            "flatten(list_transform(range(1000000), x -> range(1000)))",
            "to_base(1, 2, 1000000000)",
            "levenshtein_distance(%s, %s)",
            "levenshtein(%s, %s)",
            "damerau_levenshtein(%s, %s)",
            "jaro_winkler_similarity(%s, %s)",
            "jaccard(%s, %s)",
            "editdist3(%s, %s)",
            "hamming_distance(%s, %s)",
            "strftime(now(), rpad('', 800000, '%%A'))",
            "map(range(1000000), list_transform(range(1000000), x -> rpad('', 10000, 'a')))",
            "from_base64(to_base64(encode(%s)))",
            "url_encode(url_encode(url_encode(%s)))",
            "hex(hex(hex(hex(%s))))",
            "json_quote(json_quote(json_quote(rpad('', 500000, '\"'))))")) {
      String once = value.replace("%s", LONG).replace("%%", "%");
      all.add("SELECT length(CAST(" + once + " AS varchar))");
      all.add("SELECT count(x) FROM (SELECT " + once + " AS x FROM range(3000))");
      all.add("SELECT try(" + once + ")");
    }
  }

  private static void doubling(List<String> all) {
    for (String step :
        List.of(
            "s || s",
            "s || x || s",
            "concat(s, s)",
            "concat_ws('-', s, s)",
            "replace(s, 'a', s)",
            "CASE WHEN true THEN s || s ELSE s END",
            "upper(s) || lower(s)",
            "\"||\"(s, s)")) {
      all.add("SELECT list_reduce(['a'] || range(100)::varchar[], lambda s, x: " + step + ")");
      all.add(
          "SELECT list_reduce(list_transform(range(70), lambda i: 'a'), lambda s, x: "
              + step
              + ")");
    }
    all.add("SELECT list_reduce([[1]] || [[2]], lambda s, x: s || s)");
    all.add("SELECT length(list_reduce(repeat(['aaaaaaaaaa'], 100000), lambda s, x: s || x))");
    all.add("WITH RECURSIVE t AS (SELECT 'a' AS s UNION ALL SELECT s || s FROM t) SELECT * FROM t");
    all.add(
        "WITH RECURSIVE t AS (SELECT 1 AS x UNION ALL SELECT a.x FROM t a, t b) SELECT count(*)"
            + " FROM t");
    all.add("WITH RECURSIVE t AS (SELECT [1] AS l UNION ALL SELECT l || l FROM t) SELECT * FROM t");
    String tenfold = "s || s || s || s || s || s || s || s || s || s";
    String nested = "SELECT 'abcdefghij' AS s";
    for (int i = 0; i < 12; i++) {
      nested = "SELECT " + tenfold + " AS s FROM (" + nested + ")";
      all.add("SELECT length(s) FROM (" + nested + ")");
    }
    String wide = "SELECT 1 AS x";
    for (int i = 0; i < 24; i++) {
      wide = "SELECT *, * FROM (" + wide + ")";
    }
    all.add(wide);
    for (String aggregate :
        List.of(
            "string_agg(rpad('', 10000, 'x'), ',')",
            "array_agg(rpad('', 10000, 'x') || a.range)",
            "listagg(a.range::varchar || rpad('', 1000, 'y'), ',')",
            "histogram(rpad('', 1000, 'x') || a.range)",
            "map_agg(a.range, rpad('', 1000, 'x') || b.range)",
            "approx_top_k(rpad('', 1000, 'x') || a.range, 100000)",
            "bitstring_agg(a.range, 0, 90000000000)",
            "mode(rpad('', 1000, 'x') || a.range)",
            "count(DISTINCT rpad('', 1000, 'x') || a.range)",
            "json_group_array(rpad('', 1000, 'x') || a.range)",
            "json_group_object(a.range, rpad('', 1000, 'x') || b.range)",
            "list(DISTINCT rpad('', 1000, 'x') || a.range)",
            "string_agg(a.range::varchar, rpad('', 900000, 'x'))",
            "max_by(a.range, rpad('', 1000, 'x') || b.range, 1000000)",
            "median(a.range * b.range)",
            "quantile_cont(a.range * b.range, 0.5)")) {
      all.add("SELECT " + aggregate + " FROM range(1000000) a, range(1000) b");
    }
  }

  private static void deep(List<String> all) {
    for (String text : List.of(DEEP, DEEP_OBJECT)) {
      for (String call :
          List.of(
              "json_contains(%s, %s)",
              "json_contains('[1]', %s)",
              "json_structure(%s)",
              "json_transform(%s, '\"JSON\"')",
              "json_transform(%s, '\"VARIANT\"')",
              "from_json(%s, '[\"VARIANT\"]')",
              "json_merge_patch(%s, %s)",
              "json_pretty(%s)",
              "json_normalize(%s)",
              "json_valid(%s)",
              "json_type(%s)",
              "json_keys(%s)",
              "json_extract(%s, '$.a')",
              "json_extract(%s, '$..a')",
              "json_extract(%s, '$.**.a')",
              "json_extract_scalar(%s, '$[0]')",
              "json_extract(%s, rpad('', 300000, '[0]'))",
              "json_extract(%s, '$' || rpad('', 200000, '.a'))",
              "json_array_length(%s)",
              "json_size(%s, '$')",
              "json_format(json_parse(%s))",
              "json_exists(%s, '$.a')",
              "json_value(%s, '$.a')",
              "json_query(%s, '$.a')",
              "element_at(%s, 'a')",
              "map_keys(%s)",
              "CAST(%s AS json)",
              "CAST(CAST(%s AS json) AS variant)",
              "CAST(%s AS variant)",
              "CAST(%s AS varchar[])",
              "CAST(%s AS integer[][][])",
              "CAST(%s AS map(varchar, varchar))",
              "CAST(CAST(%s AS json) AS map(varchar, json))",
              "CAST(CAST(%s AS json) AS row(a varchar))",
              "TRY_CAST(%s AS struct(a struct(a struct(a json))))",
              "to_json(CAST(%s AS json))",
              "json_array(CAST(%s AS json))",
              "json_quote(%s)",
              "json_serialize_plan(%s)",
              "CAST(%s AS json) = CAST(%s AS json)",
              "md5(%s)",
              "regexp_like('aaa', replace(%s, '[', '('))",
              "regexp_like(%s, '(((a*)*)*)*b')",
              "regexp_replace(%s, '(.*)(.*)(.*)(.*)', '$4$3$2$1')",
              "regexp_extract_all(%s, '.')",
              "split(%s, '')",
              "split(%s, '[')",
              "reverse(%s)",
              "%s LIKE '%[%[%[%[%[%[%]%]%]%]%]%]%x'",
              "date_parse(%s, '%Y')",
              "from_iso8601_timestamp(%s)")) {
        all.add("SELECT length(CAST(" + call.replace("%s", text) + " AS varchar))");
      }
      all.add("SELECT count(*) FROM json_each(" + text + ")");
      all.add("SELECT count(*) FROM json_tree(" + text + ")");
    }
  }

  private static void sized(List<String> all) {
    for (int n : SIZES) {
      all.add("SELECT " + "(".repeat(n) + "1" + ")".repeat(n));
      all.add("SELECT 1" + " + 1".repeat(n));
      all.add("SELECT 'a'" + " || 'a'".repeat(n));
      all.add("SELECT " + "- ".repeat(n) + "1");
      all.add("SELECT " + "NOT ".repeat(n) + "true");
      all.add("SELECT 1" + "::int".repeat(n));
      all.add("SELECT " + "[".repeat(n) + "1" + "]".repeat(n));
      all.add("SELECT CAST(NULL AS int" + "[]".repeat(n) + ")");
      all.add("SELECT CAST(NULL AS " + "row(a ".repeat(n) + "int" + ")".repeat(n) + ")");
      all.add("SELECT " + "upper(".repeat(n) + "'a'" + ")".repeat(n));
      all.add("SELECT " + "replace(".repeat(n) + "'a'" + ", 'a', 'aa')".repeat(n));
      all.add("SELECT " + "CASE WHEN false THEN 1 ELSE ".repeat(n) + "1" + " END".repeat(n));
      all.add("SELECT * FROM (".repeat(n) + "SELECT 1 AS x" + ")".repeat(n));
      all.add("SELECT 1 WHERE EXISTS (".repeat(n) + "SELECT 1" + ")".repeat(n));
      all.add("SELECT 1" + " UNION ALL SELECT 1".repeat(n));
      all.add("SELECT 1" + " EXCEPT SELECT 1".repeat(n));
      all.add("SELECT 1 WHERE 1 IN (0" + numbered(n, i -> ", " + i) + ")");
      all.add(
          "SELECT count(*) FROM events WHERE eventid = 'x'"
              + numbered(n, i -> " OR eventid = 'e" + i + "'"));
      all.add(
          "SELECT count(*) FROM events WHERE eventid = 'x'" + " AND eventid LIKE '%x%'".repeat(n));
      all.add("SELECT 1" + numbered(n, i -> ", " + i + " AS c" + i));
      all.add("SELECT 1 AS " + "x".repeat(n));
      all.add("SELECT " + "x".repeat(n) + "(1)");
      all.add("SELECT " + "x".repeat(n) + " FROM events");
      all.add("SELECT 1 FROM " + "x".repeat(n));
      all.add("SELECT * FROM events" + ", events".repeat(n) + " LIMIT 1");
      all.add("SELECT count(*) FROM range(1) t" + numbered(n, i -> ", range(1) t" + i));
      all.add(
          "SELECT count(*) FROM range(1) t"
              + numbered(n, i -> " JOIN range(1) t" + i + " ON t.range = t" + i + ".range"));
      all.add(
          "WITH t AS (SELECT 1 AS x)"
              + numbered(n, i -> ", t" + i + " AS (SELECT x FROM t" + (i == 0 ? "" : i - 1) + ")")
              + " SELECT count(*) FROM t"
              + (n - 1));
      all.add(
          "WITH t AS (SELECT 1 AS x)"
              + numbered(
                  n,
                  i ->
                      ", t"
                          + i
                          + " AS (SELECT * FROM t"
                          + (i == 0 ? "" : i - 1)
                          + " a, t"
                          + (i == 0 ? "" : i - 1)
                          + " b)")
              + " SELECT count(*) FROM t"
              + (n - 1));
      all.add(
          "SELECT " + numbered(n, i -> "list_transform([1], x" + i + " -> ") + "1" + ")".repeat(n));
      all.add(
          "SELECT 1"
              + numbered(n, i -> ", sum(range) OVER (ORDER BY range + " + i + ")")
              + " FROM range(10)");
      all.add(
          "SELECT count(*) FROM range(10) GROUP BY CUBE (range"
              + numbered(n, i -> ", range + " + i)
              + ")");
      all.add("SELECT regexp_like('aaa', '" + "(a|".repeat(n) + "b" + ")*".repeat(n) + "')");
      all.add("SELECT 'a' LIKE '" + "%a_".repeat(n) + "'");
      all.add("SELECT '" + "a".repeat(n * 20) + "'");
      all.add("SELECT 1 /* " + "/* ".repeat(n) + "*/");
      all.add("SELECT " + "9".repeat(n));
      all.add("SELECT e" + ".a".repeat(n) + " FROM events e");
    }
  }

  private static String numbered(int n, IntFunction<String> part) {
    return IntStream.range(0, n).mapToObj(part).collect(Collectors.joining());
  }

  private static void slow(List<String> all) {
    all.addAll(
        List.of(
            "SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c",
            "SELECT count(*) FROM range(1000000) a JOIN range(1000000) b ON a.range % 7 = b.range %"
                + " 7",
            "SELECT count(*) FROM (SELECT unnest(range(1000000)) FROM range(1000000))",
            "SELECT max(range) OVER (ORDER BY range % 3) FROM range(100000000)",
            "SELECT range FROM range(1000000000000) ORDER BY random() DESC",
            "SELECT count(DISTINCT levenshtein_distance(rpad('', 499, 'a') || range, repeat('b',"
                + " 500))) FROM range(10000000)",
            "SELECT count(*) FROM range(10000000) WHERE regexp_like(rpad('', 10000, 'a') || range,"
                + " '(a|aa)*b')",
            "SELECT count(*) FROM range(10000000) WHERE rpad('', 10000, 'a') || range LIKE"
                + " '%a%a%a%a%b'",
            "SELECT sum(length(md5(rpad('', 900000, 'a') || range))) FROM range(10000000)",
            "WITH RECURSIVE t AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM t) SELECT max(x) FROM"
                + " t",
            "WITH RECURSIVE t AS (SELECT 1 AS x UNION SELECT x * 2 % 1000003 FROM t) SELECT"
                + " count(*) FROM t, t b, t c"));
  }

  private static void closed(List<String> all) {
    for (String name :
        List.of(
            "duckdb_views",
            "duckdb_tables",
            "duckdb_settings",
            "duckdb_columns",
            "sqlite_master",
            "pragma_database_list",
            "duckdb_functions",
            "pg_settings",
            "\"/etc/passwd\"")) {
      all.add("SELECT * FROM " + name);
      all.add("WITH " + name + " AS (SELECT * FROM " + name + ") SELECT * FROM " + name);
      all.add("SELECT (WITH " + name + " AS (SELECT 1) SELECT 1), * FROM " + name);
      all.add(
          "SELECT * FROM "
              + name
              + ", (WITH "
              + name
              + " AS (SELECT 1 AS x) SELECT * FROM "
              + name
              + ")");
      all.add("WITH a AS (WITH " + name + " AS (SELECT 1) SELECT 1) SELECT * FROM " + name);
      all.add("WITH a AS (SELECT * FROM " + name + "), " + name + " AS (SELECT 1) SELECT * FROM a");
      all.add("SELECT * FROM " + name + " WHERE EXISTS (WITH " + name + " AS (SELECT 1) SELECT 1)");
    }
    all.add("WITH \"duc\u212Adb_views\" AS (SELECT 1) SELECT * FROM duckdb_views");
    for (String call :
        List.of(
            "json_serialize_plan('SELECT * FROM duckdb_views')",
            "\"json_serialize_plan\"('SELECT 1')",
            "json_serialize_sql('SELECT 1')",
            "json_deserialize_sql('{}')",
            "list_aggregate([1], 'bitstring_agg')",
            "list_aggr([1], 'sum')",
            "aggregate('sum', 1)",
            "current_setting('temp_directory')",
            "getvariable('x')",
            "current_query()",
            "version()",
            "in_search_path('memory', 'main')",
            "write_log('x')",
            "sleep_ms(100000)",
            "nextval('x')",
            "cast_to_type('1', 2)",
            "make_type('VARIANT')",
            "stats(1)",
            "vector_type(1)",
            "parse_path('/a/b')",
            "unknown_function(1)",
            "system.main.repeat('x', 4000000000)",
            "main.replace('a', 'a', 'b')")) {
      all.add("SELECT " + call);
      all.add("SELECT 1 FROM events WHERE " + call + " IS NOT NULL");
      all.add("SELECT list_transform([1], x -> " + call + ")");
    }
  }
}
