package io.datasync.drills.bench.cases;

import io.datasync.drills.bench.measure.Contender;
import io.datasync.drills.bench.measure.Measured;
import io.datasync.drills.bench.measure.Turns;
import io.datasync.testkit.corpus.SpeedCorpus;
import java.io.IOException;
import java.util.List;

/** A hundred new files in the newest folder, the same for all. */
final class NewFiles {
    private static final int COUNT = 100;

    private final Place place;

    NewFiles(Place place) {
        this.place = place;
    }

    List<Measured> measure() throws IOException {
        String source = place.source(SpeedCorpus.G);
        String copy = place.copy(SpeedCorpus.G);
        List<String> datasync = place.archiveAgain(SpeedCorpus.G);
        return Turns.take(
                place.rounds(),
                List.of(
                        Contender.of(
                                "datasync",
                                round -> {
                                    place.corpora().add(SpeedCorpus.G, COUNT);
                                    place.settle();
                                },
                                () -> place.tools().measure(datasync)),
                        Contender.of("rclone sync", round -> place.settle(), () -> place.tools()
                                .measure(List.of("rclone", "sync", source, copy)))));
    }
}
