package io.trailhouse.lake.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.event.EventTime;
import io.trailhouse.fixture.IdentityTable;
import io.trailhouse.fixture.IdentityTable.Case;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A stored row has the account, principal and time that its record has (spec: records.md, R5, R6;
/// table.md, L3).
final class RowIdentityTest {
  static List<Case> cases() {
    return IdentityTable.cases();
  }

  private static EventRow row(Case one) {
    EventRow row = new EventRow();
    new RowMapper().map(one.batch().view(0), IdentityTable.DELIVERED, row);
    row.text(EventSchema.OBJECT, Binary.fromString(one.file()));
    return row;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void retentionAndExportAskItForTheRightAccountAndNames(Case one) {
    assertThat(new RowIdentity().account(row(one))).isEqualTo(one.want("account"));
    String principal = one.want("principal");
    List<String> names = new RowIdentity().names(row(one));
    assertThat(names.isEmpty() ? "" : names.get(0)).isEqualTo(principal);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theTableHasTheRightTime(Case one) {
    assertThat(EventTime.instant(row(one).eventTime())).isEqualTo(one.time());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theRecordComesBackByteForByteAndHasTheKeyOfItsRow(Case one) {
    EventRow row = row(one);
    assertThat(new String(new RecordText().of(row), StandardCharsets.UTF_8))
        .isEqualTo(one.record());
    long own = new EventTime().own(one.batch(), 0);
    EventKey ofRecord = new EventKey();
    ofRecord.ofRecord(one.batch(), 0, own);
    EventKey ofRow = new EventKey();
    long time = EventKey.ownTime(row);
    assertThat(time).isEqualTo(own);
    if (!ofRow.ofRow(row, time)) {
      ofRow.ofText(new RecordText().of(row), time);
    }
    assertThat(ofRow.value()).isEqualTo(ofRecord.value());
  }
}
