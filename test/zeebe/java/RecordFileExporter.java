import io.camunda.zeebe.exporter.api.Exporter;
import io.camunda.zeebe.exporter.api.context.Context;
import io.camunda.zeebe.exporter.api.context.Controller;
import io.camunda.zeebe.protocol.record.Record;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends every record of the broker's log as one line of JSON to the file that the argument "file" names. */
public final class RecordFileExporter implements Exporter {
  private Path file;
  private Controller controller;
  private BufferedWriter writer;

  @Override
  public void configure(final Context context) {
    file = Path.of((String) context.getConfiguration().getArguments().get("file"));
  }

  @Override
  public void open(final Controller controller) {
    this.controller = controller;
    try {
      writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (final IOException e) {
      throw new IllegalStateException("cannot open " + file, e);
    }
  }

  /** Flushed line by line: tests read the file while the broker runs. */
  @Override
  public void export(final Record<?> exported) {
    try {
      writer.write(exported.toJson() + "\n");
      writer.flush();
    } catch (final IOException e) {
      throw new IllegalStateException("cannot write to " + file, e);
    }
    controller.updateLastExportedRecordPosition(exported.getPosition());
  }

  @Override
  public void close() {
    try {
      if (writer != null) writer.close();
    } catch (final IOException e) {
      throw new IllegalStateException("cannot close " + file, e);
    }
  }
}
