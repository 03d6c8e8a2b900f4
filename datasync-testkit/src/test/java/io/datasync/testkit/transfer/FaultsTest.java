package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.readVersion;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.NameRules;
import io.datasync.core.store.StoreCapabilities;
import io.datasync.core.store.VersionName;
import io.datasync.core.transfer.MachineIds;
import io.datasync.core.transfer.Recovery;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.UploadOutcome.Verified;
import io.datasync.core.transfer.Uploads;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.source.InMemorySource;
import io.datasync.testkit.store.ArchiveStoreContract;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.fault.StoreMethod;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that lives, a share that fails in every way at once, and crashes: what was said to be archived must be there. */
class FaultsTest {
    private static final int SEEDS = 300;
    private static final int ROUNDS = 6;
    private static final List<RelativePath> PATHS = List.of(
            RelativePath.known("a"), RelativePath.known("b/c"), RelativePath.known("b/d"), RelativePath.known("e/f/g"));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "I-1, I-2, D-7, I-12 whatever fails, what was handed over as verified is never lost, and the rest follows")
    void whatWasHandedOverIsNeverLost(boolean keepsDigest) throws Exception {
        Long only = Long.getLong("datasync.seed");
        for (long seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
            try {
                new World(seed, keepsDigest).live();
            } catch (AssertionError | RuntimeException | SyncException e) {
                throw new AssertionError("It does not hold for -Ddatasync.seed=" + seed, e);
            }
        }
    }

    /** One life of an archive. */
    private static final class World {
        private final Random random;
        private final InMemoryShare share;
        private final InMemorySource source = new InMemorySource();
        private final MovableClock clock = MovableClock.at("2026-04-23T12:00:00Z");
        private final Set<Fact> handedOver = new LinkedHashSet<>();
        private long ticks = 1_000;

        World(long seed, boolean keepsDigest) {
            random = new Random(seed);
            share = new InMemoryShare(new StoreCapabilities(
                    random.nextBoolean(), keepsDigest, true, random.nextBoolean(), 16, NameRules.POSIX));
        }

        void live() throws SyncException {
            share.open().create(ArchiveStoreContract.MARKER);
            for (int round = 0; round < ROUNDS; round++) {
                change();
                FaultyStore store = faulty();
                try {
                    recoverAndUpload(store);
                } catch (SyncException failed) {
                    assertThat(failed.code()).isNotNull();
                } catch (SimulatedCrash crash) {
                    if (random.nextBoolean()) {
                        share.powerCut();
                    }
                }
                assertKept();
            }
            source.calmDown();
            recoverAndUpload(share.open());
            assertAllIsArchived();
        }

        private void change() {
            for (RelativePath path : PATHS) {
                switch (random.nextInt(4)) {
                    case 0 -> source.put(path, content(), ticks());
                    case 1 -> source.purge(path);
                    default -> {
                        // Stays as it is.
                    }
                }
                if (random.nextInt(6) == 0) {
                    source.whenRead(path, random.nextInt(40), () -> source.purge(path));
                } else if (random.nextInt(6) == 0) {
                    source.whenRead(path, random.nextInt(40), () -> source.put(path, content(), ticks()));
                }
            }
        }

        /** Mostly rising, now and then the same again, as when somebody restores a file. */
        private long ticks() {
            return random.nextInt(4) == 0 ? ticks : ++ticks;
        }

        private byte[] content() {
            byte[] content = new byte[random.nextInt(60)];
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) ('a' + random.nextInt(2));
            }
            return content;
        }

        private FaultyStore faulty() {
            FaultyStore store = new FaultyStore(share.open());
            StoreMethod[] methods = StoreMethod.values();
            for (int n = random.nextInt(6); n > 0; n--) {
                StoreMethod method = methods[random.nextInt(methods.length)];
                for (int skip = random.nextInt(3); skip > 0; skip--) {
                    store.queue(method, Verdict.goOn());
                }
                store.queue(method, fault(method));
            }
            if (random.nextInt(3) == 0) {
                store.crashAt(random.nextInt(40));
            }
            if (random.nextInt(8) == 0) {
                store.fullAfter(random.nextInt(200));
            }
            return store;
        }

        private Verdict fault(StoreMethod method) {
            return switch (random.nextInt(6)) {
                case 0 -> Verdict.fails(ErrorCode.SHARE_IO);
                case 1 -> Verdict.fails(ErrorCode.OUTCOME_UNKNOWN);
                case 2 -> mayFlip(method) ? new Verdict.FlippedBit() : Verdict.goOn();
                case 3 -> Verdict.fails(ErrorCode.SHARE_UNREACHABLE);
                default -> Verdict.answerLost(Part.STORE);
            };
        }

        /** Where a share keeps no digests, a version gets the digest that one reading gave: a bit turned there is in its name for good. */
        private boolean mayFlip(StoreMethod method) {
            return method.carriesBytes()
                    && (method != StoreMethod.OPEN
                            || share.open().capabilities().keepsDigest());
        }

        private void recoverAndUpload(ArchiveStore store) throws SyncException {
            new Recovery(store, MachineIds.of("pc1"), TransferSettings.DEFAULTS, clock).run();
            clock.advance(Duration.ofSeconds(1));
            TransferSettings settings =
                    TransferSettings.DEFAULTS.withThreads(1).withBatches(2, 1 << 20, Duration.ofDays(1));
            Iterator<SourceEntry> entries = source.entries().iterator();
            StagingNames names = new StagingNames("pc1", new RunId("run-1"), clock);
            new Uploads(store, source, names, random.nextBoolean() ? settings : settings.withoutLookingFirst(), clock)
                    .run(
                            () -> entries.hasNext() ? Optional.of(entries.next()) : Optional.empty(),
                            batch -> {
                                for (var outcome : batch) {
                                    if (outcome instanceof Verified verified) {
                                        handedOver.add(verified.fact());
                                    }
                                }
                            },
                            () -> false);
        }

        /** Each content that was ever handed over is the file, or one of its versions; and no file is a part of one. */
        private void assertKept() throws SyncException {
            ArchiveStore store = share.open();
            for (Fact fact : handedOver) {
                assertThat(isKept(store, fact)).as("%s", fact).isTrue();
            }
            share.assertNothingOpen();
            source.assertNothingOpen();
        }

        private boolean isKept(ArchiveStore store, Fact fact) throws SyncException {
            RelativePath path = fact.entry().path();
            if (store.find(path).isPresent() && digest(read(store, path)).equals(fact.digest())) {
                return true;
            }
            for (long time = 1_000; time <= ticks + 20; time++) {
                if (isVersion(store, path, new VersionName(time, fact.digest()))) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isVersion(ArchiveStore store, RelativePath path, VersionName version)
                throws SyncException {
            Digest expected = version.digest();
            return store.findVersion(path, version).isPresent()
                    && digest(readVersion(store, path, version)).equals(expected);
        }

        private void assertAllIsArchived() throws SyncException {
            ArchiveStore store = share.open();
            assertKept();
            for (SourceEntry entry : source.entries()) {
                assertThat(read(store, entry.path())).isEqualTo(source.content(entry.path()));
            }
            assertThat(store.staged(10)).isEmpty();
            assertThat(store.intents(10)).isEmpty();
            assertThat(list(store).keySet()).isSubsetOf(PATHS);
        }
    }
}
