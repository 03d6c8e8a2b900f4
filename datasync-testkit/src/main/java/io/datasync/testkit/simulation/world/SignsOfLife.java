package io.datasync.testkit.simulation.world;

import io.datasync.core.identity.Role;
import io.datasync.core.identity.Sign;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.simulation.schedule.Activity;
import java.time.Duration;
import java.util.Optional;

/** What a PC's agent tells the server of itself each minute while it runs, and what it is told (D-27). Some of it gets lost, either way. */
final class SignsOfLife implements Activity {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int LOST_ONE_OF = 20;

    private final World world;
    private final SimulatedPc pc;

    SignsOfLife(World world, SimulatedPc pc) {
        this.world = world;
        this.pc = pc;
    }

    @Override
    public void run() {
        while (true) {
            world.scheduler.sleep(PAUSE);
            if (pc.isRunning()) {
                tell();
            }
        }
    }

    private void tell() {
        AgentIdentity identity = pc.identity();
        Sign sign = identity.sign(world.serverClock.instant());
        if (isLost()) {
            return;
        }
        Optional<Role> answer = world.server.hear(pc.parts().runner(), sign, pc.job(), pc.currentRun());
        if (answer.isPresent() && !isLost()) {
            if (!answer.get().equals(identity.role())) {
                world.trace.step(world.scheduler.now(), pc.parts().machine(), "is told " + answer.get());
            }
            identity.told(answer.get(), pc.parts().clock().instant());
        }
    }

    private boolean isLost() {
        return pc.parts().weather().isAway(Part.NETWORK)
                || (world.isStormy() && pc.parts().random().nextInt(LOST_ONE_OF) == 0);
    }
}
