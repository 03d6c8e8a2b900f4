package io.datasync.agent.client;

import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.json.CompareLineWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a comparison into requests of at most {@value #ITEMS_MAX} entries.
 *
 * <p>Java's HTTP client reads nothing of an answer before its request is sent, and the server answers while it reads. So a request and
 * its answer must fit into the buffers between the two, or both wait for ever. A folder that is cut is ended as not complete and begun
 * again in the next part; what any part named counts as named.
 */
final class CompareParts {
    /** With their answers about 50 KB each way, zipped. */
    static final int ITEMS_MAX = 1_000;

    /** Lines beside entries, in case of very many folders without any. */
    private static final int LINES_MAX = 3 * ITEMS_MAX;

    private final CompareLines lines;
    private @Nullable FolderName folder;
    private boolean more = true;

    CompareParts(CompareLines lines) {
        this.lines = lines;
    }

    /** Whether there may be another part. */
    boolean more() {
        return more;
    }

    /** The next part; the first one also when there is nothing to compare. */
    RequestBody next() throws SyncException {
        List<CompareLine> part = new ArrayList<>();
        if (folder != null) {
            part.add(new CompareLine.Start(folder));
        }
        int items = 0;
        while (items < ITEMS_MAX && part.size() < LINES_MAX) {
            CompareLine line = lines.next();
            if (line == null) {
                more = false;
                return body(part);
            }
            part.add(line);
            if (line instanceof CompareLine.Start start) {
                folder = start.folder();
            } else if (line instanceof CompareLine.End) {
                folder = null;
            } else {
                items++;
            }
        }
        if (folder != null) {
            part.add(new CompareLine.End(folder, false));
        }
        return body(part);
    }

    private static RequestBody body(List<CompareLine> part) {
        return RequestBody.zipped(AgentApi.NDJSON, out -> {
            CompareLineWriter writer = new CompareLineWriter(out);
            for (CompareLine line : part) {
                writer.write(line);
            }
            writer.finish();
        });
    }
}
