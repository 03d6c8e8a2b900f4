package io.datasync.drills.demo.watching;

import io.datasync.core.balance.Balance;
import io.datasync.drills.demo.home.FlatJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run achieved.
 *
 * @param source what was archived
 * @param archived the folder of the archive that mirrors the source
 * @param uploaded files whose bytes were sent
 * @param bytes their bytes
 * @param took how long the run took
 */
record Outcome(Path source, Path archived, Balance balance, long uploaded, long bytes, Duration took) {
    /** The object for programs, on one line; its fields are promised and no more are there. */
    String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("source", source);
        fields.put("archived", archived);
        fields.put("seen", balance.seen());
        fields.put("verified", balance.verified());
        fields.put("inFlight", balance.inFlight());
        fields.put("excluded", balance.excluded());
        fields.put("failed", balance.failed());
        fields.put("lost", balance.lost());
        fields.put("uploaded", uploaded);
        fields.put("bytes", bytes);
        fields.put("seconds", took.toMillis() / 1000.0);
        return FlatJson.write(fields);
    }
}
