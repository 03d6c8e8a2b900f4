package io.datasync.testkit.certificate;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertificateHead;
import io.datasync.core.certificate.CertificateId;
import io.datasync.core.certificate.CertificateWriter;
import io.datasync.core.certificate.Predecessor;
import io.datasync.core.certificate.signature.CertificateFiles;
import io.datasync.core.certificate.signature.CertificateSignatures;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.Signer;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.testkit.key.TestKeys;
import io.datasync.testkit.store.StoredContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An archive with one folder that is sealed again and again, with keys of its own. */
final class SealedFolder {
    static final RunnerId RUNNER = new RunnerId("pc-1");
    static final JobId JOB = new JobId("images");
    static final FolderName FOLDER = RelativePath.known("2026-04-23/x").folder();
    static final Instant SEALED = Instant.parse("2026-04-25T03:04:05.5Z");

    final Signer agent = TestKeys.signer();
    final Signer server = TestKeys.signer();
    final ArchiveStore store;
    final CertificateFiles files;
    private final Map<SourceEntry, Fact> facts = new TreeMap<>(SourceEntry.CANONICAL_ORDER);
    private Optional<Predecessor> last = Optional.empty();

    /** A certificate that is ready to be published. */
    static final class Ready {
        final Certificate certificate;
        final CertificateSignatures signatures;
        private final byte[] json;

        Ready(Certificate certificate, CertificateSignatures signatures, byte[] json) {
            this.certificate = certificate;
            this.signatures = signatures;
            this.json = json.clone();
        }

        byte[] json() {
            return json.clone();
        }
    }

    SealedFolder(ArchiveStore store) throws SyncException {
        this.store = store;
        store.create(new ArchiveMarker(1, RUNNER.text(), JOB.text(), "geometry", "Europe/Berlin", List.of("/data")));
        files = new CertificateFiles(store, RUNNER, JOB);
    }

    List<VerificationKey> keys() {
        return List.of(TestKeys.agent(RUNNER, agent), TestKeys.server(server));
    }

    CertificateVerifier verifier() throws SyncException {
        return new CertificateVerifier(KeyRing.of(keys()));
    }

    /** Archives a file. */
    void file(String name, String content, long ticks) throws SyncException {
        byte[] bytes = StoredContent.bytes(content);
        RelativePath path = RelativePath.known(FOLDER + "/" + name);
        StoredContent.put(store, path, bytes, ticks);
        add(SourceEntry.file(path, bytes.length, ticks), StoredContent.digest(bytes));
    }

    /** Archives a folder that holds nothing. */
    void folder(String name) throws SyncException {
        RelativePath path = RelativePath.known(FOLDER + "/" + name);
        store.makeFolder(path);
        add(SourceEntry.folder(path), Digest.OF_NOTHING);
    }

    private void add(SourceEntry entry, Digest digest) {
        facts.put(entry, new Fact(entry, digest, SEALED.minusSeconds(99)));
    }

    /** Writes, signs and countersigns the certificate of this revision. */
    Ready ready(long revision) throws SyncException {
        return ready(revision, last);
    }

    /** The same, as if it followed that one. */
    Ready ready(long revision, Optional<Predecessor> previous) throws SyncException {
        var json = new ByteArrayOutputStream();
        var head = new CertificateHead(
                new CertificateId(RUNNER, JOB, FOLDER, revision), previous, "Europe/Berlin", SEALED, agent.keyId());
        try {
            var writer = new CertificateWriter(json, head);
            for (Fact fact : facts.values()) {
                writer.entry(fact);
            }
            Certificate certificate = writer.finish();
            CertificateSignatures signatures = CertificateSignatures.byAgent(certificate, agent)
                    .countersigned(server, SEALED.plusSeconds(revision));
            return new Ready(certificate, signatures, json.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Seals the folder as it is. */
    Ready seal(long revision) throws SyncException {
        Ready ready = ready(revision);
        files.publish(ready.signatures, ready.json(), verifier());
        last = Optional.of(ready.certificate.asPredecessor());
        return ready;
    }
}
