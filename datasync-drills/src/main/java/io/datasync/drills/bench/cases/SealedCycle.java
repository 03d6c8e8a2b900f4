package io.datasync.drills.bench.cases;

import io.datasync.drills.bench.measure.Measured;
import io.datasync.drills.bench.measure.Usage;
import io.datasync.testkit.corpus.SpeedCorpus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A cycle of an agent that has been at work for a while, in turn with {@code find}. */
final class SealedCycle {
    private final Place place;

    SealedCycle(Place place) {
        this.place = place;
    }

    List<Measured> measure() throws IOException {
        String source = place.source(SpeedCorpus.M);
        List<String> lines =
                place.tools().run(place.subject().sealedAgent(source, place.folder("M.agent"), place.rounds()));
        return List.of(measured("cycle", "datasync", lines), measured("find", "find -printf", lines));
    }

    private static Measured measured(String prefix, String name, List<String> lines) {
        List<Usage> runs = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals(prefix)) {
                runs.add(new Usage(
                        Duration.ofNanos(Long.parseLong(words[1])),
                        Duration.ofNanos(Long.parseLong(words[2])),
                        Long.parseLong(words[3])));
            }
        }
        return new Measured(name, runs);
    }
}
