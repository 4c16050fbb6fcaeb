package io.trailhouse.lake.catalog;

import io.trailhouse.lake.row.EventSchema;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/// A table that is not there, as somebody sees it who may only read: it has no rows, and no commit
/// makes it.
final class NoTable implements TableOperations {
  private final TableMetadata metadata;
  private final LakeCatalog catalog;

  private NoTable(TableMetadata metadata, LakeCatalog catalog) {
    this.metadata = metadata;
    this.catalog = catalog;
  }

  static Table of(String name, Schema schema, LakeCatalog catalog) {
    PartitionSpec spec =
        name.equals("events") ? EventSchema.partitioning(schema) : PartitionSpec.unpartitioned();
    TableMetadata metadata =
        TableMetadata.newTableMetadata(
            schema, spec, "/nowhere/" + name, Map.of("format-version", "2"));
    return new BaseTable(new NoTable(metadata, catalog), name);
  }

  @Override
  public TableMetadata current() {
    return metadata;
  }

  @Override
  public TableMetadata refresh() {
    return metadata;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata made) {
    catalog.requireWritable();
  }

  @Override
  public FileIO io() {
    return catalog.files();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return metadata.location() + "/metadata/" + fileName;
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(metadata.location(), metadata.properties());
  }
}
