package io.datasync.core.verify.archive;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.FailureScope;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.SourceTree;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of an archive back, one after the other, each once, and compares them with what is on record and with the source. For one
 * thread.
 */
final class FileCheck {
    private static final int BUFFER_BYTES = 256 << 10;

    private final ArchiveStore store;
    private final Optional<? extends SourceTree> source;
    private final Findings findings;
    private final BooleanSupplier stop;
    private final MessageDigest sha = Digest.sha256();
    private final byte[] stored = new byte[BUFFER_BYTES];
    private final byte[] there = new byte[BUFFER_BYTES];

    FileCheck(ArchiveStore store, Optional<? extends SourceTree> source, Findings findings, BooleanSupplier stop) {
        this.store = store;
        this.source = source;
        this.findings = findings;
        this.stop = stop;
    }

    /** What the archive holds under a name. */
    private record Content(long sizeBytes, Digest digest, FromSource fromSource) {
        boolean is(Fact fact) {
            return sizeBytes == fact.entry().sizeBytes() && digest.equals(fact.digest());
        }
    }

    /** What comparing with the source came to, byte for byte. */
    private enum FromSource {
        EQUAL,
        OTHER,
        UNREADABLE,
        NOT_COMPARED
    }

    /**
     * Checks a file; what is found goes to the findings.
     *
     * @throws SyncException what concerns the whole archive; {@code INTERRUPTED}
     */
    void check(Expected file) throws SyncException {
        if (stop.getAsBoolean()) {
            throw SyncException.passing(ErrorCode.INTERRUPTED, "Asked to stop verifying");
        }
        try {
            if (file.fact().isPresent()) {
                judge(file, file.fact().get());
            } else {
                judgeUnknown(file);
            }
        } catch (SyncException e) {
            requireOfFile(e);
            tell(file, Verdict.UNREADABLE, e);
        }
    }

    /** A refusal of one file is its own when the archive can be looked at all the same. */
    private void requireOfFile(SyncException e) throws SyncException {
        if (FailureScope.of(e.code()) == FailureScope.FILE) {
            return;
        }
        if (e.code() != ErrorCode.SHARE_AUTH) {
            throw e;
        }
        store.marker();
    }

    private void tell(Expected file, Verdict verdict, SyncException why) {
        findings.count(verdict, file.sizeBytes());
        findings.name(new VerifiedFile(file.path(), verdict, why));
    }

    private void judge(Expected file, Fact fact) throws SyncException {
        Optional<Content> content = read(file.path(), Optional.of(fact.entry()));
        if (content.isPresent() && content.get().is(fact)) {
            judgeSource(file, content.get().fromSource());
        } else if (isVersion(fact)) {
            findings.count(Verdict.PROVEN, file.sizeBytes());
        } else if (content.isPresent()) {
            tell(
                    file,
                    Verdict.DIFFERS,
                    differs(file.path(), content.get(), fact.entry().sizeBytes(), fact.digest()));
        } else {
            tell(
                    file,
                    Verdict.MISSING,
                    SyncException.permanent(ErrorCode.NAME_MISSING, "The archive does not have " + file.path()));
        }
    }

    private void judgeSource(Expected file, FromSource found) {
        switch (found) {
            case EQUAL -> findings.count(Verdict.EQUAL, file.sizeBytes());
            case NOT_COMPARED -> findings.count(Verdict.PROVEN, file.sizeBytes());
            case OTHER ->
                tell(
                        file,
                        Verdict.SOURCE_DIFFERS,
                        SyncException.permanent(
                                ErrorCode.FILE_CHANGED,
                                "The source has other bytes under the size and time that were archived: "
                                        + file.path()));
            case UNREADABLE ->
                tell(
                        file,
                        Verdict.SOURCE_UNREADABLE,
                        SyncException.passing(ErrorCode.FILE_UNREADABLE, "The source cannot be read: " + file.path()));
        }
    }

    private static SyncException differs(RelativePath path, Content found, long sizeBytes, Digest digest) {
        return SyncException.permanent(
                ErrorCode.CONTENT_DIFFERS,
                "The archive has " + found.sizeBytes() + " bytes with SHA-256 " + found.digest() + " as " + path
                        + ", and on record are " + sizeBytes + " bytes with " + digest);
    }

    /** Whether the content on record has become a version meanwhile, as after a crash that nothing has made good yet. */
    private boolean isVersion(Fact fact) throws SyncException {
        RelativePath path = fact.entry().path();
        VersionName version = new VersionName(fact.entry().ticks(), fact.digest());
        if (store.findVersion(path, version).isEmpty()) {
            return false;
        }
        try (InputStream in = store.openVersion(path, version)) {
            return contentOf(path, in, null).is(fact);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private void judgeUnknown(Expected file) throws SyncException {
        Optional<StoredFile> found = store.find(file.path());
        if (found.isEmpty()) {
            // It was listed a moment ago, and nobody has it on record.
            return;
        }
        Optional<Content> content = read(file.path(), Optional.empty());
        Optional<Digest> kept = found.get().digest();
        if (content.isEmpty() || kept.isEmpty()) {
            findings.count(Verdict.UNPROVEN, file.sizeBytes());
        } else if (content.get().digest().equals(kept.get())) {
            findings.count(Verdict.KEPT, file.sizeBytes());
        } else {
            tell(file, Verdict.DIFFERS, differs(file.path(), content.get(), file.sizeBytes(), kept.get()));
        }
    }

    /**
     * Reads what the archive has, beside what the source has.
     *
     * @param entry as it was archived, to be compared with the source; empty when it is not to be
     * @return empty when the archive does not have it
     */
    private Optional<Content> read(RelativePath path, Optional<SourceEntry> entry) throws SyncException {
        try (InputStream in = store.open(path);
                Comparison comparison = entry.isPresent() ? compareWith(entry.get()) : null) {
            return Optional.of(contentOf(path, in, comparison));
        } catch (IOException e) {
            throw unreadable(path, e);
        } catch (SyncException e) {
            if (e.code() == ErrorCode.NAME_MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Content contentOf(RelativePath path, InputStream in, @Nullable Comparison comparison)
            throws SyncException, IOException {
        sha.reset();
        long size = 0;
        for (int n = in.readNBytes(stored, 0, stored.length); n > 0; n = in.readNBytes(stored, 0, stored.length)) {
            if (stop.getAsBoolean()) {
                throw SyncException.passing(ErrorCode.INTERRUPTED, "Asked to stop in the middle of " + path);
            }
            sha.update(stored, 0, n);
            size += n;
            if (comparison != null) {
                comparison.take(n);
            }
        }
        return new Content(
                size, Digest.of(sha.digest()), comparison == null ? FromSource.NOT_COMPARED : comparison.end());
    }

    private static SyncException unreadable(RelativePath path, IOException e) {
        ErrorCode code = e instanceof ClosedByInterruptException ? ErrorCode.INTERRUPTED : ErrorCode.SHARE_IO;
        return new SyncException(code, true, "Cannot read " + path + " of the archive: " + e.getMessage(), e);
    }

    private @Nullable Comparison compareWith(SourceEntry entry) throws SyncException {
        if (source.isEmpty() || !findings.hasSource()) {
            return null;
        }
        return new Comparison(source.get(), entry);
    }

    /** The source's side of one file, read along. */
    private final class Comparison implements AutoCloseable {
        private final SourceTree tree;
        private final SourceEntry entry;
        private @Nullable SeekableByteChannel file;
        private FromSource found = FromSource.EQUAL;

        Comparison(SourceTree tree, SourceEntry entry) throws SyncException {
            this.tree = tree;
            this.entry = entry;
            try {
                file = tree.open(entry.path());
            } catch (SyncException e) {
                end(e);
            }
        }

        /** Whatever the source does is no failure of the archive. */
        private void end(SyncException e) throws SyncException {
            switch (FailureScope.of(e.code())) {
                case STOP -> throw e;
                case SOURCE -> {
                    findings.sourceUnavailable(e);
                    found = FromSource.NOT_COMPARED;
                }
                case FILE, SHARE ->
                    found = e.code() == ErrorCode.FILE_VANISHED ? FromSource.NOT_COMPARED : FromSource.UNREADABLE;
            }
        }

        /** Compares the next bytes with the first {@code n} of the buffer. */
        void take(int n) throws SyncException, IOException {
            if (file == null || found != FromSource.EQUAL) {
                return;
            }
            try {
                int read = fill(file, n);
                if (read < n || !Arrays.equals(stored, 0, n, there, 0, n)) {
                    found = FromSource.OTHER;
                }
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                found = FromSource.UNREADABLE;
            }
        }

        private int fill(SeekableByteChannel from, int n) throws IOException {
            ByteBuffer range = ByteBuffer.wrap(there, 0, n);
            while (range.hasRemaining()) {
                if (from.read(range) < 0) {
                    break;
                }
            }
            return range.position();
        }

        /** A source that has other bytes, or cannot be read, matters only while it claims to have those that were archived. */
        FromSource end() throws SyncException, IOException {
            if (file != null && found == FromSource.EQUAL && fill(file, 1) > 0) {
                found = FromSource.OTHER;
            }
            if (found == FromSource.OTHER || found == FromSource.UNREADABLE) {
                try {
                    if (tree.stat(entry.path()).filter(entry::looksLike).isEmpty()) {
                        found = FromSource.NOT_COMPARED;
                    }
                } catch (SyncException e) {
                    end(e);
                }
            }
            return found;
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
        }
    }
}
