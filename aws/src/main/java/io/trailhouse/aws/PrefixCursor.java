package io.trailhouse.aws;

import io.trailhouse.source.LogFileName;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Walks through the log files of a prefix in their order, a page at a time. For one thread at a
/// time.
final class PrefixCursor {
  private final BucketListing listing;
  private final ListingPrefix prefix;
  private final String after;
  private final int pageSize;
  private final Deque<ObjectAt> page = new ArrayDeque<>();
  private @Nullable String token;
  private boolean atEnd;

  PrefixCursor(BucketListing listing, ListingPrefix prefix, String after, int pageSize) {
    this.listing = listing;
    this.prefix = prefix;
    this.after = after;
    this.pageSize = pageSize;
  }

  ListingPrefix prefix() {
    return prefix;
  }

  /// The next log file, which stays the next; null at the end.
  @Nullable ObjectAt peek() throws FetchFailure {
    while (page.isEmpty() && !atEnd) {
      BucketListing.Page more = listing.page(prefix.folder(), after, token, pageSize);
      for (ObjectAt at : more.objects()) {
        if (at.isLogFile()) {
          page.add(at);
        }
      }
      token = more.more();
      atEnd = token == null;
    }
    return page.peek();
  }

  ObjectAt next() {
    return page.remove();
  }

  /// When a file was delivered, as its key says, or else when it was written.
  static Instant time(ObjectAt at) {
    Instant named = LogFileName.of(at.key()).deliveredAt();
    Instant known = named == null ? at.written() : named;
    return known == null ? Instant.EPOCH : known;
  }
}
