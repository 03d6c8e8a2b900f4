package io.datasync.drills.demo.seats;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.ErrorCode;
import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.home.Places;
import io.datasync.testkit.corpus.Corpus;
import io.datasync.testkit.corpus.FileTree;
import io.datasync.testkit.corpus.Instrument;
import io.datasync.testkit.corpus.InstrumentListener;
import io.datasync.testkit.corpus.InstrumentPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The source of a demo that was given none: a PC with date folders, whose instrument goes on measuring and deletes the oldest files. */
public final class MeasurementPc implements AutoCloseable {
    private static final int DAYS = 15;
    private static final int FILES_A_DAY = 200;

    /** How many files the instrument keeps: as many as are there at the beginning, so that it deletes with the first that it makes. */
    public static final int FILES_KEPT = DAYS * FILES_A_DAY;

    private static final Duration TICK = Duration.ofMillis(250);
    private static final long SEED = 20_260_423;

    private final Path folder;
    private final Clock clock;
    private boolean ours;
    private @Nullable Instrument instrument;

    public MeasurementPc(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Makes the files of the last days, unless they are there; from now on the folder is the instrument's. A folder half made is made anew. */
    public void fill() throws DemoFailure {
        ours = true;
        if (Files.isDirectory(folder)) {
            return;
        }
        Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
        try {
            FileTree.delete(fresh);
            new Corpus(fresh, SEED).instrument(LocalDate.now(clock).minusDays(1), DAYS, FILES_A_DAY);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private DemoFailure cannotWrite(IOException why) {
        return DemoFailure.of(
                ErrorCode.SOURCE_UNREACHABLE,
                "The instrument cannot write to " + Places.shown(folder) + ": " + why + ".");
    }

    /**
     * Lets the instrument go on measuring as soon as all that is there is archived, since it deletes: nothing is deleted before it can have
     * been archived. A folder that was never {@linkplain #fill filled} is somebody else's, and left alone.
     */
    public void goOn(JobProgress progress) throws IOException {
        if (ours && instrument == null && isWhole(progress)) {
            start();
        }
    }

    private static boolean isWhole(JobProgress progress) {
        Balance balance = progress.balance();
        return progress.idle()
                && progress.code().isEmpty()
                && balance.verified() > 0
                && balance.inFlight() + balance.failed() == 0;
    }

    /** Begins to measure, about one file a second. */
    void start() throws IOException {
        var started = new Instrument(
                folder, InstrumentPlan.keeping(FILES_KEPT), clock, clock.millis(), InstrumentListener.none());
        instrument = started;
        started.start(TICK);
    }

    /**
     * Sees whether it still measures.
     *
     * @throws DemoFailure when it has failed
     */
    public void check() throws DemoFailure {
        if (instrument != null && instrument.failure().isPresent()) {
            throw cannotWrite(instrument.failure().get());
        }
    }

    /** Whether it measures. */
    public boolean runs() {
        return instrument != null;
    }

    /** How many files it made since it measures. */
    public long made() {
        return instrument == null ? 0 : instrument.made();
    }

    /** How many files it deleted since it measures. */
    public long deleted() {
        return instrument == null ? 0 : instrument.deleted();
    }

    /** Stops the instrument. */
    @Override
    public void close() {
        if (instrument != null) {
            instrument.close();
        }
    }
}
