package io.datasync.testkit.network;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.testkit.fault.Call;
import io.datasync.testkit.fault.Faults;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.Verdict;
import java.util.Random;

/** A network that loses, repeats and delays half of what is sent, by chance, and lets what was late arrive between two calls. */
public final class BadLine implements Faults {
    private final Random random;
    private final SimulatedNetwork network;

    private BadLine(Coordinator server, Random random) {
        this.random = random;
        network = new SimulatedNetwork(() -> server, this, new ProcessLife());
    }

    /** A bad line to this server; chance comes from here. */
    public static Coordinator to(Coordinator server, Random random) {
        return new BadLine(server, random).network;
    }

    @Override
    public Verdict verdict(Call call) {
        if (network.waiting() > 0 && random.nextInt(3) == 0) {
            network.deliverLate(random.nextInt(network.waiting()));
        }
        return switch (random.nextInt(10)) {
            case 0 -> new Verdict.Fails(Part.NETWORK.unknown("The test lost the request"));
            case 1 -> Verdict.answerLost(Part.NETWORK);
            case 2 -> Verdict.late(Part.NETWORK);
            case 3 -> new Verdict.Twice();
            case 4 -> new Verdict.Echoed();
            default -> Verdict.goOn();
        };
    }
}
