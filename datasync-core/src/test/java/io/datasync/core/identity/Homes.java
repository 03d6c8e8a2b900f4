package io.datasync.core.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** PCs with their disks, as agents on them send signs of life, and a network that loses, repeats, delays and reorders those. */
final class Homes {
    static final Instant BEGIN = Instant.parse("2026-04-20T07:00:00Z");

    /** Longer than any delay of this network. */
    static final Duration DELAY_MAX = IdentitySettings.DEFAULTS.delayMax();

    private static final long RESERVED_AT_ONCE = 100;

    private final Random random;
    private final List<Sign> arrived = new ArrayList<>();
    private int made;

    Homes(Random random) {
        this.random = random;
    }

    /** One disk in one PC. */
    final class Home {
        private MachineId machine = newMachine();
        private String fingerprint = "hardware " + ++made;
        private String session = "";
        private long reserved;
        private long counter;

        /** A PC that was just installed, and started. */
        Home() {
            start();
        }

        private Home(Home image, boolean sameHardware) {
            reserved = image.reserved;
            machine = sameHardware ? image.machine : newMachine();
            fingerprint = sameHardware ? image.fingerprint : "hardware " + ++made;
            start();
        }

        void start() {
            session = "session " + ++made;
            counter = reserved;
        }

        void changeHardware() {
            fingerprint = "hardware " + ++made;
            machine = newMachine();
            start();
        }

        /** Another PC starts with a copy of this disk. */
        Home copied(boolean sameHardware) {
            return new Home(this, sameHardware);
        }

        /** What a backup of the disk holds. */
        long image() {
            return reserved;
        }

        void restore(long image) {
            reserved = image;
            start();
        }

        void makeMachineId() {
            machine = newMachine();
        }

        Sign sign(Instant at) {
            if (counter == reserved) {
                reserved += RESERVED_AT_ONCE;
            }
            return new Sign(machine, fingerprint, session, ++counter, at);
        }

        /** Sends one, which may be lost, come late, or come twice. */
        void beat(Instant at) {
            Sign sign = sign(at);
            int luck = random.nextInt(20);
            if (luck == 0) {
                return;
            }
            arrive(sign, luck < 4 ? delay() : random.nextInt(2_000));
            if (luck == 4) {
                arrive(sign, delay());
            }
        }

        String session() {
            return session;
        }

        MachineId machine() {
            return machine;
        }
    }

    private MachineId newMachine() {
        return new MachineId("m" + ++made);
    }

    private long delay() {
        return random.nextLong(DELAY_MAX.toMillis());
    }

    private void arrive(Sign sign, long millis) {
        arrived.add(new Sign(
                sign.machine(),
                sign.fingerprint(),
                sign.session(),
                sign.counter(),
                sign.heardAt().plusMillis(millis)));
    }

    /** What the server hears, in its order. */
    List<Sign> heard() {
        return arrived.stream().sorted(Comparator.comparing(Sign::heardAt)).toList();
    }

    /** The verdicts on all that was heard. */
    static List<IdentityVerdict> verdicts(List<Sign> signs) {
        List<IdentityVerdict> verdicts = new ArrayList<>();
        SignHistory history = SignHistory.NONE;
        for (Sign sign : signs) {
            SignHistory.Heard heard = history.hear(sign, IdentitySettings.DEFAULTS);
            history = heard.history();
            verdicts.add(heard.verdict());
        }
        return verdicts;
    }
}
