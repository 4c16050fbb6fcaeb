package io.trailhouse.query;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.NearName;
import io.trailhouse.problem.TrailhouseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// The fields that a search can name, as SQL: short names for what is asked for most, columns,
/// fields of structs (`useridentity.arn`) and members of JSON columns
/// (`requestparameters.bucketName`).
final class SearchFields {
  private static final String ANYTHING = "*";
  private static final String ADDRESS = "sourceipaddress";
  private static final String SERVICE = ".amazonaws.com";

  /// A block of addresses, such as `10.0.0.0/8` or `2001:db8::/32`.
  private static final Pattern BLOCK = Pattern.compile("[0-9a-fA-F.:]+/[0-9]{1,3}");

  /// Who acted, by any of the names that a record has for it.
  private static final List<String> NAMES_OF_A_PRINCIPAL =
      List.of(
          IdentitySql.PRINCIPAL,
          IdentitySql.WHO,
          "useridentity.sessioncontext.sessionissuer.arn",
          "useridentity.sessioncontext.sessionissuer.username",
          "useridentity.username",
          "useridentity.principalid",
          "useridentity.invokedby");

  /// Short names, each with the expressions of which one must fit.
  private static final Map<String, List<String>> SHORT =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(EventSearch.ACCOUNT, List.of(IdentitySql.ACCOUNT)),
              Map.entry("region", List.of("awsregion")),
              Map.entry("service", List.of("eventsource")),
              Map.entry("call", List.of("eventname")),
              Map.entry("principal", NAMES_OF_A_PRINCIPAL),
              Map.entry("address", List.of(ADDRESS)),
              Map.entry("agent", List.of("useragent")),
              Map.entry("key", List.of("useridentity.accesskeyid")),
              Map.entry("error", List.of("errorcode")),
              Map.entry("category", List.of("eventcategory")),
              Map.entry("source", List.of("th_source"))));

  private SearchFields() {}

  /// Who acted, by any of the names that a record has for it, as expressions.
  static List<String> namesOfAPrincipal() {
    return NAMES_OF_A_PRINCIPAL;
  }

  /// Whether events have a field of this name.
  static boolean has(Schema schema, String name) {
    return expressions(schema, name) != null;
  }

  /// The condition that a field has a value.
  ///
  /// @param value in any case, with `*` for anything; `*` alone for any value at all; for an
  ///   address also a block of addresses
  /// @throws TrailhouseException with WRONG_USE when events have no such field
  static String condition(Schema schema, String name, String value) {
    List<String> expressions = expressions(schema, name);
    if (expressions == null) {
      throw unknown(schema, name);
    }
    return condition(expressions, name, value);
  }

  /// The condition that somebody acted, by any of the names that a record has for them.
  ///
  /// @param value in any case, with `*` for anything
  static String principal(String value) {
    return condition(NAMES_OF_A_PRINCIPAL, "principal", value);
  }

  private static String condition(List<String> expressions, String name, String value) {
    return expressions.stream()
        .map(expression -> condition(expression, name, value))
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private static String condition(String expression, String name, String value) {
    if (value.equals(ANYTHING)) {
      return expression + " IS NOT NULL";
    }
    if (expression.equals(ADDRESS) && BLOCK.matcher(value).matches()) {
      return "contains(" + EventSearch.text(value) + ", TRY_CAST(" + ADDRESS + " AS IPADDRESS))";
    }
    boolean isShort = name.equalsIgnoreCase("service") && !value.endsWith(SERVICE);
    if (isShort && !value.endsWith(ANYTHING)) {
      return "(" + is(expression, value + SERVICE) + " OR " + is(expression, value) + ")";
    }
    return is(expression, value);
  }

  private static String is(String expression, String value) {
    if (!value.contains(ANYTHING)) {
      return "lower(" + expression + ") = " + EventSearch.text(value.toLowerCase(Locale.ROOT));
    }
    String pattern =
        value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%");
    return expression + " ILIKE " + EventSearch.text(pattern) + " ESCAPE '\\'";
  }

  private static @Nullable List<String> expressions(Schema schema, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    List<String> named = SHORT.get(lower);
    if (named != null) {
      return named;
    }
    Types.NestedField found = name.isEmpty() ? null : schema.caseInsensitiveFindField(name);
    if (found != null && !lower.startsWith("resources.")) {
      String path = schema.findColumnName(found.fieldId());
      boolean isText = found.type().typeId() == Type.TypeID.STRING;
      return List.of(isText ? path : "cast(" + path + " AS text)");
    }
    int dot = name.indexOf('.');
    String column = dot < 0 ? "" : lower.substring(0, dot);
    if (FunctionSpellings.JSON_COLUMNS.contains(column)) {
      String path = "$" + name.substring(dot).replaceAll("\\.([^.]+)", ".\"$1\"");
      return List.of("json_extract_scalar(" + column + ", " + EventSearch.text(path) + ")");
    }
    return null;
  }

  private static TrailhouseException unknown(Schema schema, String name) {
    List<String> names = new ArrayList<>(SHORT.keySet());
    schema.columns().forEach(column -> Mentions.leaves(column.type(), column.name(), names));
    String near = NearName.of(name, names);
    return new TrailhouseException(
        Code.WRONG_USE,
        "events have no field " + name,
        "--field " + name,
        near == null ? "DESCRIBE events lists the columns" : "Did you mean " + near + "?");
  }
}
