package io.datasync.core.certificate.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertificateHead;
import io.datasync.core.certificate.CertificateId;
import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.CertificateWriter;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.certificate.Predecessor;
import io.datasync.core.digest.Digest;
import io.datasync.core.key.KeyId;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.key.VerificationKeyJson;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The keys that made the golden files are gone; so these can never be made again, and must always be read. */
@DisplayName("D-9 certificates, signatures and keys as version 1 wrote them")
class GoldenCertificateTest {
    static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "certificate");
    static final CertificateId FIRST = new CertificateId(
            new RunnerId("pc-17"),
            new JobId("images"),
            RelativePath.known("2026-04-23/x").folder(),
            1);
    static final CertificateId SECOND = new CertificateId(FIRST.runner(), FIRST.job(), FIRST.folder(), 2);
    static final Instant SEALED = Instant.parse("2026-04-25T03:04:05.678901Z");

    static CertificateHead head(CertificateId id, Optional<Predecessor> previous, KeyId key) {
        return new CertificateHead(
                id, previous, "Europe/Berlin", SEALED.plusSeconds(86_400 * (id.revision() - 1)), key);
    }

    /** Names that are hard to write; the second certificate has one more, and one in another version. */
    static List<Fact> facts(long revision) {
        var facts = new ArrayList<Fact>();
        facts.add(fact("caf\u241BE9\u241B0A.csv", "latin", 17_769_393_301_234_567L));
        facts.add(
                new Fact(SourceEntry.folder(path("empty")), Digest.OF_NOTHING, Instant.parse("2026-04-23T10:00:00Z")));
        facts.add(fact("größe \"7\" \\ 🛰.csv", revision == 1 ? "spectrum" : "spectrum, again", -1));
        if (revision > 1) {
            facts.add(fact("late.csv", "", Long.MAX_VALUE));
        }
        facts.add(fact("part-0001.csv", "hello", 17_769_384_000_000_001L));
        facts.add(fact("part/0001.csv", "hello", Long.MIN_VALUE));
        return facts;
    }

    static List<CertifiedLoss> losses() {
        return List.of(
                new CertifiedLoss(
                        SourceEntry.file(path("part-0001.csv"), 4, 17_769_383_000_000_000L), SEALED.minusSeconds(9)),
                new CertifiedLoss(
                        SourceEntry.file(path("part-0001.csv"), 4, 17_769_383_000_000_001L), SEALED.minusSeconds(8)));
    }

    private static RelativePath path(String name) {
        return RelativePath.known("2026-04-23/" + name);
    }

    private static Fact fact(String name, String content, long ticks) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new Fact(
                SourceEntry.file(path(name), bytes.length, ticks),
                Digest.of(Digest.sha256().digest(bytes)),
                Instant.parse("2026-04-23T10:15:30.1234567Z"));
    }

    static byte[] write(CertificateHead head) throws Exception {
        var json = new ByteArrayOutputStream();
        var writer = new CertificateWriter(json, head);
        for (Fact fact : facts(head.id().revision())) {
            writer.entry(fact);
        }
        for (CertifiedLoss loss : losses()) {
            writer.loss(loss);
        }
        writer.finish();
        return json.toByteArray();
    }

    private static byte[] golden(String name) {
        try {
            return Files.readAllBytes(GOLDEN.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<VerificationKey> keys() throws Exception {
        var keys = new ArrayList<VerificationKey>();
        try (Stream<Path> files = Files.list(GOLDEN.resolve("keys"))) {
            for (Path file : files.toList()) {
                VerificationKey key = VerificationKeyJson.read(Files.readAllBytes(file));
                assertThat(file).hasFileName(key.keyId() + ".json");
                assertThat(VerificationKeyJson.write(key)).isEqualTo(Files.readAllBytes(file));
                keys.add(key);
            }
        }
        return keys;
    }

    private static VerifiedCertificate verify(CertificateId id) throws Exception {
        return new CertificateVerifier(KeyRing.of(keys()))
                .published(
                        id,
                        new ByteArrayInputStream(golden("2026-04-23/" + id.revision() + ".json")),
                        golden("2026-04-23/" + id.revision() + ".sig"),
                        CertificateVisitor.NONE);
    }

    @Test
    @DisplayName("D-9 they are read and verified, and the second follows the first")
    void theyAreGood() throws Exception {
        VerifiedCertificate first = verify(FIRST);
        VerifiedCertificate second = verify(SECOND);
        assertThat(first.certificate().summary().count()).isEqualTo(5);
        assertThat(second.certificate().lossCount()).isEqualTo(2);
        CertificateVerifier.requireChained(second, first);
    }

    @Test
    @DisplayName("D-9 the same content is written as the same bytes")
    void theyAreWrittenAlike() throws Exception {
        KeyId agent = keys().stream()
                .filter(key -> key.use() == KeyUse.AGENT)
                .findFirst()
                .orElseThrow()
                .keyId();
        Certificate first = verify(FIRST).certificate();
        assertThat(write(head(FIRST, Optional.empty(), agent))).isEqualTo(golden("2026-04-23/1.json"));
        assertThat(write(head(SECOND, Optional.of(first.asPredecessor()), agent)))
                .isEqualTo(golden("2026-04-23/2.json"));
        for (String sig : List.of("2026-04-23/1.sig", "2026-04-23/2.sig")) {
            assertThat(CertificateSignaturesJson.write(CertificateSignaturesJson.read(golden(sig))))
                    .isEqualTo(golden(sig));
        }
    }
}
