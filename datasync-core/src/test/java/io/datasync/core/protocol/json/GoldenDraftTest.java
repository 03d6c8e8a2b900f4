package io.datasync.core.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.certificate.Predecessor;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.EntryDigest;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.DraftHead;
import io.datasync.core.protocol.seal.DraftVisitor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-9 D-38 what is said about a certificate on the wire")
final class GoldenDraftTest {
    private static final Digest CONTENT = Digest.of(Digest.sha256().digest("spectrum".getBytes(UTF_8)));
    private static final Instant WHEN = Instant.parse("2026-04-23T10:15:30.1234567Z");
    private static final SourceEntry PART = SourceEntry.file(
            RelativePath.known("2026-04-23/part-0042.csv"), 9_007_199_254_740_993L, 17_769_393_301_234_567L);
    private static final SourceEntry RAW =
            SourceEntry.file(RelativePath.known("2026-04-23/caf\u241BE9 \"7\".csv"), 0, -1);
    private static final SourceEntry FOLDER = SourceEntry.folder(RelativePath.known("2026-04-23/empty"));
    private static final DraftHead HEAD = new DraftHead(
            PART.path().folder(),
            17,
            18,
            Optional.of(new Predecessor(9, CONTENT)),
            ZoneId.of("Europe/Berlin"),
            SetSummary.EMPTY.plus(PART.sizeBytes(), EntryDigest.of(PART, CONTENT)),
            1);

    /** Everything that was said, in its order. */
    private static final class Said implements DraftVisitor {
        private final List<Object> all = new ArrayList<>();

        @Override
        public void head(DraftHead head) {
            all.add(head);
        }

        @Override
        public void entry(Fact fact) {
            all.add(fact);
        }

        @Override
        public void loss(SourceEntry entry, Instant noticedAt) {
            all.add(List.of(entry, noticedAt));
        }
    }

    private static void say(DraftVisitor visitor) throws SyncException {
        visitor.head(HEAD);
        visitor.entry(new Fact(PART, CONTENT, WHEN));
        visitor.entry(new Fact(FOLDER, Digest.OF_NOTHING, Instant.EPOCH));
        visitor.loss(RAW, WHEN);
    }

    @Test
    @DisplayName("a draft is written byte for byte as its golden file, and read from it")
    void aDraft() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DraftWriter writer = new DraftWriter(out);
        say(writer);
        writer.finish();
        byte[] golden = golden("draft.ndjson", out.toByteArray());
        assertThat(out.toString(UTF_8)).isEqualTo(new String(golden, UTF_8));
        Said expected = new Said();
        say(expected);
        Said read = new Said();
        SealJson.readDraft(new ByteArrayInputStream(golden), JsonLimits.DEFAULTS, read);
        assertThat(read.all).isEqualTo(expected.all);
    }

    @Test
    @DisplayName("the head of a folder's first certificate names none before it")
    void theFirst() throws Exception {
        DraftHead first = new DraftHead(HEAD.folder(), 0, 1, Optional.empty(), ZoneId.of("UTC"), SetSummary.EMPTY, 0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DraftWriter writer = new DraftWriter(out);
        writer.head(first);
        writer.finish();
        byte[] golden = golden("draft-first.ndjson", out.toByteArray());
        assertThat(out.toString(UTF_8)).isEqualTo(new String(golden, UTF_8));
        Said read = new Said();
        SealJson.readDraft(new ByteArrayInputStream(golden), JsonLimits.DEFAULTS, read);
        assertThat(read.all).containsExactly(first);
    }

    @Test
    @DisplayName("so is the answer to a certificate")
    void anAnswer() throws Exception {
        CertifyAnswer answer = new CertifyAnswer(18, CONTENT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SealJson.write(out, answer);
        byte[] golden = golden("certify-answer.json", out.toByteArray());
        assertThat(out.toString(UTF_8)).isEqualTo(new String(golden, UTF_8));
        assertThat(SealJson.readCertifyAnswer(new ByteArrayInputStream(golden), JsonLimits.DEFAULTS))
                .isEqualTo(answer);
    }

    /** The stored file. With -Ddatasync.golden.write=DIRECTORY it is written there first, for a new message. */
    private static byte[] golden(String file, byte[] written) throws Exception {
        String directory = System.getProperty("datasync.golden.write");
        if (directory != null) {
            Files.write(Path.of(directory, file), written);
            return written;
        }
        try (InputStream in = GoldenDraftTest.class.getResourceAsStream("/golden/protocol/" + file)) {
            assertThat(in).as(file).isNotNull();
            return in.readAllBytes();
        }
    }
}
