package io.datasync.drills.bench.cases;

import io.datasync.drills.bench.measure.Contender;
import io.datasync.drills.bench.measure.Measured;
import io.datasync.drills.bench.measure.Turns;
import io.datasync.testkit.corpus.SpeedCorpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything is new. DataSync computes SHA-256, stages, renames, reads back, and what it reported survives a power cut; rclone and rsync leave what
 * they wrote to the system, so that each also runs once more with what makes it durable.
 */
final class FirstArchive {
    private final Place place;
    private final SpeedCorpus corpus;

    FirstArchive(Place place, SpeedCorpus corpus) {
        this.place = place;
        this.corpus = corpus;
    }

    List<Measured> measure() throws IOException {
        String source = place.source(corpus);
        Path target = place.folder(corpus.name() + ".first");
        List<String> datasync = place.subject().archive(source, target.resolve("archive"), target.resolve("memory"));
        String to = target.toString();
        return Turns.take(
                place.rounds(),
                List.of(
                        contender("datasync", target, datasync),
                        contender("rclone copy", target, List.of("rclone", "copy", source, to)),
                        contender("rclone copy, then sync", target, thenSync("rclone copy \"$0\" \"$1\"", source, to)),
                        contender("rsync -a", target, List.of("rsync", "-a", source + "/", to + "/")),
                        contender("cp -a, then sync", target, thenSync("cp -a \"$0\" \"$1\"", source, to))));
    }

    private static List<String> thenSync(String command, String source, String to) {
        return List.of("sh", "-c", command + " && sync -f \"$1\"", source, to);
    }

    private Contender contender(String name, Path target, List<String> command) {
        return Contender.of(
                name, round -> place.remove(target), () -> place.tools().measure(command));
    }
}
