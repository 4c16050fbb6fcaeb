package io.trailhouse.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.match.Predicate;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventSelectorsTest {
  private static final Tried DELETE_BUCKET =
      management("s3.amazonaws.com", "DeleteBucket", false, "arn:aws:iam::111122223333:user/eve");
  private static final Tried DECRYPT =
      management("kms.amazonaws.com", "Decrypt", true, "arn:aws:iam::111122223333:user/eve");
  private static final Tried GET_OBJECT = data("GetObject", true, "arn:aws:s3:::b/img/1.png");
  private static final Tried PUT_OBJECT = data("PutObject", false, "arn:aws:s3:::logs/x");
  private static final Tried INVOKE =
      Tried.with(
          "\"eventCategory\":\"Data\",\"eventName\":\"Invoke\",\"readOnly\":false,\"resources\":"
              + "[{\"type\":\"AWS::Lambda::Function\",\"ARN\":\"arn:aws:lambda:eu-west-1:1:function:f\"}]");
  private static final Tried DENIED =
      Tried.with(
          "\"eventCategory\":\"NetworkActivity\",\"eventSource\":\"s3.amazonaws.com\","
              + "\"errorCode\":\"VpceAccessDenied\",\"vpcEndpointId\":\"vpce-1\"");
  private static final Tried INSIGHT = Tried.with("\"eventType\":\"AwsCloudTrailInsight\"");
  private static final Tried OLD = Tried.with("\"eventName\":\"RunInstances\"");

  @Test
  void basicSelectorsChooseManagementEventsByReadAndWrite() throws Exception {
    chosen("[{}]", DELETE_BUCKET, DECRYPT, OLD);
    chosen("[{'ReadWriteType':'All'}]", DELETE_BUCKET, DECRYPT, OLD);
    chosen("[{'ReadWriteType':'WriteOnly'}]", DELETE_BUCKET);
    chosen("[{'ReadWriteType':'ReadOnly'}]", DECRYPT);
    chosen("[{'ExcludeManagementEventSources':['kms.amazonaws.com']}]", DELETE_BUCKET, OLD);
    chosen("[{'ExcludeManagementEventSources':[]}]", DELETE_BUCKET, DECRYPT, OLD);
    chosen("[{'IncludeManagementEvents':false}]");
    chosen("[{'ReadWriteType':'WriteOnly'},{'ReadWriteType':'ReadOnly'}]", DELETE_BUCKET, DECRYPT);
  }

  @Test
  void basicSelectorsChooseDataEventsByTheirResource() throws Exception {
    chosen(data("AWS::S3::Object", "arn:aws:s3:::b/"), GET_OBJECT);
    chosen(data("AWS::S3::Object", "arn:aws:s3:::b/img"), GET_OBJECT);
    chosen(data("AWS::S3::Object", "arn:aws:s3:::b/doc"));
    chosen(data("AWS::S3::Object", "arn:aws:s3"), GET_OBJECT, PUT_OBJECT);
    chosen(data("AWS::S3::Object", "arn:aws:s3:::"), GET_OBJECT, PUT_OBJECT);
    chosen(data("AWS::Lambda::Function", "arn:aws:lambda"), INVOKE);
    chosen(data("AWS::Lambda::Function", "arn:aws:lambda:eu-west-1:1:function:f"), INVOKE);
    chosen(data("AWS::Lambda::Function", "arn:aws:lambda:eu-west-1:1:function:ff"));
    chosen(data("AWS::Lambda::Function", "arn:aws:lambda:eu-west-1:1:function:"));
    chosen(
        "[{'IncludeManagementEvents':false,'ReadWriteType':'WriteOnly','DataResources':[{'Type':"
            + "'AWS::S3::Object','Values':['arn:aws:s3']}]}]",
        PUT_OBJECT);
  }

  private static String data(String type, String value) {
    return "[{'IncludeManagementEvents':false,'DataResources':[{'Type':'%s','Values':['%s']}]}]"
        .formatted(type, value);
  }

  @Test
  void advancedSelectorsKnowEveryOperator() throws Exception {
    chosen(management(""), DELETE_BUCKET, DECRYPT, OLD);
    chosen(management(",{'Field':'eventName','Equals':['Decrypt','X']}"), DECRYPT);
    chosen(management(",{'Field':'eventName','StartsWith':['De']}"), DELETE_BUCKET, DECRYPT);
    chosen(management(",{'Field':'eventName','EndsWith':['Bucket']}"), DELETE_BUCKET);
    chosen(management(",{'Field':'eventName','NotEquals':['Decrypt']}"), DELETE_BUCKET, OLD);
    chosen(management(",{'Field':'eventName','NotStartsWith':['De']}"), OLD);
    chosen(management(",{'Field':'eventName','NotEndsWith':['Bucket','crypt']}"), OLD);
    chosen(management(",{'Field':'readOnly','Equals':['true']}"), DECRYPT);
    chosen(management(",{'Field':'readOnly','Equals':['false']}"), DELETE_BUCKET);
  }

  @Test
  void withinAFieldAnyChosenValueWillDoAndNoRefusedOneMay() throws Exception {
    chosen(
        management(",{'Field':'eventName','Equals':['Decrypt'],'StartsWith':['Delete']}"),
        DELETE_BUCKET,
        DECRYPT);
    chosen(
        management(",{'Field':'eventName','StartsWith':['De'],'NotEndsWith':['crypt']}"),
        DELETE_BUCKET);
    chosen(
        management(
            ",{'Field':'eventName','StartsWith':['De']},{'Field':'eventSource','Equals':"
                + "['kms.amazonaws.com']}"),
        DECRYPT);
  }

  @Test
  void anAbsentFieldIsNeverChosenAndNeverRefused() throws Exception {
    chosen(management(",{'Field':'userIdentity.arn','NotStartsWith':['arn:aws:iam']}"), OLD);
    chosen(
        management(",{'Field':'userIdentity.arn','StartsWith':['arn:aws:iam']}"),
        DELETE_BUCKET,
        DECRYPT);
    chosen(management(",{'Field':'sessionCredentialFromConsole','Equals':['true']}"));
    chosen(
        management(",{'Field':'sessionCredentialFromConsole','NotEquals':['true']}"),
        DELETE_BUCKET,
        DECRYPT,
        OLD);
  }

  @Test
  void otherCategoriesAreChosenByTheirOwnFields() throws Exception {
    chosen(
        "[{'FieldSelectors':[{'Field':'eventCategory','Equals':['Data']},{'Field':'resources.type',"
            + "'Equals':['AWS::S3::Object']},{'Field':'resources.ARN','NotStartsWith':"
            + "['arn:aws:s3:::logs/']}]}]",
        GET_OBJECT);
    chosen(
        "[{'FieldSelectors':[{'Field':'eventCategory','Equals':['NetworkActivity']},{'Field':"
            + "'eventSource','Equals':['s3.amazonaws.com']},{'Field':'errorCode','Equals':"
            + "['VpceAccessDenied']}]}]",
        DENIED);
    chosen("[{'FieldSelectors':[{'Field':'eventCategory','Equals':['Insight']}]}]", INSIGHT);
  }

  @Test
  void answersOfGetEventSelectorsAreTaken() throws Exception {
    chosen(
        "{'TrailARN':'arn','AdvancedEventSelectors':[{'Name':'Management events selector',"
            + "'FieldSelectors':[{'Field':'eventCategory','Equals':['Management']}]}]}",
        DELETE_BUCKET,
        DECRYPT,
        OLD);
    chosen(
        "{'EventSelectors':[{'ReadWriteType':'All','IncludeManagementEvents':true,'DataResources':"
            + "[],'ExcludeManagementEventSources':[]}],'AdvancedEventSelectors':[]}",
        DELETE_BUCKET,
        DECRYPT,
        OLD);
  }

  @Test
  void allMistakesAreToldWithTheirPlaces() {
    refused("[]", "expected a list of event selectors");
    refused("[{'ReadWriteType':'Some'}]", "[0]: ReadWriteType is ReadOnly, WriteOnly or All");
    refused("[{'Colour':'red'}]", "[0]: unknown key Colour");
    refused("[{'ExcludeManagementEventSources':['s3.amazonaws.com']}]", "kms.amazonaws.com and");
    refused(data("AWS::SQS::Queue", "arn:aws:sqs"), "need advanced event selectors");
    refused(data("AWS::S3::Object", "arn:aws:s3:::b"), "write arn:aws:s3:::b/ for all");
    refused(data("AWS::S3::Object", "b"), "b is no ARN");
    refused(management(",{'Field':'eventNam','Equals':['x']}"), "did you mean eventName?");
    refused(management(",{'Field':'vpcEndpointId','Equals':['x']}"), "Management events have no");
    refused(management(",{'Field':'eventName','Like':['x']}"), "unknown operator Like");
    refused(management(",{'Field':'eventName','Equals':[]}"), "at least one value");
    refused(management(",{'Field':'eventName'}"), "expected an operator");
    refused(management(",{'Field':'readOnly','NotEquals':['true']}"), "readOnly takes Equals");
    refused(management(",{'Field':'readOnly','Equals':['yes']}"), "true or false");
    refused("[{'FieldSelectors':[{'Field':'readOnly','Equals':['true']}]}]", "eventCategory");
    refused(
        "[{'FieldSelectors':[{'Field':'eventCategory','Equals':['Data']}]}]",
        "Data events need the field resources.type");
    refused(
        "[{'FieldSelectors':[{'Field':'eventCategory','Equals':['Datum']}]}]",
        "unknown category Datum");
    refused(
        "[{'FieldSelectors':[]},{'Name':1}]",
        "[0]: expected FieldSelectors, a list with at least one field selector; [1]: expected");
    refused(
        "{'EventSelectors':[{}],'AdvancedEventSelectors':[{'FieldSelectors':[]}]}", "exclude each");
  }

  private static String management(String more) {
    return "[{'FieldSelectors':[{'Field':'eventCategory','Equals':['Management']}" + more + "]}]";
  }

  private static void chosen(String selectors, Tried... expected) throws Exception {
    Predicate predicate = EventSelectors.compile(tree(selectors));
    List<Tried> all =
        List.of(DELETE_BUCKET, DECRYPT, GET_OBJECT, PUT_OBJECT, INVOKE, DENIED, INSIGHT, OLD);
    assertThat(all.stream().filter(each -> each.passes(predicate)).toList())
        .as(selectors)
        .containsExactly(expected);
  }

  private static void refused(String selectors, String reason) {
    assertThatThrownBy(() -> EventSelectors.compile(tree(selectors)))
        .as(selectors)
        .isInstanceOf(InvalidConditionException.class)
        .hasMessageContaining(reason);
  }

  private static Object tree(String json) throws Exception {
    return new ObjectMapper().readValue(json.replace('\'', '"'), Object.class);
  }

  private static Tried management(String source, String name, boolean readOnly, String arn) {
    return Tried.with(
        ("\"eventCategory\":\"Management\",\"managementEvent\":true,\"eventSource\":\"%s\","
                + "\"eventName\":\"%s\",\"readOnly\":%s,\"userIdentity\":{\"arn\":\"%s\"}")
            .formatted(source, name, readOnly, arn));
  }

  private static Tried data(String name, boolean readOnly, String arn) {
    return Tried.with(
        ("\"managementEvent\":false,\"eventCategory\":\"Data\",\"eventSource\":\"s3.amazonaws.com\","
                + "\"eventName\":\"%s\",\"readOnly\":%s,\"resources\":[{\"type\":"
                + "\"AWS::S3::Object\",\"ARN\":\"%s\"},{\"type\":\"AWS::S3::Bucket\",\"ARN\":"
                + "\"arn:aws:s3:::b\"}]")
            .formatted(name, readOnly, arn));
  }
}
