package io.datasync.server.sync.boundary;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.protocol.json.CompareAnswerWriter;
import io.datasync.core.protocol.json.CompareLineReader;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.server.sync.control.AnswerSpool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/** Comparisons at work on this node: a bounded number, each in bounded memory and on a bounded piece of disk (I-11). */
@ApplicationScoped
class Comparisons {
    private static final String FOLDER = "spool";

    private final ServerSettings settings;
    private final JsonLimits limits;
    private final Semaphore places;

    @Inject
    Comparisons(ServerSettings settings, JsonLimits limits) {
        this.settings = settings;
        this.limits = limits;
        places = new Semaphore(settings.sync().comparesMax());
    }

    /**
     * Reads the lines to their end and gives the whole answer.
     *
     * @return to be sent and closed by the caller
     * @throws SyncException {@code RATE_LIMITED} when too many are at work; otherwise as {@link Coordinator#compare}: then nothing waits
     *     on disk
     */
    AnswerSpool compare(Coordinator coordinator, RunId run, FencingToken token, long scanSeq, InputStream lines)
            throws SyncException {
        if (!places.tryAcquire()) {
            throw SyncException.passing(ErrorCode.RATE_LIMITED, "Too many comparisons are at work.");
        }
        try {
            return AnswerSpool.of(
                    settings.home().resolve(FOLDER), settings.sync().spoolBytesMax(), out -> {
                        var answers = new CompareAnswerWriter(out);
                        coordinator.compare(run, token, scanSeq, new CompareLineReader(lines, limits), answers);
                        answers.finish();
                    });
        } finally {
            places.release();
        }
    }
}
