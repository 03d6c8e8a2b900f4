package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.certificate.signature.CertificateFiles;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.certificate.signature.VerifiedCertificate;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.EpochLedger;
import io.datasync.core.coordinator.sealing.SealOrders;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.cycle.seal.Sealing;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.FolderRow;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.store.ArchiveStore;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import io.datasync.testkit.key.InMemoryKeys;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Whole cycles that seal date folders")
final class SealingCycleTest {
    private static final RunnerId PC = new RunnerId("pc-1");
    private static final String DAY = "2026-04-22";
    private static final FolderName FOLDER = RelativePath.known(DAY + "/x").folder();
    private static final Duration A_DAY = Duration.ofHours(25);

    @TempDir
    Path source;

    @TempDir
    Path scratch;

    private final InMemoryKeys keys = new InMemoryKeys();
    private final List<String> events = new ArrayList<>();
    private CycleFixture pc;
    private InMemoryStateIndex index;

    @BeforeEach
    void aPcWithYesterdaysFolder() throws Exception {
        pc = new CycleFixture(source);
        index = new InMemoryStateIndex(pc.clock);
        index.addJob(CycleFixture.JOB, PC, "memory:geometry");
        serverStarts();
        pc.sealing = Optional.of(new Sealing(PC, ZoneId.of("UTC"), keys.runner(PC), scratch));
        pc.listener = new CycleListener() {
            @Override
            public void sealed(FolderName folder, CertifyAnswer certificate) {
                events.add("sealed " + folder);
            }

            @Override
            public void notSealed(FolderName folder, SyncException why) {
                events.add("not sealed " + folder + ": " + why.code().text());
            }

            @Override
            public void unsealed(FolderName folder) {
                events.add("unsealed " + folder);
            }
        };
        for (String name : List.of("a", "b", "sub/c")) {
            pc.write(DAY + "/" + name, "content of " + name, Duration.ofHours(20));
        }
        balanced(pc.cycle(), 3);
    }

    private void serverStarts() {
        pc.coordinator = new CoordinatorRules(
                        index,
                        new NoLedger(),
                        event -> {},
                        new SealingParts(url -> pc.share.open(), keys, pc.clock),
                        CoordinatorSettings.DEFAULTS)
                .forRunner(PC);
    }

    private static void balanced(CycleResult result, long files) {
        assertThat(result.failure()).isEmpty();
        assertThat(result.balance().seen()).isEqualTo(files);
        assertThat(result.balance().verified()).isEqualTo(files);
    }

    private FolderRow folder() {
        return index.folders(CycleFixture.JOB).stream()
                .filter(row -> row.name().equals(FOLDER))
                .findFirst()
                .orElseThrow();
    }

    private VerifiedCertificate certificate(List<String> entries) throws SyncException {
        CertificateVisitor visitor = new CertificateVisitor() {
            @Override
            public void entry(Fact fact) {
                entries.add(fact.entry().path().text());
            }

            @Override
            public void loss(CertifiedLoss loss) {
                entries.add("lost " + loss.entry().path().text());
            }
        };
        try (ArchiveStore archive = pc.share.open()) {
            CertificateFiles files = new CertificateFiles(archive, PC, CycleFixture.JOB);
            return files.verify(
                    FOLDER, files.revisions(FOLDER).last(), new CertificateVerifier(keys.trusted(PC)), visitor);
        }
    }

    private List<String> certified() throws SyncException {
        List<String> entries = new ArrayList<>();
        certificate(entries);
        return entries;
    }

    @Test
    @DisplayName("CORE-5 CORE-8 D-26 a PC that has nothing to do seals a quiet folder all the same, once")
    void aQuietFolderIsSealed() throws Exception {
        assertThat(pc.cycleAfter(Duration.ofHours(23)).run())
                .as("nothing to do yet")
                .isEmpty();
        balanced(pc.cycleAfter(Duration.ofHours(2)), 3);
        assertThat(events).containsExactly("sealed " + DAY);
        assertThat(folder().sealed()).isTrue();
        assertThat(certified()).containsExactly(DAY + "/a", DAY + "/b", DAY + "/sub/c");
        for (int day = 0; day < 5; day++) {
            CycleResult later = pc.cycleAfter(Duration.ofDays(1));
            balanced(later, 3);
            assertThat(later.run()).isEmpty();
        }
        assertThat(events).hasSize(1);
    }

    @Test
    @DisplayName("CORE-5 a late file opens the folder, is archived, and is in the next certificate")
    void aLateFile() throws Exception {
        pc.cycleAfter(A_DAY);
        String first = certificate(new ArrayList<>()).certificate().digest().hex();
        pc.write(DAY + "/late", "late", Duration.ofMinutes(1));
        balanced(pc.cycleAfter(Duration.ofHours(1)), 4);
        assertThat(events).containsExactly("sealed " + DAY, "unsealed " + DAY);
        assertThat(folder().sealed()).isFalse();
        assertThat(pc.archive()).contains(DAY + "/late");
        balanced(pc.cycleAfter(A_DAY), 4);
        assertThat(events).endsWith("sealed " + DAY);
        List<String> entries = new ArrayList<>();
        assertThat(certificate(entries)
                        .certificate()
                        .head()
                        .previous()
                        .orElseThrow()
                        .digest()
                        .hex())
                .isEqualTo(first);
        assertThat(entries).hasSize(4).contains(DAY + "/late");
    }

    @Test
    @DisplayName("D-1 a purge in a sealed folder opens nothing and sends nothing; the certificate still holds all")
    void aPurge() throws Exception {
        pc.cycleAfter(A_DAY);
        Files.delete(source.resolve(DAY + "/a"));
        CycleResult purged = pc.cycleAfter(Duration.ofHours(1));
        balanced(purged, 2);
        assertThat(purged.uploaded()).isZero();
        assertThat(folder().sealed()).isTrue();
        assertThat(folder().atSource().count()).isEqualTo(2);
        assertThat(folder().archived().count()).isEqualTo(3);
        for (String name : List.of("b", "sub/c")) {
            Files.delete(source.resolve(DAY + "/" + name));
        }
        Files.delete(source.resolve(DAY + "/sub"));
        Files.delete(source.resolve(DAY));
        pc.write("2026-04-24/x", "x");
        balanced(pc.cycleAfter(Duration.ofHours(1)), 1);
        assertThat(folder().atSource().count()).isZero();
        assertThat(events).containsExactly("sealed " + DAY);
        assertThat(certified()).hasSize(3);
    }

    @Test
    @DisplayName(
            "D-1 D-9 a folder that the source has purged before it was quiet is sealed; what was forgotten is read back first")
    void aFolderThatWentBeforeItWasSealed() throws Exception {
        Files.delete(source.resolve(DAY + "/a"));
        pc.write("2026-04-23/x", "x");
        balanced(pc.cycleAfter(Duration.ofHours(1)), 3);
        for (String name : List.of("b", "sub/c")) {
            Files.delete(source.resolve(DAY + "/" + name));
        }
        Files.delete(source.resolve(DAY + "/sub"));
        Files.delete(source.resolve(DAY));
        balanced(pc.cycleAfter(Duration.ofHours(1)), 1);
        pc.cycleAfter(A_DAY);
        assertThat(events).contains("sealed " + DAY);
        assertThat(certified()).hasSize(3);
    }

    @Test
    @DisplayName("D-10 a file that is rewritten in place is found by the rotation, within 30 days")
    void aRewriteInPlace() throws Exception {
        pc.cycleAfter(A_DAY);
        Path rewritten = source.resolve(DAY + "/a");
        FileTime folderTime = Files.getLastModifiedTime(source.resolve(DAY));
        Files.writeString(rewritten, "quite another content");
        Files.setLastModifiedTime(rewritten, FileTime.from(pc.clock.instant().minus(Duration.ofHours(3))));
        Files.setLastModifiedTime(source.resolve(DAY), folderTime);
        int days = 0;
        while (!events.contains("unsealed " + DAY)) {
            balanced(pc.cycleAfter(Duration.ofDays(1)), 3);
            days++;
            assertThat(days).isLessThanOrEqualTo(30);
        }
        assertThat(days).as("skipped until its turn came").isGreaterThan(1);
        assertThat(pc.content(DAY + "/a")).isEqualTo("quite another content");
    }

    @Test
    @DisplayName("DR-D a journal that was lost learns again which folders are sealed; nothing is sent")
    void aLostJournal() throws Exception {
        pc.cycleAfter(A_DAY);
        pc.journal = new InMemoryJournal();
        CycleResult again = pc.cycleAfter(Duration.ofHours(1));
        balanced(again, 3);
        assertThat(again.uploaded()).isZero();
        balanced(pc.cycleAfter(Duration.ofHours(1)), 3);
        assertThat(pc.job().sealedFolders()).hasSize(1);
        assertThat(pc.cycleAfter(Duration.ofHours(1)).run()).isEmpty();
        assertThat(folder().sealed()).isTrue();
    }

    @Test
    @DisplayName(
            "DR-D D-1 a journal that was lost learns also of sealed folders that are purged by now, and that they are")
    void aLostJournalAndAPurge() throws Exception {
        pc.cycleAfter(A_DAY);
        pc.journal = new InMemoryJournal();
        for (String name : List.of("a", "b", "sub/c", "sub", "")) {
            Files.delete(source.resolve(DAY + "/" + name));
        }
        pc.write("2026-04-24/x", "x");
        balanced(pc.cycleAfter(Duration.ofHours(1)), 1);
        assertThat(folder().atSource().count())
                .as("the root is not known before: nothing may be said of what is not there")
                .isEqualTo(3);
        pc.write("2026-04-24/y", "y");
        balanced(pc.cycleAfter(Duration.ofHours(1)), 2);
        assertThat(folder().atSource().count()).isZero();
        assertThat(folder().archived().count()).isEqualTo(3);
        assertThat(folder().sealed()).isTrue();
        assertThat(pc.job().sealedFolders()).hasSize(1);
        balanced(pc.cycleAfter(Duration.ofHours(1)), 2);
        pc.write(DAY + "/late", "late", Duration.ofMinutes(1));
        balanced(pc.cycleAfter(Duration.ofHours(1)), 3);
        assertThat(events).endsWith("unsealed " + DAY);
    }

    @Test
    @DisplayName("D-1 D-20 a database that was put back learns again what was purged in sealed folders since")
    void aDatabaseThatWasPutBack() throws Exception {
        pc.cycleAfter(A_DAY);
        Runnable putBack = index.snapshot();
        for (String name : List.of("a", "b", "sub/c", "sub", "")) {
            Files.delete(source.resolve(DAY + "/" + name));
        }
        pc.write("2026-04-24/x", "x");
        balanced(pc.cycleAfter(Duration.ofHours(1)), 1);
        pc.write("2026-04-24/y", "y");
        balanced(pc.cycleAfter(Duration.ofHours(1)), 2);
        assertThat(folder().atSource().count()).isZero();
        putBack.run();
        serverStarts();
        assertThat(folder().atSource().count()).isEqualTo(3);
        for (int file = 0; file < 2; file++) {
            pc.write("2026-04-24/z" + file, "z");
            balanced(pc.cycleAfter(Duration.ofHours(1)), 3 + file);
        }
        assertThat(folder().atSource().count()).isZero();
        assertThat(folder().sealed()).isTrue();
        assertThat(pc.job().sealedFolders()).hasSize(1);
        assertThat(pc.cycleAfter(Duration.ofHours(1)).run())
                .as("nothing is left to do")
                .isEmpty();
    }

    @Test
    @DisplayName("CORE-5 a person seals before the time, and opens again: each takes effect with the next runs")
    void byOrder() throws Exception {
        SealOrders orders = new SealOrders(index, event -> {}, pc.clock);
        orders.seal(PC, CycleFixture.JOB, FOLDER, "audit", true);
        pc.write("2026-04-23/x", "x");
        balanced(pc.cycleAfter(Duration.ofMinutes(10)), 4);
        assertThat(events).containsExactly("sealed " + DAY);
        assertThat(certified()).hasSize(3);
        assertThat(pc.job().sealedFolders()).hasSize(1);

        orders.unseal(PC, CycleFixture.JOB, FOLDER, "look again");
        pc.write("2026-04-23/y", "y");
        balanced(pc.cycleAfter(Duration.ofHours(1)), 5);
        assertThat(pc.job().sealedFolders()).isEmpty();
        assertThat(pc.cycleAfter(Duration.ofMinutes(1)).run())
                .as("comes again to say what the folder looks like")
                .isPresent();
        pc.cycleAfter(A_DAY);
        assertThat(events).containsExactly("sealed " + DAY, "sealed " + DAY, "sealed 2026-04-23");
    }

    @Test
    @DisplayName("I-12 a share that fails while a folder is sealed delays it, and nothing else")
    void theShareFails() throws Exception {
        pc.clock.advance(A_DAY);
        pc.share.takeAway();
        pc.cycle();
        assertThat(folder().sealed()).isFalse();
        pc.share.bringBack();
        pc.cycleAfter(Duration.ofMinutes(15));
        pc.cycleAfter(Duration.ofMinutes(15));
        assertThat(events).endsWith("sealed " + DAY);
        assertThat(certified()).hasSize(3);
    }

    @Test
    @DisplayName(
            "I-12 an answer that is lost after the folder was sealed is made good by the next runs, without another certificate")
    void theAnswerIsLost() throws Exception {
        Coordinator rules = pc.coordinator;
        pc.coordinator = losingCertificateAnswers(rules);
        pc.cycleAfter(A_DAY);
        assertThat(events).containsExactly("not sealed " + DAY + ": " + ErrorCode.SERVER_UNREACHABLE.text());
        assertThat(folder().sealed()).isTrue();
        assertThat(pc.job().sealedFolders()).isEmpty();
        pc.coordinator = rules;
        balanced(pc.cycleAfter(Duration.ofMinutes(15)), 3);
        assertThat(pc.job().sealedFolders()).hasSize(1);
        assertThat(pc.cycleAfter(Duration.ofHours(1)).run()).isEmpty();
        try (ArchiveStore archive = pc.share.open()) {
            assertThat(new CertificateFiles(archive, PC, CycleFixture.JOB).revisions(FOLDER))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("I-1 nothing is signed that the archive does not hold")
    void theArchiveLacksAFile() throws Exception {
        Files.delete(source.resolve(DAY + "/a"));
        pc.write("2026-04-23/x", "x");
        pc.cycleAfter(Duration.ofHours(1));
        pc.share.damage(RelativePath.known(DAY + "/a"));
        pc.cycleAfter(A_DAY);
        assertThat(events)
                .contains("not sealed " + DAY + ": " + ErrorCode.CONTENT_DIFFERS.text())
                .doesNotContain("sealed " + DAY);
        assertThat(folder().sealed()).isFalse();
    }

    /** The server does what it is asked; that it sealed a folder is never heard. */
    private static Coordinator losingCertificateAnswers(Coordinator target) {
        return (Coordinator) Proxy.newProxyInstance(
                Coordinator.class.getClassLoader(), new Class<?>[] {Coordinator.class}, (proxy, method, arguments) -> {
                    Object answer;
                    try {
                        answer = method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (method.getName().equals("certify")) {
                        throw SyncException.passing(ErrorCode.SERVER_UNREACHABLE, "The test lost the answer");
                    }
                    return answer;
                });
    }

    /** There is one node, whose memory nobody loses. */
    private static final class NoLedger implements EpochLedger {
        @Override
        public long read(String archiveUrl) {
            return 0;
        }

        @Override
        public void raise(String archiveUrl, long epoch) {}
    }
}
