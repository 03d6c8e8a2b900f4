package io.datasync.core.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyId;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RandomNames;
import io.datasync.core.path.RelativePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("CORE-8 a certificate is written and read as a stream, in one form only")
class CertificateWriterTest {
    private static final FolderName FOLDER = RelativePath.known("2026-04-23/x").folder();
    private static final Instant WHEN = Instant.parse("2026-04-25T03:04:05.678901Z");
    private static final CertificateHead HEAD = new CertificateHead(
            new CertificateId(new RunnerId("pc-1"), new JobId("images"), FOLDER, 2),
            Optional.of(new Predecessor(1, Digest.OF_NOTHING)),
            "Europe/Berlin",
            WHEN,
            new KeyId("0123456789abcdef"));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Everything that a certificate holds, as it was read. */
    private static final class Kept implements CertificateVisitor {
        private final List<Fact> facts = new ArrayList<>();
        private final List<CertifiedLoss> losses = new ArrayList<>();

        @Override
        public void entry(Fact fact) {
            facts.add(fact);
        }

        @Override
        public void loss(CertifiedLoss loss) {
            losses.add(loss);
        }
    }

    private static byte[] written(CertificateHead head, List<Fact> facts, List<CertifiedLoss> losses) throws Exception {
        var out = new ByteArrayOutputStream();
        var writer = new CertificateWriter(out, head);
        for (Fact fact : facts) {
            writer.entry(fact);
        }
        for (CertifiedLoss loss : losses) {
            writer.loss(loss);
        }
        Certificate certificate = writer.finish();
        assertThat(certificate.digest()).isEqualTo(Digest.of(Digest.sha256().digest(out.toByteArray())));
        assertThat(certificate.sizeBytes()).isEqualTo(out.size());
        return out.toByteArray();
    }

    private static Fact fact(String name) {
        return new Fact(SourceEntry.file(path(name), 1, 2), Digest.OF_NOTHING, WHEN);
    }

    private static Fact folder(String name) {
        return new Fact(SourceEntry.folder(path(name)), Digest.OF_NOTHING, WHEN);
    }

    private static CertifiedLoss loss(String name, long ticks) {
        return new CertifiedLoss(SourceEntry.file(path(name), 1, ticks), WHEN);
    }

    private static RelativePath path(String name) {
        return RelativePath.known(name.startsWith("/") ? name.substring(1) : FOLDER + "/" + name);
    }

    private CertificateWriter writer() throws Exception {
        bytes.reset();
        return new CertificateWriter(bytes, HEAD);
    }

    @Test
    @DisplayName("D-10 every zone that a job can have can be written, offsets too")
    void everyZone() {
        List<String> zones = new ArrayList<>(ZoneId.getAvailableZoneIds());
        zones.addAll(List.of("+02:00", "-05:30", "+18:00", "Z", "UTC+01:00"));
        for (String zone : zones) {
            String id = ZoneId.of(zone).getId();
            assertThat(new CertificateHead(HEAD.id(), HEAD.previous(), id, WHEN, HEAD.key()).zone())
                    .isEqualTo(id);
        }
    }

    @Test
    @DisplayName("CORE-8 what is written is read, entry by entry, and written again as the same bytes")
    void roundTrip() {
        Property.holds(150, random -> {
            var facts = facts(random);
            var losses = losses(random);
            byte[] json = written(HEAD, facts, losses);

            var kept = new Kept();
            Certificate read = CertificateReader.read(new ByteArrayInputStream(json), kept);
            assertThat(kept.facts).isEqualTo(facts);
            assertThat(kept.losses).isEqualTo(losses);
            assertThat(read.head()).isEqualTo(HEAD);
            assertThat(read.lossCount()).isEqualTo(losses.size());
            assertThat(written(read.head(), kept.facts, kept.losses)).isEqualTo(json);

            SetSummary summary = SetSummary.EMPTY;
            MessageDigest entries = Digest.sha256();
            for (Fact fact : facts) {
                summary = summary.plus(fact.entry().sizeBytes(), fact.entryDigest());
                entries.update(fact.entryDigest().bytes());
            }
            assertThat(read.summary()).as("D-8 the folder's summary").isEqualTo(summary);
            assertThat(read.entriesDigest()).isEqualTo(Digest.of(entries.digest()));
            assertThat(read.asPredecessor()).isEqualTo(new Predecessor(2, read.digest()));
        });
    }

    private static List<Fact> facts(Random random) throws Exception {
        var facts = new TreeMap<SourceEntry, Fact>(SourceEntry.CANONICAL_ORDER);
        var paths = new TreeSet<RelativePath>();
        for (int i = random.nextInt(12); i > 0; i--) {
            RelativePath path = random(random);
            if (paths.add(path)) {
                boolean file = random.nextInt(5) > 0;
                var entry = file
                        ? SourceEntry.file(path, random.nextInt(1 << 30), random.nextLong())
                        : SourceEntry.folder(path);
                byte[] digest = new byte[Digest.BYTES];
                random.nextBytes(digest);
                facts.put(
                        entry,
                        new Fact(
                                entry, file ? Digest.of(digest) : Digest.OF_NOTHING, WHEN.plusNanos(random.nextInt())));
            }
        }
        return List.copyOf(facts.values());
    }

    private static RelativePath random(Random random) throws Exception {
        RelativePath path = FOLDER.path().child(RandomNames.name(random));
        return random.nextBoolean() ? path : path.child(RandomNames.name(random));
    }

    private static List<CertifiedLoss> losses(Random random) throws Exception {
        var losses = new TreeSet<>(CertifiedLoss.ORDER);
        for (int i = random.nextInt(4); i > 0; i--) {
            var entry = SourceEntry.file(random(random), random.nextInt(3), random.nextInt(3));
            losses.add(new CertifiedLoss(entry, WHEN));
            losses.add(new CertifiedLoss(entry, WHEN.plusMillis(random.nextInt(2))));
        }
        return List.copyOf(losses);
    }

    @Test
    @DisplayName("CORE-8 a folder without entries has a certificate too")
    void nothing() throws Exception {
        byte[] json = written(HEAD, List.of(), List.of());
        assertThat(new String(json, UTF_8))
                .contains("\"entries\":[\n],\n\"losses\":[\n],\n\"count\":0,\n\"bytes\":0,\n");
        assertThat(CertificateReader.read(new ByteArrayInputStream(json), CertificateVisitor.NONE)
                        .summary())
                .isEqualTo(SetSummary.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({
        "b, a",
        "b, b",
        "a/b, a.b",
        "b, /2026-04-24/c",
        "b, /c",
        "b, /2026-04-23",
    })
    @DisplayName("CORE-8 an entry of another folder, out of order or there already is refused")
    void outOfOrder(String first, String second) throws Exception {
        CertificateWriter writer = writer();
        writer.entry(fact(first));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.entry(fact(second)))
                .withMessageContaining(path(second).text());
    }

    @Test
    @DisplayName("CORE-8 no name is both a file and a folder, whatever lies between them")
    void fileAndFolder() throws Exception {
        CertificateWriter writer = writer();
        for (String name : List.of("a", "a b", "a!", "a!/b", "a.b")) {
            writer.entry(fact(name));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.entry(folder("a")))
                .withMessageContaining("both a file and a folder");
        CertificateWriter other = writer();
        other.entry(fact("a"));
        other.entry(fact("ab"));
        other.entry(folder("abc"));
        assertThat(other.finish().summary().count()).isEqualTo(3);
    }

    @Test
    @DisplayName("CORE-8 entries and losses that make no sense are refused")
    void noSense() throws Exception {
        CertificateWriter writer = writer();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.entry(new Fact(SourceEntry.folder(path("d")), Digest.of(new byte[32]), WHEN)))
                .withMessageContaining("digest of nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.entry(fact("x".repeat(2_040))))
                .withMessageContaining("2048");
        writer.entry(new Fact(SourceEntry.file(path("e"), Long.MAX_VALUE, 0), Digest.OF_NOTHING, WHEN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.entry(fact("f")))
                .withMessageContaining("64 bits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.loss(new CertifiedLoss(SourceEntry.folder(path("d")), WHEN)))
                .withMessageContaining("only files");
        writer.loss(loss("b", 2));
        for (CertifiedLoss wrong : List.of(loss("b", 2), loss("b", 1), loss("a", 3), loss("/x/y", 3))) {
            assertThatIllegalArgumentException().isThrownBy(() -> writer.loss(wrong));
        }
        assertThatIllegalStateException().isThrownBy(() -> writer.entry(fact("z")));
        writer.finish();
        assertThatIllegalStateException().isThrownBy(writer::finish);
        assertThatIllegalStateException().isThrownBy(() -> writer.loss(loss("z", 1)));
    }

    @Test
    @DisplayName("I-11 a folder beyond the bounds is refused with a code of its own")
    void tooLarge() throws Exception {
        var two = new CertificateWriter(OutputStream.nullOutputStream(), HEAD, 2, Certificate.BYTES_MAX);
        two.entry(fact("a"));
        two.entry(fact("b"));
        refused(() -> two.entry(fact("c")), "more than 2 entries");
        two.loss(loss("a", 1));
        two.loss(loss("a", 2));
        refused(() -> two.loss(loss("a", 3)), "more than 2 entries or losses");

        int size = written(HEAD, List.of(fact("a")), List.of(loss("b", 1))).length;
        var fits = new CertificateWriter(OutputStream.nullOutputStream(), HEAD, 2, size);
        fits.entry(fact("a"));
        fits.loss(loss("b", 1));
        assertThat(fits.finish().sizeBytes()).isEqualTo(size);
        var large = new CertificateWriter(OutputStream.nullOutputStream(), HEAD, 2, size - 1);
        large.entry(fact("a"));
        large.loss(loss("b", 1));
        refused(large::finish, "longer than " + (size - 1));
        var small = new CertificateWriter(OutputStream.nullOutputStream(), HEAD, 2, 300);
        refused(() -> small.entry(fact("a")), "longer than 300");
        var lost = new CertificateWriter(OutputStream.nullOutputStream(), HEAD, 2, 300);
        refused(() -> lost.loss(loss("a", 1)), "longer than 300");
    }

    @Test
    @DisplayName("I-11 a certificate that somebody made larger is not read to its end")
    void tooLargeToRead() throws Exception {
        byte[] entries = written(HEAD, List.of(fact("a"), fact("b"), fact("c")), List.of());
        byte[] losses = written(HEAD, List.of(fact("a")), List.of(loss("a", 1), loss("a", 2), loss("a", 3)));
        for (byte[] three : List.of(entries, losses)) {
            CertificateReader.read(new ByteArrayInputStream(three), CertificateVisitor.NONE, 3);
            assertThatThrownBy(
                            () -> CertificateReader.read(new ByteArrayInputStream(three), CertificateVisitor.NONE, 2))
                    .isInstanceOfSatisfying(
                            SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CERTIFICATE_MALFORMED))
                    .hasMessageContaining("more than 2 entries");
        }
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FOLDER_TOO_LARGE))
                .hasMessageContaining("2026-04-23")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate-1 | certificate-2 | should read",
                "pc-1 | pc/1 | Not an id of a runner",
                "images | im ages | Not an id of a job",
                "\"2026-04-23\", | \"2026-02-30\", | not a date folder",
                "\"2026-04-23\", | \"..\", | segment of dots",
                "\"revision\":2, | \"revision\":02, | one form of a number",
                "\"revision\":2, | \"revision\":0, | not a revision",
                "\"revision\":2, | \"revision\":1, | lower revision",
                "\"revision\":2, | \"revision\":99999999999999999999, | not a whole number",
                "\"revision\":1, | \"revision\":0, | not a revision",
                "Europe/Berlin | Europe Berlin | not a time zone",
                "05.678901Z | 05.67+00:00 | one form",
                "03:04:05.678901Z | 03:04:05.67890100Z | one form of a time",
                "2026-04-25T03 | 2026-04-31T03 | not a time",
                "0123456789abcdef | 0123456789ABCDEF | Not an id of a key",
                "2026-04-23/a\" | 2026-04-24/a\" | not in the folder",
                "2026-04-23/a\" | 2026-04-23/c\" | not after 2026-04-23/c",
                "2026-04-23/b\" | 2026-04-23/a\" | not after 2026-04-23/a",
                "2026-04-23/a\" | 2026-04-23/../a\" | segment of dots",
                "2026-04-23/a\" | 2026-04-23/\\u0061\" | escape that is not needed",
                "2026-04-23/a\" | 2026-04-23/\\/a\" | escape that is not needed",
                "\"f\" | \"x\" | Not a kind",
                "\"f\" | \"d\" | neither size nor time",
                "\"size\":1 | \"size\":-1 | not a whole number",
                "\"size\":1 | \"size\":1.0 | should read",
                "\"size\":1 | \"size\": 1 | not a whole number",
                "\"ticks\":\"2\" | \"ticks\":\"+2\" | one form",
                "\"ticks\":\"2\" | \"ticks\":2 | should read",
                "e3b0c44298 | E3b0c44298 | Not a SHA-256",
                "\"count\":2 | \"count\":2e0 | should read",
                "\"losses\" | \"Losses\" | should read",
            })
    @DisplayName("CORE-8 every other form is refused, with the place and what is wrong")
    void otherForms(String right, String wrong, String why) throws Exception {
        String json = new String(written(HEAD, List.of(fact("a"), fact("b")), List.of(loss("c", 1))), UTF_8);
        assertThat(json).contains(right);
        String changed = json.replace(right, wrong);
        assertThatThrownBy(() -> CertificateReader.read(
                        new ByteArrayInputStream(changed.getBytes(UTF_8)), CertificateVisitor.NONE))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CERTIFICATE_MALFORMED))
                .hasMessageContaining("The certificate at byte ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"count\":2 | \"count\":3",
                "\"bytes\":2 | \"bytes\":1",
                "\"setDigest\":\" | \"setDigest\":\"0",
                "\"entriesDigest\":\" | \"entriesDigest\":\"0",
            })
    @DisplayName("CORE-8 sums that are not those of the entries are found without any key")
    void wrongSums(String right, String wrong) throws Exception {
        String json = new String(written(HEAD, List.of(fact("a"), fact("b")), List.of()), UTF_8);
        assertThat(json).contains(right);
        String changed = json.replaceAll(Pattern.quote(right) + (wrong.endsWith("0") ? "[0-9a-f]" : ""), wrong);
        assertThatThrownBy(() -> CertificateReader.read(
                        new ByteArrayInputStream(changed.getBytes(UTF_8)), CertificateVisitor.NONE))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CERTIFICATE_TAMPERED));
    }

    @Test
    @DisplayName("CORE-8 not UTF-8, and control characters, are refused")
    void notText() throws Exception {
        byte[] json = written(HEAD, List.of(fact("QQQ")), List.of());
        for (byte[] wrong : List.of(new byte[] {(byte) 0xFF, 'Q', 'Q'}, new byte[] {'Q', 1, 'Q'}, new byte[] {
            (byte) 0xED, (byte) 0xA0, (byte) 0x80
        })) {
            byte[] changed = json.clone();
            System.arraycopy(wrong, 0, changed, new String(json, UTF_8).indexOf("QQQ"), 3);
            assertThatThrownBy(() -> CertificateReader.read(new ByteArrayInputStream(changed), CertificateVisitor.NONE))
                    .isInstanceOfSatisfying(
                            SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CERTIFICATE_MALFORMED));
        }
    }
}
