package io.datasync.core.coordinator;

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

/**
 * The server, as one runner sees it: who may run, what is archived already, and where everything proven is told.
 *
 * <p>The rules themselves implement it over a {@link io.datasync.core.index.StateIndex}; an agent's client implements it over HTTP; both
 * pass one contract suite. Every call may be repeated: the same call twice has its effect once (RUN-3). Thread-safe; every call blocks.
 *
 * <p>Every call may throw {@code INDEX_UNAVAILABLE}, {@code SERVER_UNREACHABLE}, {@code SERVER_ERROR}, {@code RATE_LIMITED},
 * {@code UNAUTHENTICATED}, {@code RUNNER_PENDING} and {@code FORBIDDEN}, after which the effect is there wholly or not at all. None of
 * them stops an agent from archiving (D-22).
 */
public interface Coordinator {
    /**
     * Opens a run of a job, or finds it open.
     *
     * @throws SyncException {@code JOB_UNKNOWN}; {@code JOB_DISABLED}; {@code JOB_BUSY} while another run of the job holds its lease;
     *     {@code RUN_CLOSED} when the run has ended: its facts go into a new run that continues it (D-21); a code of the
     *     share, such as {@code SHARE_UNREACHABLE} or {@code SHARE_MISSING}, when the epoch there could not be read or written (D-20);
     *     {@code RUN_PUT_OFF} (retryable, with a time to wait) for a run that is not alive while new ones are put off (RUN-9);
     *     {@code IDENTITY_CONFLICT} when another PC has this identity, and the job is not this one's until a person settles it (D-27)
     */
    OpenAnswer open(OpenRequest request) throws SyncException;

    /**
     * Compares the entries of folders with the index, in bounded memory, and takes what a completely listed folder no longer names out of
     * its {@code at_source} summary; renews the lease.
     *
     * <p>A folder may come in parts, in several calls with the same scan number, all but the last ending it as not complete: what any of
     * them named counts as named. A client over HTTP needs that, since few of them read answers while they are still sending.
     *
     * @param lines what the agent has; read to its end; the entries of a folder in {@code SourceEntry.CANONICAL_ORDER}
     * @param answers is given a verdict for every entry, in no order
     * @throws SyncException {@code RUN_UNKNOWN}, {@code RUN_CLOSED}, {@code STALE_TOKEN}; {@code MESSAGE_MALFORMED} for lines out of
     *     place; what was compared before the failure stays applied
     */
    void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
            throws SyncException;

    /**
     * Applies reports to the index in one transaction, and renews the lease.
     *
     * @throws SyncException {@code RUN_UNKNOWN}, {@code RUN_CLOSED}, {@code STALE_TOKEN}: nothing of it was applied
     */
    ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) throws SyncException;

    /**
     * Ends the run. Repeating it with the same request gives the same answer.
     *
     * @throws SyncException {@code RUN_UNKNOWN}, {@code STALE_TOKEN}; {@code RUN_CLOSED} when the run ended otherwise
     */
    CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) throws SyncException;

    /**
     * Shows what the certificate of a folder is to say (D-9): no run and no token are needed, since the folder's revision guards what
     * follows (D-24).
     *
     * @throws SyncException {@code JOB_UNKNOWN}; {@code SEAL_REFUSED} when it may not be sealed; {@code FOLDER_TOO_LARGE};
     *     {@code FOLDER_CHANGED} (retryable) when it changed while it was shown: what was shown is of no use then; a code of the share,
     *     when its earlier certificates cannot be read; {@code IDENTITY_CONFLICT} as {@link #open}; what the visitor throws
     */
    void draft(JobId job, FolderName folder, DraftVisitor visitor) throws SyncException;

    /**
     * Seals a folder by its certificate, which is countersigned and published. Repeating it with the same certificate gives the same
     * answer.
     *
     * @throws SyncException {@code JOB_UNKNOWN}, {@code SEAL_REFUSED}; {@code FOLDER_CHANGED} (retryable) when the folder is not as the
     *     draft had it; {@code CERTIFICATE_MALFORMED}, {@code CERTIFICATE_TAMPERED}, {@code CERTIFICATE_FOREIGN} for one that is not good
     *     or says something else than the index; {@code IDENTITY_CONFLICT} as {@link #open}; a code of the share. The folder is sealed only if it returns, but for
     *     {@code SERVER_UNREACHABLE}, after which it may be
     */
    CertifyAnswer certify(CertifyRequest request) throws SyncException;
}
