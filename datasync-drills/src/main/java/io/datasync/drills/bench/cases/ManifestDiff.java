package io.datasync.drills.bench.cases;

import io.datasync.drills.bench.measure.Measured;
import io.datasync.drills.bench.measure.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two manifests compared in one process, again and again; the first times warm it up. */
final class ManifestDiff {
    private static final int ENTRIES = 1_000_000;
    private static final int WARM_UPS = 5;

    private final Place place;

    ManifestDiff(Place place) {
        this.place = place;
    }

    List<Measured> measure() throws IOException {
        return List.of(measured("datasync", ENTRIES), measured("a tenth of the entries", ENTRIES / 10));
    }

    private Measured measured(String name, int entries) throws IOException {
        int times = WARM_UPS + place.rounds();
        List<String> command = place.subject().diff(entries, times);
        Usage all = place.tools().measure(command);
        List<String> printed = place.tools().run(command);
        List<Usage> runs = new ArrayList<>();
        for (String nanos : printed.subList(WARM_UPS, times)) {
            runs.add(
                    new Usage(Duration.ofNanos(Long.parseLong(nanos)), all.cpu().dividedBy(times), all.peakBytes()));
        }
        return new Measured(name, runs);
    }
}
