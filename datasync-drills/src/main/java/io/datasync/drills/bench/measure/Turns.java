package io.datasync.drills.bench.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lets contenders run in turn: one after the other, and that again, so that a busy minute slows all of them. */
public final class Turns {
    private Turns() {}

    /**
     * Runs each once to warm up the caches, and then so many rounds.
     *
     * @return in the order of the contenders
     */
    public static List<Measured> take(int rounds, List<Contender> contenders) throws IOException {
        List<List<Usage>> usages = new ArrayList<>();
        contenders.forEach(contender -> usages.add(new ArrayList<>()));
        for (int round = 0; round <= rounds; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                contenders.get(i).prepare(round);
                Usage usage = contenders.get(i).run();
                if (round > 0) {
                    usages.get(i).add(usage);
                }
            }
        }
        List<Measured> measured = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            measured.add(new Measured(contenders.get(i).name(), usages.get(i)));
        }
        return measured;
    }
}
