package io.datasync.core.loss;

import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.core.protocol.json.LossLineReader;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads a file that {@link LossExport} wrote, for a server that is rebuilt. */
public final class LossFileReader {
    private static final JsonLimits LIMITS =
            new JsonLimits(1, 1, JsonLimits.DEFAULTS.lineBytesMax(), LossFile.LINES_MAX + 1);

    private LossFileReader() {}

    /**
     * The losses of a file, in the order in which they were noticed.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED}, {@code PATH_INVALID}, {@code MESSAGE_TRUNCATED} when its last line is missing or its
     *     count is wrong, {@code MESSAGE_TOO_LARGE} for more lines, or longer ones, than are ever written
     */
    public static List<Report.Lost> read(byte[] content) throws SyncException {
        LossLineReader lines = new LossLineReader(new ByteArrayInputStream(content), LIMITS);
        List<Report.Lost> losses = new ArrayList<>();
        for (Report.Lost loss = lines.next(); loss != null; loss = lines.next()) {
            losses.add(loss);
        }
        return losses;
    }
}
