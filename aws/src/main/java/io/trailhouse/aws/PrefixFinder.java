package io.trailhouse.aws;

import io.trailhouse.event.EventIdentity;
import io.trailhouse.source.LogFileKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Finds the folders of one account, kind and Region each, which hold a folder for each day: keys
/// are `[prefix/]AWSLogs/[organization/]account/kind/Region/yyyy/MM/dd/` (CloudTrail user guide,
/// "Finding your CloudTrail log files"). Each is a prefix that a listing walks: its keys sort by
/// delivery time.
final class PrefixFinder {
  private static final Pattern ORGANIZATION = Pattern.compile("o-[a-z0-9]{10,32}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d+");
  private static final String LOGS = "AWSLogs";

  /// So many folders of the user's own may stand above `AWSLogs`.
  private static final int DEEPEST = 4;

  private final BucketListing listing;

  PrefixFinder(BucketListing listing) {
    this.listing = listing;
  }

  /// Every such folder below a prefix, which is empty or ends with a slash.
  List<String> find(String prefix) throws FetchFailure {
    List<String> found = new ArrayList<>();
    find(prefix, found, 0);
    return found;
  }

  private void find(String folder, List<String> found, int depth) throws FetchFailure {
    String name = last(folder);
    if (REGION.matcher(name).matches() && LogFileKind.inFolder(last(parent(folder))).isPresent()) {
      found.add(folder);
      return;
    }
    boolean isAccount = EventIdentity.isAccountId(name);
    boolean isKind = LogFileKind.inFolder(name).isPresent();
    List<String> below = listing.folders(folder);
    boolean hasLogs = below.stream().anyMatch(each -> last(each).equals(LOGS));
    for (String each : below) {
      String child = last(each);
      boolean leads;
      if (isKind) {
        leads = REGION.matcher(child).matches();
      } else if (isAccount) {
        leads = LogFileKind.inFolder(child).isPresent();
      } else if (hasLogs) {
        leads = child.equals(LOGS);
      } else if (name.equals(LOGS) || ORGANIZATION.matcher(name).matches()) {
        leads = EventIdentity.isAccountId(child) || ORGANIZATION.matcher(child).matches();
      } else {
        leads = depth < DEEPEST;
      }
      if (leads) {
        find(each, found, depth + 1);
      }
    }
  }

  private static String parent(String folder) {
    String bare = folder.isEmpty() ? folder : folder.substring(0, folder.length() - 1);
    return bare.substring(0, bare.lastIndexOf('/') + 1);
  }

  /// The last name of a folder.
  static String last(String folder) {
    String bare = folder.isEmpty() ? folder : folder.substring(0, folder.length() - 1);
    return bare.substring(bare.lastIndexOf('/') + 1);
  }
}
