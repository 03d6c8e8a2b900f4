package io.datasync.core.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.datasync.core.certificate.CertificateReader;
import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.CertificateWriter;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.certificate.signature.CertificateSignaturesJson;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.VerificationKeyJson;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.json.CompareLineReader;
import io.datasync.core.protocol.json.CompareLineWriter;
import io.datasync.core.protocol.json.DraftWriter;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.core.protocol.json.LossLineReader;
import io.datasync.core.protocol.json.LossLineWriter;
import io.datasync.core.protocol.json.ProgressJson;
import io.datasync.core.protocol.json.SealJson;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveMarkerJson;
import io.datasync.core.store.NameRules;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.VersionName;
import io.datasync.core.transfer.publish.Intent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes come from outside, a reader gives a value that is written as what was read, or refuses with a documented code. In a build
 * these are the seeds and what earlier searches found; {@code ./datasync fuzz} searches on.
 */
@DisplayName("SEC-6 whatever comes from outside is read or refused, and nothing else happens")
class FormatFuzzTest {
    private static final Set<ErrorCode> OF_MESSAGES = EnumSet.of(
            ErrorCode.MESSAGE_MALFORMED,
            ErrorCode.MESSAGE_TRUNCATED,
            ErrorCode.MESSAGE_TOO_LARGE,
            ErrorCode.PATH_INVALID,
            ErrorCode.PATH_TOO_LONG);

    private interface Reading {
        void read() throws Exception;
    }

    private static void readOrRefused(Set<ErrorCode> codes, Reading reading) throws Exception {
        try {
            reading.read();
        } catch (SyncException e) {
            assertThat(e.code()).as(e.getMessage()).isIn(codes);
        }
    }

    static Stream<byte[]> paths() {
        return Stream.of(
                        "2026-04-23/part-0042.csv",
                        "a/../b",
                        "\u241BFCber/\u241BE2\u241B90\u241B9B",
                        "con.txt",
                        ".datasync/x. ",
                        "a\0b")
                .map(text -> text.getBytes(UTF_8));
    }

    @MethodSource("paths")
    @FuzzTest
    void path(byte[] bytes) throws Exception {
        String text = new String(bytes, UTF_8);
        readOrRefused(
                EnumSet.of(ErrorCode.PATH_INVALID),
                () -> assertThat(RelativePath.parse(text).text()).isEqualTo(text));
        readOrRefused(EnumSet.of(ErrorCode.PATH_INVALID, ErrorCode.PATH_TOO_LONG), () -> {
            RelativePath path = RelativePath.of(bytes);
            assertThat(RelativePath.parse(path.text())).isEqualTo(path);
            for (NameRules rules : NameRules.values()) {
                assertThat(rules.unescape(rules.escape(path))).contains(path);
            }
        });
        for (NameRules rules : NameRules.values()) {
            Optional<RelativePath> path = rules.unescape(bytes);
            if (path.isPresent()) {
                assertThat(rules.escape(path.get())).isEqualTo(bytes);
            }
        }
    }

    static Stream<byte[]> comparisons() {
        return Seeds.of("protocol/compare-lines.ndjson");
    }

    @MethodSource("comparisons")
    @FuzzTest
    void compareLines(byte[] bytes) throws Exception {
        readOrRefused(OF_MESSAGES, () -> {
            List<CompareLine> lines = lines(bytes);
            var out = new ByteArrayOutputStream();
            var writer = new CompareLineWriter(out);
            for (CompareLine line : lines) {
                writer.write(line);
            }
            writer.finish();
            assertThat(lines(out.toByteArray())).isEqualTo(lines);
        });
    }

    private static List<CompareLine> lines(byte[] bytes) throws SyncException {
        var reader = new CompareLineReader(new ByteArrayInputStream(bytes), JsonLimits.DEFAULTS);
        List<CompareLine> lines = new ArrayList<>();
        for (CompareLine line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }

    static Stream<byte[]> reports() {
        return Seeds.of("protocol/progress-request.ndjson");
    }

    @MethodSource("reports")
    @FuzzTest
    void progress(byte[] bytes) throws Exception {
        readOrRefused(OF_MESSAGES, () -> {
            ProgressRequest request = ProgressJson.readRequest(new ByteArrayInputStream(bytes), JsonLimits.DEFAULTS);
            var out = new ByteArrayOutputStream();
            ProgressJson.write(out, request);
            assertThat(ProgressJson.readRequest(new ByteArrayInputStream(out.toByteArray()), JsonLimits.DEFAULTS))
                    .isEqualTo(request);
        });
    }

    static Stream<byte[]> certificates() {
        return Seeds.of("certificate/2026-04-23/1.json", "certificate/2026-04-23/2.json");
    }

    @MethodSource("certificates")
    @FuzzTest
    void certificate(byte[] bytes) throws Exception {
        readOrRefused(EnumSet.of(ErrorCode.CERTIFICATE_MALFORMED, ErrorCode.CERTIFICATE_TAMPERED), () -> {
            List<Fact> facts = new ArrayList<>();
            List<CertifiedLoss> losses = new ArrayList<>();
            var read = CertificateReader.read(new ByteArrayInputStream(bytes), new CertificateVisitor() {
                @Override
                public void entry(Fact fact) {
                    facts.add(fact);
                }

                @Override
                public void loss(CertifiedLoss loss) {
                    losses.add(loss);
                }
            });
            var out = new ByteArrayOutputStream();
            var writer = new CertificateWriter(out, read.head());
            for (Fact fact : facts) {
                writer.entry(fact);
            }
            for (CertifiedLoss loss : losses) {
                writer.loss(loss);
            }
            assertThat(writer.finish()).isEqualTo(read);
            assertThat(out.toByteArray()).isEqualTo(bytes);
        });
    }

    static Stream<byte[]> signatureFiles() {
        return Seeds.of("certificate/2026-04-23/1.sig", "certificate/2026-04-23/2.sig");
    }

    @MethodSource("signatureFiles")
    @FuzzTest
    void signatures(byte[] bytes) throws Exception {
        readOrRefused(EnumSet.of(ErrorCode.CERTIFICATE_MALFORMED), () -> assertThat(
                        CertificateSignaturesJson.write(CertificateSignaturesJson.read(bytes)))
                .isEqualTo(bytes));
    }

    static Stream<byte[]> keys() {
        return Seeds.of("certificate/keys/074c64c8ef418571.json", "certificate/keys/4ce5d3299e3deffe.json");
    }

    @MethodSource("keys")
    @FuzzTest
    void key(byte[] bytes) throws Exception {
        readOrRefused(EnumSet.of(ErrorCode.KEY_MALFORMED), () -> assertThat(
                        VerificationKeyJson.write(VerificationKeyJson.read(bytes)))
                .isEqualTo(bytes));
    }

    static Stream<byte[]> drafts() {
        return Seeds.of("protocol/draft.ndjson", "protocol/draft-first.ndjson");
    }

    @MethodSource("drafts")
    @FuzzTest
    void draft(byte[] bytes) throws Exception {
        readOrRefused(OF_MESSAGES, () -> {
            byte[] once = drafted(bytes);
            assertThat(drafted(once)).isEqualTo(once);
        });
    }

    private static byte[] drafted(byte[] bytes) throws SyncException, IOException {
        var out = new ByteArrayOutputStream();
        var writer = new DraftWriter(out);
        SealJson.readDraft(new ByteArrayInputStream(bytes), JsonLimits.DEFAULTS, writer);
        writer.finish();
        return out.toByteArray();
    }

    static Stream<byte[]> losses() {
        return Seeds.of("loss/losses.ndjson");
    }

    @MethodSource("losses")
    @FuzzTest
    void lossLines(byte[] bytes) throws Exception {
        readOrRefused(OF_MESSAGES, () -> {
            List<Report.Lost> losses = lossesOf(bytes);
            var out = new ByteArrayOutputStream();
            var writer = new LossLineWriter(out);
            for (Report.Lost loss : losses) {
                writer.write(loss);
            }
            writer.finish();
            assertThat(lossesOf(out.toByteArray())).isEqualTo(losses);
        });
    }

    private static List<Report.Lost> lossesOf(byte[] bytes) throws SyncException {
        var reader = new LossLineReader(new ByteArrayInputStream(bytes), JsonLimits.DEFAULTS);
        List<Report.Lost> losses = new ArrayList<>();
        for (Report.Lost loss = reader.next(); loss != null; loss = reader.next()) {
            losses.add(loss);
        }
        return losses;
    }

    static Stream<byte[]> markers() {
        return Stream.concat(
                Stream.of(ArchiveMarkerJson.write(new ArchiveMarker(
                        1, "lab-7", "geometry", "geometry", "Europe/Berlin", List.of("C:\\Data", "/m\u00FC\n")))),
                Seeds.of("protocol/open-answer.json"));
    }

    @MethodSource("markers")
    @FuzzTest
    void marker(byte[] bytes) throws Exception {
        readOrRefused(EnumSet.of(ErrorCode.SHARE_FOREIGN), () -> {
            ArchiveMarker marker = ArchiveMarkerJson.read(bytes);
            assertThat(ArchiveMarkerJson.read(ArchiveMarkerJson.write(marker))).isEqualTo(marker);
        });
    }

    static Stream<byte[]> intents() {
        return Stream.concat(
                Stream.of(new Intent(
                                RelativePath.known("2026-04-23/a"),
                                new VersionName(7, Digest.OF_NOTHING),
                                new StoredFacts(-1, Digest.OF_NOTHING))
                        .toJson()),
                Seeds.of("protocol/progress-answer.json"));
    }

    @MethodSource("intents")
    @FuzzTest
    void intent(byte[] bytes) throws Exception {
        readOrRefused(EnumSet.of(ErrorCode.MESSAGE_MALFORMED, ErrorCode.PATH_INVALID), () -> {
            Intent intent = Intent.parse(bytes);
            assertThat(Intent.parse(intent.toJson())).isEqualTo(intent);
        });
    }
}
