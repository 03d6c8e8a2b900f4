package io.datasync.server.sync.boundary;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.json.DraftWriter;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.server.sync.control.AnswerSpool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/**
 * Drafts and certificates at work on this node: a bounded number, a draft on a bounded piece of disk, a certificate in bounded memory (I-11).
 */
@ApplicationScoped
class Certification {
    private static final String FOLDER = "spool";

    private final ServerSettings settings;
    private final Semaphore places;

    @Inject
    Certification(ServerSettings settings) {
        this.settings = settings;
        places = new Semaphore(settings.sync().certifyMax());
    }

    /** What is done in one place. */
    private interface Work<T> {
        T run() throws SyncException;
    }

    /**
     * The whole draft of a folder's certificate.
     *
     * @return to be sent and closed by the caller
     * @throws SyncException {@code RATE_LIMITED} when too many are at work; otherwise as {@link Coordinator#draft}: then nothing waits on
     *     disk
     */
    AnswerSpool draft(Coordinator coordinator, JobId job, FolderName folder) throws SyncException {
        return inAPlace(() ->
                AnswerSpool.of(settings.home().resolve(FOLDER), settings.sync().spoolBytesMax(), out -> {
                    var draft = new DraftWriter(out);
                    coordinator.draft(job, folder, draft);
                    draft.finish();
                }));
    }

    /**
     * Seals a folder by its certificate, whose bytes are read here.
     *
     * @param signatures the bytes of its signature file
     * @throws SyncException {@code RATE_LIMITED} when too many are at work, {@code MESSAGE_TOO_LARGE}, {@code MESSAGE_TRUNCATED};
     *     otherwise as {@link Coordinator#certify}
     */
    CertifyAnswer certify(
            Coordinator coordinator,
            JobId job,
            FolderName folder,
            long folderRevision,
            byte[] signatures,
            InputStream certificate)
            throws SyncException {
        return inAPlace(() -> coordinator.certify(
                new CertifyRequest(job, folder, folderRevision, () -> certificate, signatures).kept()));
    }

    private <T> T inAPlace(Work<T> work) throws SyncException {
        if (!places.tryAcquire()) {
            throw SyncException.passing(ErrorCode.RATE_LIMITED, "Too many folders are being certified.");
        }
        try {
            return work.run();
        } finally {
            places.release();
        }
    }
}
