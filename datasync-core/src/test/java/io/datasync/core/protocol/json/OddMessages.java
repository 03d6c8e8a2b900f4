package io.datasync.core.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.FolderClaim;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Messages with the names that file systems allow and people do not expect, from a seed. */
final class OddMessages {
    private static final List<String> PIECES = List.of(
            "a",
            "part-0042.csv",
            "größe",
            "\u0301",
            "\"",
            "\\",
            "{\"end\":1}",
            " ",
            "\n",
            "\r\n",
            "\u2028",
            "\u241B",
            "%",
            "NUL",
            "...",
            "🛰",
            "\uFEFF",
            "\u0085",
            "\u007F",
            "'",
            "日本",
            "x".repeat(200),
            "$(rm)",
            "<b>",
            "\u202E",
            "end",
            "~");

    private final Random random;

    OddMessages(long seed) {
        random = new Random(seed);
    }

    RelativePath path() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int segments = 1 + random.nextInt(4);
        for (int i = 0; i < segments; i++) {
            if (i > 0) {
                bytes.write('/');
            }
            bytes.writeBytes(segment());
        }
        try {
            return RelativePath.of(bytes.toByteArray());
        } catch (SyncException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] segment() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int pieces = 1 + random.nextInt(4);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(4) == 0) {
                bytes.write(0x80 + random.nextInt(0x80));
            } else {
                bytes.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    Digest digest() {
        byte[] bytes = new byte[Digest.BYTES];
        random.nextBytes(bytes);
        return Digest.of(bytes);
    }

    private long count() {
        return random.nextLong() >>> (1 + random.nextInt(62));
    }

    private long scanSeq() {
        return random.nextLong(OpenRequest.SCAN_SEQ_MAX + 1);
    }

    private long ticks() {
        return random.nextLong() >> random.nextInt(63);
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> some(int max, Supplier<T> value) {
        List<T> list = new ArrayList<>();
        int size = random.nextInt(max + 1);
        for (int i = 0; i < size; i++) {
            list.add(value.get());
        }
        return list;
    }

    private <T> T oneOf(T[] values) {
        return List.of(values).get(random.nextInt(values.length));
    }

    private RunId run() {
        return new RunId("run-" + random.nextInt(1_000));
    }

    private FencingToken token() {
        return new FencingToken(random.nextInt(1_000), random.nextLong(1_000_000_000_000_000_000L));
    }

    SourceEntry entry() {
        return random.nextInt(8) == 0 ? SourceEntry.folder(path()) : SourceEntry.file(path(), count(), ticks());
    }

    private Fact fact() {
        SourceEntry file = SourceEntry.file(path(), count(), ticks());
        return new Fact(file, digest(), instant());
    }

    OpenRequest openRequest() {
        return new OpenRequest(
                run(),
                new JobId("j" + random.nextInt(9)),
                scanSeq(),
                random.nextBoolean(),
                maybe(this::run),
                token(),
                some(20, () -> new FolderClaim(path().folder(), new SetSummary(count(), count(), digest()))));
    }

    OpenAnswer openAnswer() {
        return new OpenAnswer(
                token(),
                Duration.ofSeconds(random.nextInt(100_000)),
                scanSeq(),
                maybe(() -> some(9, () -> path().folder())),
                some(9, () -> path().folder()));
    }

    List<CompareLine> compareLines() {
        return some(20, () -> switch (random.nextInt(4)) {
            case 0 -> new CompareLine.Start(path().folder());
            case 1 -> new CompareLine.End(path().folder(), random.nextBoolean());
            default -> new CompareLine.Item(entry(), maybe(this::digest));
        });
    }

    List<CompareAnswer> compareAnswers() {
        return some(20, () -> new CompareAnswer(path(), oneOf(CompareVerdict.values()), maybe(this::digest)));
    }

    ProgressRequest progress() {
        return new ProgressRequest(some(20, () -> switch (random.nextInt(4)) {
            case 0 -> new Report.Verified(scanSeq(), fact());
            case 1 -> new Report.Gone(scanSeq(), path());
            case 2 ->
                new Report.Lost(
                        scanSeq(), entry(), instant(), random.nextBoolean() ? Optional.of(digest()) : Optional.empty());
            default -> new Report.Failed(scanSeq(), path(), oneOf(ErrorCode.values()));
        }));
    }
}
