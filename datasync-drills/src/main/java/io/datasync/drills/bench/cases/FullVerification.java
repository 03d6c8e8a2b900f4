package io.datasync.drills.bench.cases;

import io.datasync.drills.bench.measure.Measured;
import io.datasync.drills.bench.measure.Turns;
import io.datasync.testkit.corpus.SpeedCorpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Every byte of the archive is read again and held against what is known of it. */
final class FullVerification {
    private final Place place;

    FullVerification(Place place) {
        this.place = place;
    }

    List<Measured> measure() throws IOException {
        String source = place.source(SpeedCorpus.G);
        String copy = place.copy(SpeedCorpus.G);
        // Both archive and copy are brought up to date with files that another case may have added.
        place.tools().run(place.archiveAgain(SpeedCorpus.G));
        place.tools().run("rclone", "sync", source, copy);
        Path archived = place.archive(SpeedCorpus.G);
        List<String> datasync = place.subject().verify(source, archived.resolve("archive"), archived.resolve("memory"));
        return Turns.take(
                place.rounds(),
                List.of(
                        place.tools().contender("datasync", datasync),
                        place.tools()
                                .contender(
                                        "rclone check --download",
                                        List.of("rclone", "check", "--download", source, copy)),
                        place.tools().contender("rsync -anc", List.of("rsync", "-anc", source + "/", copy + "/"))));
    }
}
