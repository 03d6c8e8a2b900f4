package io.datasync.core.protocol.seal;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;

/**
 * A certificate that an agent has written and signed (D-9). Immutable as long as nobody changes its arrays, which are not copied, since they
 * may be large.
 */
public final class CertifyRequest {
    private final JobId job;
    private final FolderName folder;
    private final long folderRevision;
    private final byte[] certificate;
    private final byte[] signatures;

    /**
     * A certificate of a folder.
     *
     * @param folderRevision the revision that the draft named
     * @param certificate the bytes of the {@code .json}, at most {@link Certificate#BYTES_MAX}
     * @param signatures the bytes of the {@code .sig}, with the agent's signature alone
     */
    public CertifyRequest(JobId job, FolderName folder, long folderRevision, byte[] certificate, byte[] signatures) {
        if (folderRevision < 0) {
            throw new IllegalArgumentException("Not a revision: " + folderRevision);
        }
        this.job = job;
        this.folder = folder;
        this.folderRevision = folderRevision;
        this.certificate = certificate;
        this.signatures = signatures;
    }

    /** The job. */
    public JobId job() {
        return job;
    }

    /** The folder. */
    public FolderName folder() {
        return folder;
    }

    /** The revision that the draft named. */
    public long folderRevision() {
        return folderRevision;
    }

    /** The bytes of the {@code .json}; not to be changed. */
    public byte[] certificate() {
        return certificate;
    }

    /** The bytes of the {@code .sig}; not to be changed. */
    public byte[] signatures() {
        return signatures;
    }
}
