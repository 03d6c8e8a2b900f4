package io.datasync.testkit.simulation.world;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftVisitor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Asks for no run before the time is over that the server said with Retry-After; archiving goes on meanwhile (D-22). For one thread at a time. */
final class PatientCoordinator implements Coordinator {
    private final Coordinator server;
    private final InstantSource clock;
    private Instant notBefore = Instant.MIN;

    /** Before the way to the server, by a clock that nobody sets. */
    PatientCoordinator(Coordinator server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /** How long to pause: what is usual, or until a run may be asked for again when that is sooner. */
    Duration pause(Duration usual) {
        Duration wait = left();
        return wait.compareTo(usual) < 0 && !wait.isZero() ? wait : usual;
    }

    private Duration left() {
        Instant now = clock.instant();
        return now.isBefore(notBefore) ? Duration.between(now, notBefore) : Duration.ZERO;
    }

    @Override
    public OpenAnswer open(OpenRequest request) throws SyncException {
        Duration wait = left();
        if (!wait.isZero()) {
            throw SyncException.passing(ErrorCode.RUN_PUT_OFF, "The server asked to be left alone", wait);
        }
        try {
            return server.open(request);
        } catch (SyncException refused) {
            refused.retryAfter().ifPresent(after -> notBefore = clock.instant().plus(after));
            throw refused;
        }
    }

    @Override
    public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
            throws SyncException {
        server.compare(run, token, scanSeq, lines, answers);
    }

    @Override
    public ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) throws SyncException {
        return server.progress(run, token, request);
    }

    @Override
    public CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) throws SyncException {
        return server.complete(run, token, request);
    }

    @Override
    public void draft(JobId job, FolderName folder, DraftVisitor visitor) throws SyncException {
        server.draft(job, folder, visitor);
    }

    @Override
    public CertifyAnswer certify(CertifyRequest request) throws SyncException {
        return server.certify(request);
    }
}
