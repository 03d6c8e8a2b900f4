package io.datasync.drills.bench.cases;

import io.datasync.drills.bench.measure.Measured;
import io.datasync.drills.bench.measure.Turns;
import io.datasync.testkit.corpus.SpeedCorpus;
import java.io.IOException;
import java.util.List;

/** Everything is archived, and each tool finds that out. */
final class NoChange {
    private final Place place;
    private final SpeedCorpus corpus;

    NoChange(Place place, SpeedCorpus corpus) {
        this.place = place;
        this.corpus = corpus;
    }

    List<Measured> measure() throws IOException {
        String source = place.source(corpus);
        String copy = place.copy(corpus);
        return Turns.take(
                place.rounds(),
                List.of(
                        place.tools().contender("datasync", place.archiveAgain(corpus)),
                        place.tools().contender("rclone sync", List.of("rclone", "sync", source, copy)),
                        place.tools().contender("rsync -a", List.of("rsync", "-a", source + "/", copy + "/")),
                        place.tools().contender("find -printf", find(source))));
    }

    /** One side only, and it compares nothing: what the listing alone costs. */
    private static List<String> find(String source) {
        return List.of("sh", "-c", "exec find \"$0\" -printf '%p %s %T@\\n' >/dev/null", source);
    }
}
