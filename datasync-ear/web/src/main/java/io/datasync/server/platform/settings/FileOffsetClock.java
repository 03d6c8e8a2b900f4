package io.datasync.server.platform.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * The clock of a test node: another clock, and an offset that a test writes into a file, such as {@code PT25H} (I-13).
 *
 * <p>The file is looked at twenty times a second at most. While it is not there the offset is none; what cannot be read or lies beyond {@link
 * #OFFSET_MAX} is warned of and changes nothing. Every move is a warning in the log. Thread-safe.
 */
final class FileOffsetClock extends Clock {
    /** The largest offset, either way. */
    static final Duration OFFSET_MAX = Duration.ofDays(36_500);

    private static final System.Logger LOG = System.getLogger(FileOffsetClock.class.getName());
    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();
    private static final int BYTES_MAX = 100;

    private final Clock real;
    private final Hand hand;

    /**
     * A clock that is moved by this file.
     *
     * @param nanoTime tells when it is time to look again; never goes back
     */
    FileOffsetClock(Clock real, Path file, LongSupplier nanoTime) {
        this(real, new Hand(file, nanoTime));
        LOG.log(
                System.Logger.Level.WARNING,
                "event=test_clock file=\"{0}\" detail=\"This is a test node: its time is moved by that file, and nothing it says of time is true.\"",
                file);
    }

    private FileOffsetClock(Clock real, Hand hand) {
        this.real = real;
        this.hand = hand;
    }

    /** By how much it is moved now. */
    Duration offset() {
        return hand.offset();
    }

    @Override
    public Instant instant() {
        return real.instant().plus(hand.offset());
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new FileOffsetClock(real.withZone(zone), hand);
    }

    /** The offset that the zones of one clock share. */
    private static final class Hand {
        private final Path file;
        private final LongSupplier nanoTime;
        private Duration offset = Duration.ZERO;
        private String fault = "";
        private long lookedAt;

        Hand(Path file, LongSupplier nanoTime) {
            this.file = file;
            this.nanoTime = nanoTime;
            this.lookedAt = nanoTime.getAsLong() - LOOK_NANOS;
        }

        synchronized Duration offset() {
            long now = nanoTime.getAsLong();
            if (now - lookedAt >= LOOK_NANOS) {
                lookedAt = now;
                look();
            }
            return offset;
        }

        private void look() {
            try {
                Duration told = read();
                fault = "";
                if (!told.equals(offset)) {
                    LOG.log(System.Logger.Level.WARNING, "event=test_clock_moved from={0} to={1}", offset, told);
                    offset = told;
                }
            } catch (IOException | DateTimeException wrong) {
                String told = String.valueOf(wrong.getMessage());
                if (!told.equals(fault)) {
                    LOG.log(System.Logger.Level.WARNING, "event=test_clock_not_moved file=\"" + file + "\"", wrong);
                    fault = told;
                }
            }
        }

        private Duration read() throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                String text = new String(in.readNBytes(BYTES_MAX), StandardCharsets.US_ASCII).strip();
                Duration told = Duration.parse(text);
                if (told.abs().compareTo(OFFSET_MAX) > 0) {
                    throw new DateTimeException("an offset of " + told + " is more than " + OFFSET_MAX);
                }
                return told;
            } catch (NoSuchFileException none) {
                return Duration.ZERO;
            } catch (ArithmeticException tooLarge) {
                throw new DateTimeException("an offset that is too large", tooLarge);
            }
        }
    }
}
