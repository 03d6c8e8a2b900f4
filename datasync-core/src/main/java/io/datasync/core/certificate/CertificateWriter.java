package io.datasync.core.certificate;

import io.datasync.core.canonical.CanonicalWriter;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Writes the {@code .json} of a certificate while its entries pass by: all entries, then all losses, then {@link #finish}.
 *
 * <p>The same content gives the same bytes, always. For one thread; each call may block as the stream does, and throws its {@code
 * IOException}; the stream is flushed at the end and never closed. After any failure what was written is of no use.
 *
 * <p>Holds a few entries, however many there are.
 */
public final class CertificateWriter {
    private final CertificateHead head;
    private final int entriesMax;
    private final long bytesMax;
    private final ContentRules rules;
    private final Measured measured;
    private final CanonicalWriter json;
    private long entries;
    private boolean inLosses;
    private boolean finished;

    /** Begins a certificate. */
    public CertificateWriter(OutputStream out, CertificateHead head) throws IOException {
        this(out, head, Certificate.ENTRIES_MAX, Certificate.BYTES_MAX);
    }

    /** The same with other bounds, for tests. */
    CertificateWriter(OutputStream out, CertificateHead head, int entriesMax, long bytesMax) throws IOException {
        this.head = head;
        this.entriesMax = entriesMax;
        this.bytesMax = bytesMax;
        rules = new ContentRules(head.id().folder());
        measured = new Measured(new BufferedOutputStream(out));
        json = new CanonicalWriter(measured);
        CertificateJson.writeHead(json, head);
    }

    /**
     * The next archived entry.
     *
     * @throws SyncException {@code FOLDER_TOO_LARGE} beyond {@link Certificate#ENTRIES_MAX} entries or {@link Certificate#BYTES_MAX} bytes
     * @throws IllegalArgumentException for an entry of another folder, one that does not follow the last one in canonical order, one
     *     that is there already, a folder with content, and a path that no index can hold
     * @throws IllegalStateException after a loss
     */
    public void entry(Fact fact) throws IOException, SyncException {
        if (inLosses || finished) {
            throw new IllegalStateException("Entries come before losses: " + fact);
        }
        requireRoom(entries);
        require(rules.fault(fact), fact.entry());
        CertificateJson.writeEntry(json, entries == 0, fact);
        entries++;
        requireSize();
    }

    /**
     * The next loss.
     *
     * @throws SyncException {@code FOLDER_TOO_LARGE} as for entries
     * @throws IllegalArgumentException for a loss of another folder, of a folder, or out of order: by name, time, size, and when it was
     *     noticed
     */
    public void loss(CertifiedLoss loss) throws IOException, SyncException {
        if (finished) {
            throw new IllegalStateException("The certificate is finished: " + loss);
        }
        requireRoom(rules.losses());
        require(rules.fault(loss), loss.entry());
        if (!inLosses) {
            CertificateJson.writeLosses(json, entries > 0);
            inLosses = true;
        }
        CertificateJson.writeLoss(json, rules.losses() == 1, loss);
        requireSize();
    }

    /**
     * Ends the certificate.
     *
     * @return what was written
     * @throws SyncException {@code FOLDER_TOO_LARGE} beyond {@link Certificate#BYTES_MAX} bytes
     */
    public Certificate finish() throws IOException, SyncException {
        if (finished) {
            throw new IllegalStateException("The certificate is finished: " + head.id());
        }
        finished = true;
        if (!inLosses) {
            CertificateJson.writeLosses(json, entries > 0);
        }
        Digest entriesDigest = rules.entriesDigest();
        CertificateJson.writeSums(json, rules.losses() > 0, rules.summary(), entriesDigest);
        requireSize();
        measured.flush();
        return new Certificate(
                head,
                rules.summary(),
                entriesDigest,
                rules.losses(),
                Digest.of(measured.sha.digest()),
                measured.sizeBytes);
    }

    private static void require(@Nullable String fault, SourceEntry entry) {
        if (fault != null) {
            throw new IllegalArgumentException(entry.path() + ": " + fault);
        }
    }

    private void requireRoom(long before) throws SyncException {
        if (before == entriesMax) {
            throw tooLarge("more than " + entriesMax + " entries or losses");
        }
    }

    private void requireSize() throws SyncException {
        if (measured.sizeBytes > bytesMax) {
            throw tooLarge("its certificate would be longer than " + bytesMax + " bytes");
        }
    }

    private SyncException tooLarge(String why) {
        return SyncException.permanent(
                ErrorCode.FOLDER_TOO_LARGE, "The folder " + head.id().folder() + " cannot be certified: " + why);
    }

    /** Computes the digest of what passes. */
    private static final class Measured extends FilterOutputStream {
        private final MessageDigest sha = Digest.sha256();
        private long sizeBytes;

        Measured(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            sha.update(bytes, offset, length);
            sizeBytes += length;
        }
    }
}
