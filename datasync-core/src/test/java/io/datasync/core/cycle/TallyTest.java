package io.datasync.core.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.balance.Balance;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.HeldFiles;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where every file of a cycle went")
final class TallyTest {
    private final SyncException why = SyncException.permanent(ErrorCode.FILE_UNREADABLE, "No");

    /** What can become of a file. */
    private enum Fate {
        LEFT_OUT,
        UNREADABLE,
        IN_A_SEALED_FOLDER,
        ARCHIVED,
        ARCHIVED_BEFORE,
        ARCHIVED_AFTER_A_DOUBT,
        ARCHIVED_UNLISTED,
        ARCHIVED_THOUGH_UNREADABLE,
        IN_FLIGHT,
        FAILED,
        HELD,
        HELD_LATE,
        QUARANTINED
    }

    /** Tells a tally of files, and counts by itself. */
    private final class Story {
        private final Tally tally = new Tally();
        private final List<Runnable> ends = new ArrayList<>();
        private long seen;
        private long verified;
        private long inFlight;
        private long excluded;
        private long failed;
        private long held;
        private long listed;
        private long planned;
        private long plannedBytes;

        void add(Fate fate, SourceEntry file) {
            long size = file.sizeBytes();
            seen++;
            switch (fate) {
                case LEFT_OUT -> {
                    tally.listed(0, 1, 0);
                    excluded++;
                }
                case UNREADABLE -> {
                    tally.listed(0, 0, 1);
                    failed++;
                }
                case IN_A_SEALED_FOLDER -> {
                    tally.sealed(1);
                    listed++;
                    verified++;
                }
                case ARCHIVED -> {
                    plan(file);
                    ends.add(() -> tally.verified(file));
                    verified++;
                }
                case ARCHIVED_BEFORE -> {
                    plan(file);
                    tally.adopted(file);
                    unplan(size);
                    verified++;
                }
                case ARCHIVED_AFTER_A_DOUBT -> {
                    tally.listed(1, 0, 0);
                    tally.verified(file);
                    tally.doubted(file);
                    count(size);
                    ends.add(() -> tally.verified(file));
                    verified++;
                }
                case ARCHIVED_UNLISTED -> {
                    tally.plannedUnlisted(1, size, 0);
                    planned++;
                    plannedBytes += size;
                    ends.add(() -> tally.verified(file));
                    verified++;
                }
                case ARCHIVED_THOUGH_UNREADABLE -> {
                    tally.listed(0, 0, 1);
                    tally.plannedUnlisted(1, size, 1);
                    planned++;
                    plannedBytes += size;
                    ends.add(() -> tally.verified(file));
                    verified++;
                }
                case IN_FLIGHT -> {
                    plan(file);
                    ends.add(() -> tally.inFlight(file));
                    inFlight++;
                }
                case FAILED -> {
                    plan(file);
                    ends.add(() -> tally.failed(file, why));
                    failed++;
                }
                case HELD -> {
                    tally.listed(1, 0, 0);
                    listed++;
                    tally.held(file);
                    failed++;
                    held++;
                }
                case HELD_LATE -> {
                    plan(file);
                    tally.held(new HeldFiles(1, size));
                    unplan(size);
                    failed++;
                    held++;
                }
                case QUARANTINED -> {
                    tally.listed(1, 0, 0);
                    listed++;
                    tally.quarantined(file);
                    excluded++;
                }
            }
        }

        private void plan(SourceEntry file) {
            tally.listed(1, 0, 0);
            tally.planned(file);
            count(file.sizeBytes());
        }

        private void count(long size) {
            listed++;
            planned++;
            plannedBytes += size;
        }

        private void unplan(long size) {
            planned--;
            plannedBytes -= size;
        }

        void endInAnyOrder(Random random, int ends) {
            Collections.shuffle(this.ends, random);
            this.ends.subList(0, ends).forEach(Runnable::run);
        }

        Balance balance(long lost) {
            return new Balance(seen + lost, verified, inFlight, excluded, failed, lost);
        }
    }

    private static SourceEntry file(int number, Random random) {
        return SourceEntry.file(RelativePath.known("f" + number), random.nextInt(1_000), 1);
    }

    private Story story(Random random) {
        Story story = new Story();
        int files = random.nextInt(60);
        for (int i = 0; i < files; i++) {
            story.add(Fate.values()[random.nextInt(Fate.values().length)], file(i, random));
        }
        return story;
    }

    @Test
    @DisplayName(
            "CORE-10 D-3 whatever becomes of each file, the balance holds and says it, and so does what was planned")
    void theBalanceHolds() {
        Property.holds(500, random -> {
            Story story = story(random);
            assertThat(story.tally.plannedFiles()).isEqualTo(story.planned);
            assertThat(story.tally.plannedBytes()).isEqualTo(story.plannedBytes);
            assertThat(story.tally.filesListed()).isEqualTo(story.listed);
            assertThat(story.tally.held()).isEqualTo(story.held);
            story.endInAnyOrder(random, story.ends.size());
            int lost = random.nextInt(5);
            story.tally.seen(lost);
            story.tally.lost(lost, List.of());
            assertThat(story.tally.balance()).isEqualTo(story.balance(lost));
        });
    }

    @Test
    @DisplayName("D-3 cut short at any time, what nothing is known of is in flight")
    void cutShort() {
        Property.holds(500, random -> {
            Story story = story(random);
            int known = story.ends.isEmpty() ? 0 : random.nextInt(story.ends.size());
            story.endInAnyOrder(random, known);
            Balance soFar = story.tally.balanceSoFar();
            assertThat(soFar.seen()).isEqualTo(story.seen);
            assertThat(soFar.verified()).isLessThanOrEqualTo(story.verified);
            assertThat(soFar.inFlight()).isGreaterThanOrEqualTo(story.inFlight);
            assertThat(soFar.excluded()).isEqualTo(story.excluded);
            if (known < story.ends.size()) {
                assertThatThrownBy(story.tally::balance)
                        .isInstanceOfSatisfying(
                                SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BALANCE_BROKEN));
            }
        });
    }

    @Test
    @DisplayName("D-3 cut short before what failed was counted as seen, it is seen all the same")
    void cutShortBeforeAllWasSeen() {
        Tally tally = new Tally();
        tally.failed(RelativePath.known("a"), why);
        assertThat(tally.balanceSoFar()).isEqualTo(new Balance(1, 0, 0, 0, 1, 0));
    }

    @Test
    @DisplayName("D-12 what is held is failed, and excluded once a person keeps it out")
    void heldAndKeptOut() throws SyncException {
        Random random = new Random(1);
        Story story = new Story();
        story.add(Fate.HELD, file(1, random));
        story.add(Fate.HELD_LATE, file(2, random));
        story.add(Fate.UNREADABLE, file(3, random));
        assertThat(story.tally.balance()).isEqualTo(new Balance(3, 0, 0, 0, 3, 0));
        story.tally.quarantineHeld();
        assertThat(story.tally.balance()).isEqualTo(new Balance(3, 0, 0, 2, 1, 0));
        assertThat(story.tally.held()).isZero();
    }

    @Test
    @DisplayName("D-3 folders never count, and one that cannot be archived is named and left incomplete")
    void foldersNeverCount() throws SyncException {
        Tally tally = new Tally();
        SourceEntry folder = SourceEntry.folder(RelativePath.known("d"));
        tally.planned(folder);
        tally.adopted(folder);
        tally.doubted(folder);
        tally.verified(folder);
        tally.inFlight(folder);
        tally.held(folder);
        tally.quarantined(folder);
        tally.failed(folder, why);
        assertThat(tally.balance()).isEqualTo(Balance.NOTHING);
        assertThat(tally.plannedFiles()).isZero();
        assertThat(tally.incompleteFolders()).isEqualTo(1);
        assertThat(tally.failures()).containsExactly(new CycleResult.NamedFile(folder.path(), why));
        tally.incompleteFolder();
        assertThat(tally.incompleteFolders()).isEqualTo(2);
    }

    @Test
    @DisplayName("I-11 as many failures are named as a result can hold, those that are held last")
    void asManyAsAResultHolds() {
        List<CycleResult.NamedFile> files = IntStream.rangeClosed(0, CycleResult.NAMED_MAX)
                .mapToObj(i -> new CycleResult.NamedFile(RelativePath.known("f" + i), why))
                .toList();
        CycleResult.NamedFile held = new CycleResult.NamedFile(RelativePath.known("held"), why);
        Tally tally = new Tally();
        tally.nameHeld(List.of(held));
        tally.failed(files.get(0).path(), why);
        assertThat(tally.failuresAndHeld()).containsExactly(files.get(0), held);
        for (CycleResult.NamedFile file : files.subList(1, files.size())) {
            tally.failed(file.path(), why);
        }
        assertThat(tally.failures()).isEqualTo(files.subList(0, CycleResult.NAMED_MAX));
        assertThat(tally.failuresAndHeld()).isEqualTo(tally.failures());
        for (CycleResult.NamedFile file : files) {
            tally.waiting(file.path(), why);
        }
        assertThat(tally.waiting()).isEqualTo(files.subList(0, CycleResult.NAMED_MAX));
    }

    @Test
    @DisplayName("CORE-2 a file that is being written is named by its first reason, until it is archived or has failed")
    void waitingFiles() {
        Tally tally = new Tally();
        SyncException later = SyncException.passing(ErrorCode.FILE_CHANGED, "Again");
        SourceEntry written = SourceEntry.file(RelativePath.known("written"), 1, 1);
        for (String name : List.of("a", "b", "written")) {
            tally.waiting(RelativePath.known(name), why);
        }
        tally.waiting(RelativePath.known("a"), later);
        tally.verified(written);
        tally.failed(RelativePath.known("b"), later);
        assertThat(tally.waiting()).containsExactly(new CycleResult.NamedFile(RelativePath.known("a"), why));
    }

    @Test
    @DisplayName("CORE-10 what was sent and lost is told as it was counted")
    void sentAndLost() {
        Tally tally = new Tally();
        tally.uploaded(5);
        tally.uploaded(7);
        assertThat(tally.uploaded()).isEqualTo(2);
        assertThat(tally.uploadedBytes()).isEqualTo(12);
        CycleResult.NamedFile gone = new CycleResult.NamedFile(RelativePath.known("gone"), why);
        tally.lost(3, List.of(gone));
        assertThat(tally.lostFiles()).containsExactly(gone);
        assertThat(tally.balanceSoFar().lost()).isEqualTo(3);
    }
}
