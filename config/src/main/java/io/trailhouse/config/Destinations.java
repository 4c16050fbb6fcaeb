package io.trailhouse.config;

import io.trailhouse.config.DestinationSpec.Access;
import io.trailhouse.config.DestinationSpec.Kind;
import io.trailhouse.config.RouteSpec.Format;
import io.trailhouse.http.Endpoint;
import io.trailhouse.quantity.QuantityException;
import io.trailhouse.quantity.S3Place;
import io.trailhouse.route.KeyTemplate;
import io.trailhouse.route.RecordForm;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads where a route sends events, and in which form.
final class Destinations {
  private static final Map<String, Kind> SERVICES =
      Map.of(
          "sqs", Kind.SQS,
          "sns", Kind.SNS,
          "eventbridge", Kind.EVENTBRIDGE,
          "kinesis", Kind.KINESIS,
          "firehose", Kind.FIREHOSE,
          "logs", Kind.LOGS);
  private static final Set<String> PLACES =
      new TreeSet<>(
          Set.of(
              "s3",
              "folder",
              "sqs",
              "sns",
              "eventbridge",
              "kinesis",
              "firehose",
              "logs",
              "webhook",
              "stdout"));
  private static final Set<String> OPTIONS =
      Set.of(
          "format",
          "form",
          "gzip",
          "time",
          "buffer",
          "region",
          "role",
          "external-id",
          "encryption",
          "kms-key",
          "acl",
          "storage-class",
          "stream",
          "key",
          "headers",
          "batch");

  /// A topic's ARN, which names its Region (SNS developer guide).
  static final Pattern TOPIC =
      Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");

  private final Path folder;
  private final String route;

  /// @param folder what relative paths start from
  Destinations(Path folder, String route) {
    this.folder = folder;
    this.route = route;
  }

  /// A destination with all that belongs to it.
  record Place(DestinationSpec to, RecordForm form, RouteSpec.Objects objects) {
    boolean isOfObjects() {
      return to instanceof DestinationSpec.Folder || to instanceof DestinationSpec.Bucket;
    }
  }

  @Nullable Place read(Branch branch) {
    Set<String> known = new TreeSet<>(PLACES);
    known.addAll(OPTIONS);
    branch.knows(known);
    List<String> named = PLACES.stream().filter(branch::has).toList();
    if (named.size() != 1) {
      branch.wrong("", "needs one of " + String.join(", ", PLACES));
      return null;
    }
    String kind = named.get(0);
    String format =
        branch.word("format", "jsonl", Set.of("trail", "jsonl", "parquet", "ocsf", "ocsf-parquet"));
    RecordForm form =
        format.startsWith("ocsf")
            ? RecordForm.OCSF
            : RoutesSection.form(
                branch.word("form", "record", Set.of("record", "eventbridge", "ocsf")));
    if (format.equals("parquet") && form != RecordForm.RECORD) {
      branch.wrong(
          "form",
          "parquet has the columns of records; leave form out, or write ocsf-parquet or jsonl");
    }
    Target target = target(kind, branch);
    RouteSpec.Objects objects = objects(branch, format, kind, target == null ? "" : target.key);
    return target == null ? null : new Place(target.to, form, objects);
  }

  private record Target(DestinationSpec to, String key) {}

  private @Nullable Target target(String kind, Branch branch) {
    String text = branch.text(kind);
    if (text == null) {
      return null;
    }
    if (SERVICES.containsKey(kind)) {
      return new Target(service(SERVICES.get(kind), text, branch), "");
    }
    return switch (kind) {
      case "s3" -> bucket(text, branch, problem -> branch.wrong(kind, problem));
      case "folder" -> folder(text, problem -> branch.wrong(kind, problem));
      case "webhook" -> webhook(text, branch);
      default -> new Target(new DestinationSpec.Print(), "");
    };
  }

  private @Nullable Target folder(String text, Consumer<String> wrong) {
    int template = text.indexOf("!{");
    int slash = template < 0 ? -1 : text.lastIndexOf('/', template);
    String fixed = template < 0 ? text : slash < 0 ? "." : text.substring(0, slash + 1);
    String key = template < 0 ? "" : text.substring(slash + 1);
    try {
      return new Target(new DestinationSpec.Folder(folder.resolve(fixed).normalize()), key);
    } catch (InvalidPathException e) {
      wrong.accept("is no name of a folder");
      return null;
    }
  }

  /// @param branch says how the bucket is reached and what is asked of it
  private static @Nullable Target bucket(String text, Branch branch, Consumer<String> wrong) {
    S3Place place;
    try {
      place = S3Place.parse(text);
    } catch (QuantityException e) {
      wrong.accept(e.getMessage());
      return null;
    }
    String encryption = branch.word("encryption", "none", Set.of("none", "AES256", "aws:kms"));
    return new Target(
        new DestinationSpec.Bucket(
            place.bucket(),
            access(branch),
            encryption,
            branch.text("kms-key"),
            branch.text("acl"),
            branch.text("storage-class")),
        place.prefix());
  }

  private static Access access(Branch branch) {
    return new Access(branch.text("region"), branch.text("role"), branch.text("external-id"));
  }

  private DestinationSpec service(@Nullable Kind kind, String text, Branch branch) {
    Kind known = kind == null ? Kind.SQS : kind;
    boolean right =
        switch (known) {
          case SQS -> Endpoint.wrongAddress(text) == null;
          case SNS -> TOPIC.matcher(text).matches();
          default -> !text.isBlank();
        };
    if (!right) {
      branch.wrong(
          known.name().toLowerCase(Locale.ROOT),
          "'%s' is no %s".formatted(text, known == Kind.SQS ? "queue's URL" : "topic's ARN"));
    }
    return new DestinationSpec.Service(known, text, branch.text("stream", route), access(branch));
  }

  private static @Nullable Target webhook(String url, Branch branch) {
    Endpoint endpoint = Endpoints.full(branch, "webhook", url);
    boolean batch = branch.flag("batch", true);
    return endpoint == null ? null : new Target(new DestinationSpec.Webhook(endpoint, batch), "");
  }

  private static RouteSpec.Objects objects(Branch branch, String format, String kind, String key) {
    Format of =
        switch (format) {
          case "trail" -> Format.TRAIL;
          case "parquet", "ocsf-parquet" -> Format.PARQUET;
          default -> Format.JSONL;
        };
    return new RouteSpec.Objects(
        template(branch, kind, key),
        of,
        branch.flag("gzip", true),
        branch.word("time", "event", Set.of("event", "arrival")).equals("event"));
  }

  private static KeyTemplate template(Branch branch, String at, String key) {
    try {
      return KeyTemplate.of(key);
    } catch (IllegalArgumentException e) {
      branch.wrong(at, "the key '%s' %s".formatted(key, e.getMessage()));
      return KeyTemplate.of("");
    }
  }

  /// The place of what is never taken; null when the route names none.
  RouteSpec.@Nullable Errors errors(Branch route) {
    String text = route.text("errors");
    if (text == null) {
      return null;
    }
    Branch to = route.branch("to"); // a bucket of errors is reached as the destination is
    Target target =
        S3Place.isMeant(text)
            ? bucket(text, to == null ? route : to, problem -> route.wrong("errors", problem))
            : folder(text, problem -> route.wrong("errors", problem));
    return target == null
        ? null
        : new RouteSpec.Errors(target.to, template(route, "errors", target.key));
  }
}
