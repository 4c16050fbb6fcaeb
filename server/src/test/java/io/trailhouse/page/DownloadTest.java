package io.trailhouse.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.Await;
import io.trailhouse.login.Caller;
import io.trailhouse.login.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the page downloads: docs/spec/page.md, P3 and P5.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DownloadTest {
  @TempDir static Path folder;
  private static AskedPage page;

  @BeforeAll
  static void open() throws Exception {
    page = new AskedPage(folder.resolve("full"), false);
  }

  @AfterAll
  static void close() {
    page.close();
  }

  @BeforeEach
  void forget() {
    page.beginAnew();
  }

  /// P5: a ticket works once, for who got it, for a minute.
  @Test
  void aTicketWorksOnceForItsOwnerForAMinute() throws Exception {
    String url = ticket("{\"q\":\"call:GetObject\",\"format\":\"csv\"}");
    assertThat(url).matches("/page/[0-9a-f]{48}");
    page.caller = new Caller("eve", Role.ADMIN);
    assertThat(page.get(url).statusCode()).isEqualTo(404);
    page.caller = new Caller("ann", Role.READ);
    HttpResponse<String> taken = page.get(url);
    assertThat(taken.statusCode()).isEqualTo(200);
    assertThat(taken.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"trailhouse-20260503T000000Z.csv\"");
    assertThat(taken.body()).startsWith("time,account,").contains(AskedPage.id(2)).hasLineCount(2);
    assertThat(page.get(url).statusCode()).isEqualTo(404);
    String late = ticket("{\"sql\":\"SELECT 1\",\"format\":\"csv\"}");
    page.now = AskedPage.NOW.plusSeconds(60);
    assertThat(page.get(late).statusCode()).isEqualTo(404);
    assertThat(page.get("/page/nothing").statusCode()).isEqualTo(404);
    assertThat(page.line("download", "getobject").rows()).isOne();
  }

  private static String ticket(String body) throws IOException {
    return page.ask("ticket", body).path("url").asText();
  }

  /// P3: no cell of a CSV is a formula, and numbers stay what they are.
  @Test
  void aDownloadedCsvHasNoFormulas() throws IOException {
    String url =
        ticket(
            "{\"sql\":\"SELECT '=1+1' AS \\\"=a\\\", '+x' AS b, '-5' AS c, -5 AS d, '@x' AS e,"
                + " chr(9) || 'x' AS f, 'x=1' AS g, '-1+2' AS h, '' AS i, NULL AS j\","
                + "\"format\":\"csv\"}");
    assertThat(page.get(url).body())
        .isEqualTo("'=a,b,c,d,e,f,g,h,i,j\r\n'=1+1,'+x,-5,-5,'@x,'\tx,x=1,'-1+2,\"\",\r\n");
  }

  @Test
  void aDownloadComesWholeInEachForm() throws Exception {
    String sql = "\"sql\":\"SELECT eventid, eventname FROM events ORDER BY eventid\"";
    assertThat(
            AskedPage.JSON
                .readTree(page.get(ticket("{" + sql + ",\"format\":\"json\"}")).body())
                .findValuesAsText("eventname"))
        .containsExactly("AssumeRole", "AssumeRole", "GetObject", "PutObject", "RunInstances");
    HttpResponse<String> parquet = page.get(ticket("{" + sql + ",\"format\":\"parquet\"}"));
    assertThat(parquet.body()).startsWith("PAR1").endsWith("PAR1");
    // The last byte may arrive before the server has taken its file away.
    Await.until(DownloadTest::nothingIsLeft);
    HttpResponse<String> wrong =
        page.get(ticket("{\"sql\":\"SELECT evntname FROM events\",\"format\":\"csv\"}"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(AskedPage.JSON.readTree(wrong.body()).path("problem").path("line").asInt()).isOne();
  }

  /// P4: when the browser goes away before the first row, the statement is stopped.
  @ParameterizedTest
  @EnumSource(Tickets.Format.class)
  void aDownloadEndsWhenTheAskerHasGone(Tickets.Format format) throws Exception {
    String sql =
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = -1";
    String ticket = ticket("{\"sql\":\"%s\",\"format\":\"%s\"}".formatted(sql, format.word()));
    URI url = URI.create(page.url());
    try (Socket browser = new Socket(url.getHost(), url.getPort())) {
      String head = "GET " + ticket + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      browser.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      Await.until(() -> page.beginning.get() == 1);
    }
    assertThat(page.line("download", "1000000").problem()).isEqualTo("the asker has gone");
    Await.until(() -> page.beginning.get() == 0);
    Await.until(DownloadTest::nothingIsLeft);
  }

  private static boolean nothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.walk(page.home.resolve("tmp"))) {
      return left.noneMatch(each -> each.toString().endsWith(".parquet"));
    } catch (UncheckedIOException e) { // one went while it was looked at
      return false;
    }
  }
}
