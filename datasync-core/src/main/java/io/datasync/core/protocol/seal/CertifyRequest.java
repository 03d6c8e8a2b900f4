package io.datasync.core.protocol.seal;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A certificate that an agent has written and signed (D-9). Its bytes may be many and lie on disk: they are there until the call that they were
 * handed to returns, and {@link #kept} after it. Immutable as long as nobody changes its arrays, which are not copied.
 */
public final class CertifyRequest {
    private final JobId job;
    private final FolderName folder;
    private final long folderRevision;
    private final Content certificate;
    private final byte[] signatures;

    /** Where the bytes of a certificate are. */
    @FunctionalInterface
    public interface Content {
        /** Reads them from the first on; may be called again. */
        InputStream open() throws IOException;
    }

    /**
     * A certificate of a folder.
     *
     * @param folderRevision the revision that the draft named
     * @param certificate the bytes of the {@code .json}, at most {@link Certificate#BYTES_MAX}
     * @param signatures the bytes of the {@code .sig}, with the agent's signature alone
     * @throws IllegalArgumentException for a negative revision
     */
    public CertifyRequest(JobId job, FolderName folder, long folderRevision, Content certificate, byte[] signatures) {
        if (folderRevision < 0) {
            throw new IllegalArgumentException("Not a revision: " + folderRevision);
        }
        this.job = job;
        this.folder = folder;
        this.folderRevision = folderRevision;
        this.certificate = certificate;
        this.signatures = signatures;
    }

    /** The same with its bytes in memory. */
    public CertifyRequest(JobId job, FolderName folder, long folderRevision, byte[] certificate, byte[] signatures) {
        this(job, folder, folderRevision, () -> new ByteArrayInputStream(certificate), signatures);
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

    /** Where the bytes of the {@code .json} are. */
    public Content content() {
        return certificate;
    }

    /**
     * The bytes of the {@code .json}, in memory.
     *
     * @throws SyncException {@code MESSAGE_TOO_LARGE} beyond {@link Certificate#BYTES_MAX}; {@code MESSAGE_TRUNCATED} (retryable) when they
     *     cannot be read
     */
    public byte[] certificate() throws SyncException {
        byte[] bytes;
        try (InputStream in = certificate.open()) {
            bytes = in.readNBytes((int) Certificate.BYTES_MAX + 1);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.MESSAGE_TRUNCATED, true, "The certificate could not be read: " + e, e);
        }
        if (bytes.length > Certificate.BYTES_MAX) {
            throw SyncException.permanent(
                    ErrorCode.MESSAGE_TOO_LARGE, "A certificate has at most " + Certificate.BYTES_MAX + " bytes.");
        }
        return bytes;
    }

    /** The same with its bytes in memory, for who needs it after the call; throws as {@link #certificate}. */
    public CertifyRequest kept() throws SyncException {
        return new CertifyRequest(job, folder, folderRevision, certificate(), signatures);
    }

    /** The bytes of the {@code .sig}; not to be changed. */
    public byte[] signatures() {
        return signatures;
    }
}
