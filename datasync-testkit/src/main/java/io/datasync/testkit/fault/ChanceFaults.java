package io.datasync.testkit.fault;

import io.datasync.core.failure.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Faults by chance, each one that the part it meets may show by the contract of its port. The same calls meet the same faults when chance comes
 * from the same seed. For one thread at a time.
 */
public final class ChanceFaults implements Faults {
    private final RandomGenerator random;
    private final double share;
    private final boolean crashes;

    /**
     * Faults in a share of all calls.
     *
     * @param share how many of the calls go wrong, from 0 for none to 1 for all
     * @param crashes whether the process may die of it
     */
    public ChanceFaults(RandomGenerator random, double share, boolean crashes) {
        this.random = random;
        this.share = share;
        this.crashes = crashes;
    }

    @Override
    public Verdict verdict(Call call) {
        if (random.nextDouble() >= share) {
            return Verdict.goOn();
        }
        List<Verdict> possible = possible(call);
        if (crashes) {
            possible.addAll(crashes(call));
        }
        return possible.get(random.nextInt(possible.size()));
    }

    /** Whatever may happen to a call while its process lives, but for going through; in a fixed order. */
    public static List<Verdict> possible(Call call) {
        List<Verdict> possible = new ArrayList<>();
        for (ErrorCode code : call.part().failures()) {
            possible.add(Verdict.fails(code));
        }
        if (call.changes()) {
            possible.add(Verdict.answerLost(call.part()));
        }
        switch (call.part()) {
            case STORE -> {
                if (call.carriesBytes()) {
                    possible.add(new Verdict.FlippedBit());
                }
            }
            case JOURNAL -> {
                if (call.changes()) {
                    possible.add(Verdict.late(Part.JOURNAL));
                }
            }
            case INDEX -> possible.add(new Verdict.Twice());
            case NETWORK -> {
                possible.add(Verdict.late(Part.NETWORK));
                possible.add(new Verdict.Twice());
                possible.add(new Verdict.Echoed());
            }
        }
        return possible;
    }

    /** How the process that makes a call may die of it: before it, and where that makes a difference after it. */
    public static List<Verdict> crashes(Call call) {
        return call.changes()
                ? List.of(new Verdict.CrashBefore(), new Verdict.CrashAfter())
                : List.of(new Verdict.CrashBefore());
    }
}
