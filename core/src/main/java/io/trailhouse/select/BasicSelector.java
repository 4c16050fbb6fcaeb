package io.trailhouse.select;

import io.trailhouse.match.FieldPath;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One basic event selector. Source: CloudTrail API reference, `EventSelector` and `DataResource`.
final class BasicSelector {
  private static final Set<String> KEYS =
      Set.of(
          "ReadWriteType",
          "IncludeManagementEvents",
          "DataResources",
          "ExcludeManagementEventSources");
  private static final Set<String> EXCLUDABLE =
      Set.of("kms.amazonaws.com", "rdsdata.amazonaws.com");
  private static final Set<String> TYPES =
      Set.of("AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table");

  private BasicSelector() {}

  static Predicate read(Map<?, ?> selector, String at, EventSelectors.Selection selection) {
    selection.checkKeys(selector, KEYS, at);
    List<Predicate> parts = new ArrayList<>();
    if (!"false".equals(String.valueOf(selector.get("IncludeManagementEvents")))) {
      parts.add(management(selector.get("ExcludeManagementEventSources"), at, selection));
    }
    if (selector.get("DataResources") instanceof List<?> resources) {
      for (int i = 0; i < resources.size(); i++) {
        parts.add(data(resources.get(i), at + ".DataResources[" + i + "]", selection));
      }
    }
    return Predicate.all(
        List.of(readWrite(selector.get("ReadWriteType"), at, selection), Predicate.any(parts)));
  }

  private static Predicate readWrite(
      @Nullable Object type, String at, EventSelectors.Selection selection) {
    return switch (type == null ? "All" : type.toString()) {
      case "ReadOnly" -> Fields.is("readOnly", "true");
      case "WriteOnly" -> Fields.is("readOnly", "false");
      case "All" -> new Predicate.Always(true);
      default -> {
        selection.wrong(at, "ReadWriteType is ReadOnly, WriteOnly or All, and not " + type);
        yield new Predicate.Always(false);
      }
    };
  }

  private static Predicate management(
      @Nullable Object excluded, String at, EventSelectors.Selection selection) {
    List<Predicate> parts = new ArrayList<>(List.of(Fields.category("Management")));
    if (excluded instanceof List<?> sources) {
      for (Object source : sources) {
        if (!EXCLUDABLE.contains(String.valueOf(source))) {
          selection.wrong(
              at,
              "ExcludeManagementEventSources takes kms.amazonaws.com and rdsdata.amazonaws.com, and"
                  + " not "
                  + source);
        }
        parts.add(new Predicate.Not(Fields.is("eventSource", String.valueOf(source))));
      }
    }
    return Predicate.all(parts);
  }

  private static Predicate data(Object resource, String at, EventSelectors.Selection selection) {
    if (!(resource instanceof Map<?, ?> map) || !TYPES.contains(String.valueOf(map.get("Type")))) {
      selection.wrong(
          at,
          "expected Type with one of AWS::S3::Object, AWS::Lambda::Function, AWS::DynamoDB::Table;"
              + " other types need advanced event selectors");
      return new Predicate.Always(false);
    }
    String type = String.valueOf(map.get("Type"));
    List<Predicate> parts = new ArrayList<>();
    for (String value : selection.texts(map.get("Values"), at + ".Values")) {
      parts.add(resource(type, value, at, selection));
    }
    return Predicate.all(
        List.of(Fields.category("Data"), Fields.is("resources.type", type), Predicate.any(parts)));
  }

  private static Predicate resource(
      String type, String value, String at, EventSelectors.Selection selection) {
    String service =
        type.equals("AWS::S3::Object") ? "s3" : type.contains("Lambda") ? "lambda" : "dynamodb";
    if (!value.matches("arn:aws[a-z-]*:" + service + "(:.*)?")) {
      selection.wrong(at, "%s is no ARN of %s".formatted(value, type));
      return new Predicate.Always(false);
    }
    if (value.matches("arn:aws[a-z-]*:[a-z0-9]+:*")) {
      return new Predicate.Always(true); // every resource of the type, of other accounts too
    }
    if (!service.equals("s3")) {
      return Fields.is("resources.ARN", value);
    }
    if (value.indexOf('/') < 0) {
      selection.wrong(
          at, "%s names a bucket; write %s/ for all of its objects".formatted(value, value));
    }
    return Predicate.any(
        List.of(startsWith("resources.ARN", value), startsWith("resources.ARNPrefix", value)));
  }

  private static Predicate startsWith(String field, String value) {
    return new Predicate.Field(
        FieldPath.dotted(field),
        new ValueTest.Text(ValueTest.How.PREFIX, value, true, ValueTest.Reading.STRINGS));
  }
}
