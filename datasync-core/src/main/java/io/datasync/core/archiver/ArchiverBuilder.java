package io.datasync.core.archiver;

import io.datasync.core.archiver.ArchiverSettings.NewArchive;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RandomIds;
import io.datasync.core.masschange.ChangeDecision;
import io.datasync.core.path.PathFilter;
import io.datasync.core.scan.StillnessRule;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.TransferSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Says how an {@link Archiver} works. Each method changes this builder and returns it; values out of range are an
 * {@link IllegalArgumentException} and {@code null} is a {@link NullPointerException}, at once. For one thread; {@link #build} may be called
 * repeatedly, and gives independent archivers.
 */
public final class ArchiverBuilder {
    private static final Duration WAIT_MAX = Duration.ofDays(1);
    private static final int THREADS_MAX = 64;

    private final Places places;
    private final Optional<ArchiveStore> store;
    private JobId job = new JobId("archive");
    private ZoneId zone = ZoneId.of("UTC");
    private List<String> includes = List.of();
    private List<String> excludes = List.of();
    private Duration quietPeriod = StillnessRule.DEFAULT.quietPeriod();
    private Duration waitAtMost = Duration.ofSeconds(60);
    private int threads = TransferSettings.DEFAULTS.threads();
    private boolean acceptsSource;
    private ChangeDecision changes = ChangeDecision.JUDGE;
    private NewArchive newArchive = NewArchive.REFUSED;
    private ArchiveListener listener = ArchiveListener.NONE;
    private Clock clock = Clock.systemUTC();

    ArchiverBuilder(Places places, Optional<ArchiveStore> store) {
        this.places = places;
        this.store = store;
    }

    /**
     * Makes the archive, at the first call of {@link Archiver#archive}, in a folder that is empty or not there. It is made once: when the memory knows
     * that it was made, its absence is a failure, whatever is said here, since an absent archive is not an empty one (D-6).
     */
    public ArchiverBuilder createArchive() {
        newArchive = NewArchive.CREATED;
        return this;
    }

    /**
     * As {@link #createArchive}, also in a folder that holds files: those that are equal at the source are read back and count as archived,
     * those that differ are kept as versions once the source's are sent, and all others stay as they are (USE-1). See
     * {@link Archiver#preview}.
     */
    public ArchiverBuilder adoptFolder() {
        newArchive = NewArchive.ADOPTED;
        return this;
    }

    /**
     * The name under which this archive is known: it stands in the archive's marker, and another name is refused there. Unless set,
     * {@code archive}.
     *
     * @param id 1 to 64 letters, digits, dots, hyphens and underscores, starting with a letter or digit
     */
    public ArchiverBuilder job(String id) {
        job = new JobId(Objects.requireNonNull(id, "id"));
        return this;
    }

    /** The time zone that the archive's marker names, in which the source's folders count days (D-10). Unless set, UTC. */
    public ArchiverBuilder zone(ZoneId zone) {
        this.zone = Objects.requireNonNull(zone, "zone");
        return this;
    }

    /**
     * Which files are archived, by the patterns of {@link PathFilter}; they are checked by {@link #build}. Unless set, all files. What is left out is
     * counted as excluded.
     *
     * @param includes none to include everything
     * @param excludes see {@link PathFilter#DEFAULT_EXCLUDES} for what instruments leave about
     */
    public ArchiverBuilder filter(List<String> includes, List<String> excludes) {
        this.includes = List.copyOf(includes);
        this.excludes = List.copyOf(excludes);
        return this;
    }

    /**
     * How long size and time of a file must hold still before it is read (CORE-2), and how long a call waits at its end for files that do not.
     * Unless set, 10 s, and at most 60 s of waiting.
     *
     * @param period not negative; zero where files appear whole
     * @param waitAtMost not negative, at most a day; zero leaves such files to the next call
     */
    public ArchiverBuilder quietPeriod(Duration period, Duration waitAtMost) {
        requireWithin("period", period);
        requireWithin("waitAtMost", waitAtMost);
        quietPeriod = period;
        this.waitAtMost = waitAtMost;
        return this;
    }

    private static void requireWithin(String what, Duration duration) {
        Objects.requireNonNull(duration, what);
        if (duration.isNegative() || duration.compareTo(WAIT_MAX) > 0) {
            throw new IllegalArgumentException(what + " must be zero to a day, not " + duration);
        }
    }

    /**
     * How many files are sent at a time. Unless set, 4.
     *
     * @param threads 1 to 64
     */
    public ArchiverBuilder threads(int threads) {
        if (threads < 1 || threads > THREADS_MAX) {
            throw new IllegalArgumentException("threads must be 1 to " + THREADS_MAX + ", not " + threads);
        }
        this.threads = threads;
        return this;
    }

    /**
     * Takes the source as it is found, also where another folder is in its place or most files are missing; what is missing and was not
     * archived counts as lost. A person should have said so: else {@code SOURCE_CHANGED} and {@code SOURCE_UNREACHABLE} protect from taking an
     * absent source for an empty one (D-2).
     */
    public ArchiverBuilder acceptSource() {
        acceptsSource = true;
        return this;
    }

    /**
     * Archives changed files also when they are too many at once, each earlier content as a version: a person said that the change is meant. Else such
     * files are held, and the result says how many ({@link ArchiveResult#held}, D-12).
     */
    public ArchiverBuilder acceptChanges() {
        changes = ChangeDecision.ACCEPT;
        return this;
    }

    /** Keeps the files that are held out of the archive until they change again: a person said that the change is not meant (D-12). */
    public ArchiverBuilder quarantineChanges() {
        changes = ChangeDecision.QUARANTINE;
        return this;
    }

    /** Who is told what happens. Unless set, nobody. */
    public ArchiverBuilder listener(ArchiveListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /** The time. Unless set, the system's. */
    public ArchiverBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * The archiver. Looks where the three places are; opens and makes nothing.
     *
     * @throws SyncException {@code CONFIGURATION_INVALID} when source, archive and memory lie in each other, or a pattern cannot be understood
     */
    public Archiver build() throws SyncException {
        places.requireApart();
        ArchiverSettings settings = new ArchiverSettings(
                job,
                zone,
                PathFilter.of(includes, excludes),
                quietPeriod,
                waitAtMost,
                threads,
                acceptsSource,
                changes,
                newArchive);
        return new Archiver(places, store, settings, listener, clock, new RandomIds(new SecureRandom()));
    }
}
