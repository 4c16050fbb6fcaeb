package io.trailhouse.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Holds the policies and templates of `deploy` against the calls that the program makes: nothing
/// is allowed that nobody calls, and nothing is called that nobody allows.
class DeployTest {
  private static final Path DEPLOY = Checkout.root().resolve("deploy");
  private static final String SERVICES = "software.amazon.awssdk.services.";

  /// Everybody may ask whose credentials these are (STS API reference, GetCallerIdentity).
  private static final String NO_ACTION = "";

  /// A client's method and the action that it needs (Service Authorization Reference).
  private static final Map<String, String> ACTION_OF_CALL =
      Map.ofEntries(
          Map.entry("s3.getObject", "s3:GetObject"),
          Map.entry("s3.putObject", "s3:PutObject"),
          Map.entry("s3.createMultipartUpload", "s3:PutObject"),
          Map.entry("s3.uploadPart", "s3:PutObject"),
          Map.entry("s3.completeMultipartUpload", "s3:PutObject"),
          Map.entry("s3.abortMultipartUpload", "s3:AbortMultipartUpload"),
          Map.entry("s3.listObjectsV2", "s3:ListBucket"),
          Map.entry("sqs.receiveMessage", "sqs:ReceiveMessage"),
          Map.entry("sqs.deleteMessageBatch", "sqs:DeleteMessage"),
          Map.entry("sqs.changeMessageVisibilityBatch", "sqs:ChangeMessageVisibility"),
          Map.entry("sqs.sendMessageBatch", "sqs:SendMessage"),
          Map.entry("sns.publishBatch", "sns:Publish"),
          Map.entry("eventbridge.putEvents", "events:PutEvents"),
          Map.entry("kinesis.putRecords", "kinesis:PutRecords"),
          Map.entry("firehose.putRecordBatch", "firehose:PutRecordBatch"),
          Map.entry("cloudtrail.lookupEvents", "cloudtrail:LookupEvents"),
          Map.entry("cloudtrail.listPublicKeys", "cloudtrail:ListPublicKeys"),
          Map.entry("sts.getCallerIdentity", NO_ACTION));

  private static final Map<String, String> ACTION_OF_SIGNED_CALL =
      Map.of(
          "LIST_ACCOUNTS", "organizations:ListAccounts",
          "LIST_REGIONS", "account:ListRegions",
          "PUT_LOG_EVENTS", "logs:PutLogEvents",
          "CREATE_LOG_STREAM", "logs:CreateLogStream");

  /// Actions that AWS does on behalf of another call: reading and writing what a key encrypts, and
  /// an object's ACL.
  private static final Set<String> IMPLIED =
      Set.of("kms:Decrypt", "kms:GenerateDataKey", "s3:PutObjectAcl");

  /// Actions that have no resource of their own.
  private static final Set<String> WITHOUT_RESOURCE =
      Set.of(
          "organizations:ListAccounts",
          "account:ListRegions",
          "cloudtrail:ListPublicKeys",
          "cloudtrail:LookupEvents");

  /// A statement of a policy, wherever it was found.
  private record Statement(
      String file, String sid, Set<String> actions, String principal, String resource) {
    /// Whether it lets a service of AWS do something, not Trailhouse.
    boolean isOfService() {
      return principal.contains("amazonaws.com");
    }
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(DEPLOY)) {
      List<Path> found = all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
      assertThat(found).isNotEmpty();
      return found;
    }
  }

  private static List<Statement> statements() throws IOException {
    List<Statement> statements = new ArrayList<>();
    for (Path file : files(".json")) {
      JsonNode policy = new ObjectMapper().readTree(file.toFile());
      assertThat(policy.path("Version").asText()).as(file.toString()).isEqualTo("2012-10-17");
      for (JsonNode each : policy.path("Statement")) {
        Set<String> actions = new TreeSet<>();
        if (each.path("Action").isTextual()) {
          actions.add(each.path("Action").asText());
        }
        each.path("Action").forEach(action -> actions.add(action.asText()));
        assertThat(each.path("Effect").asText()).isEqualTo("Allow");
        statements.add(
            new Statement(
                file.getFileName().toString(),
                each.path("Sid").asText(),
                actions,
                each.path("Principal").toString(),
                each.path("Resource").asText()));
      }
    }
    for (Path file : files(".yaml")) {
      walk(template(file), node -> statement(file, node, statements));
    }
    return statements;
  }

  private static void statement(Path file, MappingNode node, List<Statement> into) {
    Node action = member(node, "Action");
    if (action == null || member(node, "Effect") == null) {
      return;
    }
    Set<String> actions = new TreeSet<>();
    texts(action, actions::add);
    Set<String> principal = new TreeSet<>();
    texts(member(node, "Principal"), principal::add);
    Set<String> resource = new TreeSet<>();
    texts(member(node, "Resource"), resource::add);
    Set<String> sid = new TreeSet<>();
    texts(member(node, "Sid"), sid::add);
    into.add(
        new Statement(
            file.getFileName().toString(),
            String.join("", sid),
            actions,
            String.join(",", principal),
            String.join(",", resource)));
  }

  private static MappingNode template(Path file) throws IOException {
    LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
    return (MappingNode) new Compose(settings).composeString(Files.readString(file)).orElseThrow();
  }

  private static Node member(MappingNode node, String name) {
    for (NodeTuple tuple : node.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
        return tuple.getValueNode();
      }
    }
    return null;
  }

  private static void walk(Node node, Consumer<MappingNode> each) {
    if (node instanceof MappingNode mapping) {
      each.accept(mapping);
      mapping.getValue().forEach(tuple -> walk(tuple.getValueNode(), each));
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> walk(item, each));
    }
  }

  private static void texts(Node node, Consumer<String> each) {
    if (node instanceof ScalarNode scalar) {
      each.accept(scalar.getValue());
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> texts(item, each));
    } else if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(tuple -> texts(tuple.getValueNode(), each));
    }
  }

  /// The actions that the program's own code needs.
  private static Set<String> called() {
    JavaClasses classes = new ClassFileImporter().importPackages("io.trailhouse.aws");
    Set<String> actions = new TreeSet<>();
    for (JavaClass each : classes) {
      if (each.getName().endsWith("Test") || each.getSource().toString().contains("test-classes")) {
        continue;
      }
      for (JavaMethodCall call : each.getMethodCallsFromSelf()) {
        String owner = call.getTargetOwner().getName();
        if (owner.startsWith(SERVICES) && owner.endsWith("Client")) {
          String service =
              owner.substring(SERVICES.length(), owner.indexOf('.', SERVICES.length()));
          String method = service + "." + call.getTarget().getName();
          if (!call.getTarget().getName().matches("builder|close")) {
            assertThat(ACTION_OF_CALL)
                .as("an action for the call of %s", each.getName())
                .containsKey(method);
            if (!ACTION_OF_CALL.get(method).equals(NO_ACTION)) {
              actions.add(ACTION_OF_CALL.get(method));
            }
          }
        } else if (owner.contains("StsAssumeRoleCredentialsProvider")) {
          actions.add("sts:AssumeRole");
        }
      }
    }
    classes.get("io.trailhouse.aws.SignedCall$Operation").getFields().stream()
        .filter(field -> field.getRawType().getName().endsWith("SignedCall$Operation"))
        .forEach(field -> {
          assertThat(ACTION_OF_SIGNED_CALL).containsKey(field.getName());
          actions.add(ACTION_OF_SIGNED_CALL.get(field.getName()));
        });
    return actions;
  }

  @Test
  void whatIsAllowedIsJustWhatIsCalled() throws IOException {
    Set<String> allowed = new TreeSet<>();
    statements().stream()
        .filter(statement -> !statement.isOfService())
        .forEach(statement -> allowed.addAll(statement.actions()));
    Set<String> needed = new TreeSet<>(called());
    needed.addAll(IMPLIED);
    assertThat(allowed).isEqualTo(needed);
  }

  @Test
  void nobodyMayMoreThanNeeded() throws IOException {
    for (Statement statement : statements()) {
      assertThat(statement.sid()).as(statement.toString()).isNotBlank();
      assertThat(statement.actions())
          .as(statement.toString())
          .isNotEmpty()
          .noneMatch(action -> action.contains("*"));
      if (statement.resource().equals("*")) {
        boolean isKeyPolicy = statement.file().equals("key-policy.json"); // it stands at its key
        assertThat(isKeyPolicy || WITHOUT_RESOURCE.containsAll(statement.actions()))
            .as(statement.toString())
            .isTrue();
      }
      if (statement.isOfService()) {
        assertThat(statement.actions()).containsExactly("sqs:SendMessage");
      }
    }
  }

  @Test
  void theTerraformModuleAllowsWhatTheTemplateAllows() throws IOException {
    String module = Files.readString(DEPLOY.resolve("terraform/history-role/main.tf"));
    Set<String> inModule = new TreeSet<>();
    Matcher actions = Pattern.compile("actions\\s*=\\s*\\[([^\\]]*)]").matcher(module);
    while (actions.find()) {
      for (String action : actions.group(1).split(",", -1)) {
        inModule.add(action.strip().replace("\"", ""));
      }
    }
    Set<String> inTemplate = new TreeSet<>();
    Set<String> sids = new TreeSet<>();
    for (Statement statement : statements()) {
      if (statement.file().equals("history-role.yaml")) {
        inTemplate.addAll(statement.actions());
        sids.add(statement.sid());
      }
    }
    assertThat(inModule).isEqualTo(inTemplate);
    assertThat(sids).hasSize(3).allMatch(sid -> module.contains('"' + sid + '"'));
    assertThat(module).contains("sts:ExternalId").contains("TrailhouseReader");
  }

  @Test
  void everyNameInATemplateLeadsSomewhere() throws IOException {
    Pattern inText = Pattern.compile("\\$\\{([A-Za-z:]+)}");
    for (Path file : files(".yaml")) {
      MappingNode template = template(file);
      assertThat(member(template, "AWSTemplateFormatVersion")).as(file.toString()).isNotNull();
      Set<String> names = new HashSet<>();
      for (String section : List.of("Parameters", "Resources")) {
        if (member(template, section) instanceof MappingNode mapping) {
          mapping
              .getValue()
              .forEach(tuple -> names.add(((ScalarNode) tuple.getKeyNode()).getValue()));
        }
      }
      references(
          template,
          (tag, text) -> {
            if (tag.equals("!Sub")) {
              Matcher reference = inText.matcher(text);
              while (reference.find()) {
                String name = reference.group(1);
                assertThat(name.startsWith("AWS::") || names.contains(name))
                    .as(file + " " + name)
                    .isTrue();
              }
            } else if (tag.equals("!Ref") || tag.equals("!GetAtt")) {
              String name = text.replaceFirst("\\..*", "");
              assertThat(names).as(file + " " + tag).contains(name);
            }
          });
      if (member(template, "Resources") instanceof MappingNode resources) {
        for (NodeTuple resource : resources.getValue()) {
          Node type = member((MappingNode) resource.getValueNode(), "Type");
          assertThat(((ScalarNode) type).getValue())
              .matches(
                  "AWS::(SQS::Queue|SQS::QueuePolicy|Events::Rule|IAM::Role|IAM::ManagedPolicy)");
        }
      }
    }
  }

  private interface Reference {
    void found(String tag, String text);
  }

  private static void references(Node node, Reference reference) {
    if (node instanceof ScalarNode scalar) {
      reference.found(scalar.getTag().getValue(), scalar.getValue());
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> references(item, reference));
    } else if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(tuple -> references(tuple.getValueNode(), reference));
    }
  }
}
