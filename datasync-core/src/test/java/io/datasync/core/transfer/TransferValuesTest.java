package io.datasync.core.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.FailureScope;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.VersionName;
import io.datasync.core.transfer.publish.Intent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferValuesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-04-23T12:00:00Z"));

    @Test
    @DisplayName("D-7 the defaults are those of the decision: 1,000 files, 256 MiB, 2 s")
    void theDefaults() {
        TransferSettings defaults = TransferSettings.DEFAULTS;
        assertThat(defaults.threads()).isEqualTo(4);
        assertThat(defaults.triesMax()).isEqualTo(3);
        assertThat(defaults.failuresInRowMax()).isEqualTo(50);
        assertThat(defaults.rangeBytesMax()).isEqualTo(4 * 1024 * 1024);
        assertThat(defaults.batchFilesMax()).isEqualTo(1_000);
        assertThat(defaults.batchBytesMax()).isEqualTo(256L * 1024 * 1024);
        assertThat(defaults.batchAgeMax()).isEqualTo(Duration.ofSeconds(2));
        assertThat(defaults.lookFirst()).isTrue();
        assertThat(defaults.recoverMax()).isEqualTo(10_000);
    }

    @Test
    @DisplayName("I-11 every limit is checked, and a bad value is named")
    void badValuesAreRefused() {
        TransferSettings d = TransferSettings.DEFAULTS;
        assertRefused("threads", () -> d.withThreads(0));
        assertRefused("threads", () -> d.withThreads(65));
        assertRefused("batchFilesMax", () -> d.withBatches(0, 1, Duration.ofSeconds(1)));
        assertRefused("batchBytesMax", () -> d.withBatches(1, 0, Duration.ofSeconds(1)));
        assertRefused("batchAgeMax", () -> d.withBatches(1, 1, Duration.ZERO));
        assertRefused("triesMax", () -> settings(0, 1, 4096, 1));
        assertRefused("failuresInRowMax", () -> settings(1, 0, 4096, 1));
        assertRefused("rangeBytesMax", () -> settings(1, 1, 4095, 1));
        assertRefused("rangeBytesMax", () -> settings(1, 1, (4 << 20) + 1, 1));
        assertRefused("recoverMax", () -> settings(1, 1, 4096, 0));
    }

    @Test
    @DisplayName("D-14 what is kept to be gone on with has defaults and limits, and a bad value is named")
    void resumptionIsBounded() {
        Resumption d = Resumption.DEFAULTS;
        assertThat(d).isEqualTo(new Resumption(64L * 1024 * 1024, Duration.ofDays(7), 16));
        assertThat(TransferSettings.DEFAULTS.resumption()).isEqualTo(d);
        assertRefused("fromBytes", () -> new Resumption(0, d.keep(), d.filesMax()));
        assertRefused("keep", () -> new Resumption(1, Duration.ZERO, d.filesMax()));
        assertRefused("filesMax", () -> new Resumption(1, d.keep(), -1));
        assertRefused("filesMax", () -> new Resumption(1, d.keep(), 10_001));
    }

    @Test
    @DisplayName("D-14 the staging name of a large file says which entry it is for, and no other name does")
    void resumableNamesSayTheirEntry() {
        StagingNames names = new StagingNames("pc1", new RunId("run-1"), CLOCK);
        SourceEntry entry = SourceEntry.file(RelativePath.known("day/big"), 1_000, 5);
        List<SourceEntry> others = List.of(
                SourceEntry.file(RelativePath.known("day/big2"), 1_000, 5),
                SourceEntry.file(RelativePath.known("day/big"), 1_001, 5),
                SourceEntry.file(RelativePath.known("day/big"), 1_000, 6));
        StagingName name = names.nextFor(entry);
        assertThat(names.nextFor(entry)).isNotEqualTo(name);
        assertThat(names.isFor(entry, name)).isTrue();
        assertThat(others).noneMatch(other -> names.isFor(other, name));
        assertThat(StagingNames.isResumable(name)).isTrue();
        assertThat(StagingNames.isResumable(names.next())).isFalse();
        assertThat(StagingNames.madeAt(name)).contains(CLOCK.instant());
        assertThat(MachineIds.of("pc1").own(name)).isTrue();
        assertThat(new StagingNames("pc2", new RunId("run-1"), CLOCK).isFor(entry, name))
                .isFalse();
        assertThat(new StagingNames("x".repeat(64), new RunId("r".repeat(64)), CLOCK)
                        .nextFor(entry)
                        .text())
                .hasSizeLessThan(200);
    }

    private static TransferSettings settings(int tries, int failuresInRow, int range, int recover) {
        return new TransferSettings(
                1, tries, failuresInRow, range, 1, 1, Duration.ofSeconds(1), true, recover, Resumption.DEFAULTS);
    }

    private static void assertRefused(String name, Runnable making) {
        assertThatIllegalArgumentException().isThrownBy(making::run).withMessageContaining(name);
    }

    @Test
    @DisplayName("D-6 staging names carry machine and run, and none is given twice, not even by the next process")
    void stagingNamesAreUnique() {
        RunId run = new RunId("run-with-hyphens-1");
        StagingNames names = new StagingNames("pc_1.a", run, CLOCK);
        Set<StagingName> given = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            given.add(names.next());
        }
        StagingNames later = new StagingNames(
                "pc_1.a", run, InstantSource.fixed(CLOCK.instant().plusMillis(1)));
        for (int i = 0; i < 10_000; i++) {
            given.add(later.next());
        }
        assertThat(given).hasSize(20_000).allMatch(name -> name.text().startsWith("pc_1.a-run-with-hyphens-1-"));
        StagingNames longest = new StagingNames("x".repeat(64), new RunId("r".repeat(64)), CLOCK);
        assertThat(longest.next().text()).hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pc-1", "pc 1", ".pc", "pc/1", "\u00FC"})
    @DisplayName("D-6 a machine's id has no hyphen, so that no machine's names begin like another's")
    void machineIdsHaveNoHyphen(String machine) {
        assertThatIllegalArgumentException().isThrownBy(() -> new StagingNames(machine, new RunId("r"), CLOCK));
    }

    @Test
    @DisplayName("What concerns everything, and what one file")
    void scopes() {
        assertThat(Arrays.stream(ErrorCode.values()).filter(code -> FailureScope.of(code) == FailureScope.SHARE))
                .containsExactlyInAnyOrder(
                        ErrorCode.SHARE_UNREACHABLE,
                        ErrorCode.SHARE_AUTH,
                        ErrorCode.SHARE_FULL,
                        ErrorCode.SHARE_THROTTLED,
                        ErrorCode.SHARE_MISSING,
                        ErrorCode.SHARE_FOREIGN,
                        ErrorCode.SHARE_OCCUPIED,
                        ErrorCode.SHARE_UNSUPPORTED);
        assertThat(FailureScope.of(ErrorCode.SOURCE_UNREACHABLE)).isEqualTo(FailureScope.SOURCE);
        assertThat(FailureScope.of(ErrorCode.INTERRUPTED)).isEqualTo(FailureScope.STOP);
        assertThat(FailureScope.of(ErrorCode.SHARE_IO)).isEqualTo(FailureScope.FILE);
        assertThat(FailureScope.of(ErrorCode.CONTENT_DIFFERS)).isEqualTo(FailureScope.FILE);
        assertThat(FailureScope.of(ErrorCode.PATH_TOO_LONG)).isEqualTo(FailureScope.FILE);
    }

    private static final Intent INTENT = new Intent(
            RelativePath.known("a/\u00FC\u241B0Ab"),
            new VersionName(-5, Digest.OF_NOTHING),
            new StoredFacts(Long.MAX_VALUE, Digest.OF_NOTHING));

    /** As a released version wrote it; every later version must read it. */
    private static final String GOLDEN_INTENT =
            "{\"path\":\"a/\u00FC\u241B0Ab\",\"versionTicks\":\"-5\",\"versionDigest\":\"" + Digest.OF_NOTHING.hex()
                    + "\",\"ticks\":\"9223372036854775807\",\"digest\":\"" + Digest.OF_NOTHING.hex() + "\"}";

    @Test
    @DisplayName("D-6 the form of an intent is fixed; unknown fields are ignored")
    void theFormOfAnIntentIsFixed() throws SyncException {
        assertThat(new String(INTENT.toJson(), UTF_8)).isEqualTo(GOLDEN_INTENT);
        assertThat(Intent.parse(GOLDEN_INTENT.getBytes(UTF_8))).isEqualTo(INTENT);
        assertThat(Intent.parse(GOLDEN_INTENT.replace("{", "{\"more\":[{}],").getBytes(UTF_8)))
                .isEqualTo(INTENT);
    }

    @Test
    void whatIsNoIntentIsRefused() {
        List<String> broken = List.of(
                "",
                "[]",
                "{}",
                GOLDEN_INTENT.replace("\"-5\"", "\"five\""),
                GOLDEN_INTENT.replace("a/", "a/../"),
                GOLDEN_INTENT.substring(0, 40));
        for (String json : broken) {
            assertThatThrownBy(() -> Intent.parse(json.getBytes(UTF_8)))
                    .as(json)
                    .isInstanceOf(SyncException.class);
        }
    }
}
