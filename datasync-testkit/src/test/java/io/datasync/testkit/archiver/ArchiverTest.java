package io.datasync.testkit.archiver;

import static io.datasync.testkit.archiver.Trees.contents;
import static io.datasync.testkit.archiver.Trees.versions;
import static io.datasync.testkit.archiver.Trees.write;
import static io.datasync.testkit.corpus.FileTree.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.archiver.ArchiveListener;
import io.datasync.core.archiver.ArchiveProgress;
import io.datasync.core.archiver.ArchiveResult;
import io.datasync.core.archiver.ArchivedFile;
import io.datasync.core.archiver.Archiver;
import io.datasync.core.balance.Balance;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.preview.Fate;
import io.datasync.core.preview.Preview;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.corpus.FileTree;
import io.datasync.testkit.store.memory.InMemoryShare;
import io.datasync.testkit.store.memory.InMemoryStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ArchiverTest extends OneArchiver {
    @Test
    @DisplayName(
            "I-1 a folder is archived, nothing is written to it, and a second call, in this process or another, sends nothing")
    void aFolderIsArchived() throws Exception {
        write(source, "2026-04-23/a.csv", "one");
        write(source, "2026-04-23/b.csv", "two!");
        Files.createDirectories(source.resolve("empty"));
        Files.createSymbolicLink(source.resolve("link"), source);
        var before = snapshot(source);
        try (Archiver archiver = builder().createArchive().build()) {
            ArchiveResult first = archiver.archive();
            assertThat(first.balance()).isEqualTo(new Balance(3, 2, 0, 1, 0, 0));
            assertThat(first.sentFiles()).isEqualTo(2);
            assertThat(first.sentBytes()).isEqualTo(7);
            assertThat(first.isComplete()).isTrue();
            assertThat(contents(archive)).isEqualTo(contents(source));
            assertThat(archive.resolve("empty")).isEmptyDirectory();
            assertThat(archiver.archive().sentFiles()).isZero();
        }
        ArchiveResult later = archive();
        assertThat(later.balance()).isEqualTo(new Balance(3, 2, 0, 1, 0, 0));
        assertThat(later.sentFiles() + later.adoptedFiles()).isZero();
        assertThat(snapshot(source)).isEqualTo(before);
    }

    @Test
    @DisplayName("D-13 the marker says who made the archive, and another job is refused")
    void theMarkerNamesTheJob() throws Exception {
        archive(builder -> builder.createArchive().job("lab-7"));
        assertThat(archive.resolve(".datasync/job.json"))
                .content()
                .contains("\"runner\" : \"embedded\"", "\"job\" : \"lab-7\"", source.toString());
        assertFails(ErrorCode.SHARE_FOREIGN, this::archive);
        FileTree.delete(memory);
        assertFails(ErrorCode.SHARE_FOREIGN, this::archive);
    }

    @Test
    @DisplayName("D-6 an archive is made only when asked for, and only once: one that was made and is away is missed")
    void theArchiveIsMadeOnce() throws Exception {
        write(source, "a", "1");
        assertFails(ErrorCode.SHARE_MISSING, () -> archive(builder -> builder));
        assertThat(archive).doesNotExist();
        archive();
        Files.move(archive, place.resolve("unmounted"));
        assertFails(ErrorCode.SHARE_MISSING, this::archive);
        write(source, "b", "2");
        assertFails(ErrorCode.SHARE_MISSING, this::archive);
        assertFails(ErrorCode.SHARE_MISSING, () -> archive(builder -> builder.adoptFolder()));
        assertThat(archive).doesNotExist();
        Files.delete(source.resolve("b"));
        Files.move(place.resolve("unmounted"), archive);
        ArchiveResult after = archive(builder -> builder);
        assertThat(after.balance())
                .as("b was seen while the archive was away")
                .isEqualTo(new Balance(2, 1, 0, 0, 0, 1));
        assertThat(after.lost()).extracting(file -> file.path().text()).containsExactly("b");
    }

    @Test
    @DisplayName("D-6 what a changed file used to be is kept")
    void earlierContentIsKept() throws Exception {
        write(source, "a", "first");
        archive();
        write(source, "a", "second", Trees.NOON.plusSeconds(1));
        ArchiveResult changed = archive();
        assertThat(changed.newVersions()).isEqualTo(1);
        assertThat(contents(archive)).containsEntry("a", "second");
        assertThat(versions(archive)).containsExactly("first");
    }

    @Test
    @DisplayName(
            "D-21 a lost memory is made good by reading the archive: everything is proven again and nothing is sent")
    void aLostMemory() throws Exception {
        write(source, "a", "1");
        write(source, "b", "2");
        archive();
        FileTree.delete(memory);
        ArchiveResult again = archive();
        assertThat(again.sentFiles()).isZero();
        assertThat(again.adoptedFiles()).isEqualTo(2);
    }

    @Test
    @DisplayName("AGT-5 a damaged memory is refused, and set aside on request")
    void aDamagedMemory() throws Exception {
        write(source, "a", "1");
        archive();
        Files.write(memory.resolve("journal.log"), new byte[100]);
        try (Archiver archiver = builder().build()) {
            assertFails(ErrorCode.JOURNAL_CORRUPT, archiver::archive);
            assertFails(ErrorCode.JOURNAL_CORRUPT, archiver::preview);
            assertThat(archiver.setMemoryAside().orElseThrow()).exists();
            assertThat(archiver.archive().adoptedFiles()).isEqualTo(1);
            assertThat(archiver.setMemoryAside()).isPresent();
            assertThat(archiver.setMemoryAside()).isEmpty();
        }
    }

    @Test
    @DisplayName("the listener hears of each file once, and how far the call is")
    void theListenerHears() throws Exception {
        write(source, "a", "1");
        write(source, "d/b", "22");
        List<ArchivedFile> heard = new ArrayList<>();
        List<ArchiveProgress> progress = new ArrayList<>();
        archive(builder -> builder.createArchive().listener(new ArchiveListener() {
            @Override
            public void archived(ArchivedFile file) {
                heard.add(file);
            }

            @Override
            public void progress(ArchiveProgress soFar) {
                progress.add(soFar);
            }
        }));
        assertThat(heard).extracting(file -> file.path().text()).containsExactlyInAnyOrder("a", "d/b");
        assertThat(heard)
                .filteredOn(file -> file.path().text().equals("a"))
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.sizeBytes()).isEqualTo(1);
                    assertThat(file.modifiedAt()).isEqualTo(Trees.NOON);
                    assertThat(file.digest())
                            .isEqualTo(Digest.of(Digest.sha256().digest("1".getBytes(StandardCharsets.US_ASCII))));
                    assertThat(file.how()).isEqualTo(ArchivedFile.How.SENT);
                });
        assertThat(progress.get(0)).isEqualTo(new ArchiveProgress(2, 3, 0, 0, new Balance(2, 0, 2, 0, 0, 0)));
        assertThat(progress.get(progress.size() - 1).doneBytes()).isEqualTo(3);
    }

    @Test
    @DisplayName("a stop ends the call and every later one; what is archived stays so, and another archiver goes on")
    void stopping() throws Exception {
        for (int i = 0; i < 50; i++) {
            write(source, "f" + i, "content " + i);
        }
        List<Archiver> running = new ArrayList<>();
        try (Archiver archiver = builder()
                .createArchive()
                .threads(1)
                .listener(new ArchiveListener() {
                    @Override
                    public void progress(ArchiveProgress soFar) {
                        running.forEach(Archiver::stop);
                    }
                })
                .build()) {
            running.add(archiver);
            assertFails(ErrorCode.INTERRUPTED, archiver::archive);
            assertFails(ErrorCode.INTERRUPTED, archiver::archive);
            assertFails(ErrorCode.INTERRUPTED, archiver::preview);
        }
        assertThat(archive().balance()).isEqualTo(new Balance(50, 50, 0, 0, 0, 0));
    }

    @Test
    @DisplayName("an interrupt ends the call like a stop, and leaves the thread's mark")
    void interrupting() throws Exception {
        write(source, "a", "1");
        try (Archiver archiver = builder().createArchive().build()) {
            Thread.currentThread().interrupt();
            assertFails(ErrorCode.INTERRUPTED, archiver::archive);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(archiver.archive().isComplete()).isTrue();
        }
    }

    @Test
    @DisplayName("what a listener throws ends the call, is passed on, and loses nothing")
    void aListenerThatFails() throws Exception {
        write(source, "a", "1");
        var bug = new IllegalStateException("of the listener");
        try (Archiver archiver = builder()
                .createArchive()
                .listener(new ArchiveListener() {
                    @Override
                    public void archived(ArchivedFile file) {
                        throw bug;
                    }
                })
                .build()) {
            assertThatThrownBy(archiver::archive).isSameAs(bug);
            assertThat(archiver.archive().balance().verified()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("CORE-2 what is being written is in flight by the given clock, and archived once it holds still")
    void filesBeingWritten() throws Exception {
        MovableClock clock = MovableClock.at(Trees.NOON.plusSeconds(5));
        write(source, "a", "1");
        try (Archiver archiver = builder()
                .createArchive()
                .clock(clock)
                .quietPeriod(Duration.ofSeconds(10), Duration.ZERO)
                .build()) {
            ArchiveResult early = archiver.archive();
            assertThat(early.balance().inFlight()).isEqualTo(1);
            assertThat(early.isComplete()).isFalse();
            assertThat(early.beingWritten())
                    .extracting(file -> file.path().text())
                    .containsExactly("a");
            clock.set(Instant.parse("2026-04-23T12:00:11Z"));
            assertThat(archiver.archive().isComplete()).isTrue();
        }
    }

    @Test
    @DisplayName("AGT-8 a filter leaves out, and what it leaves out is counted")
    void filtering() throws Exception {
        write(source, "a.csv", "1");
        write(source, "b.tmp", "2");
        ArchiveResult result = archive(builder -> builder.createArchive().filter(List.of(), List.of("*.tmp")));
        assertThat(result.balance()).isEqualTo(new Balance(2, 1, 0, 1, 0, 0));
        assertThat(contents(archive)).containsOnlyKeys("a.csv");
    }

    @Test
    @DisplayName("any store will do, and stays open")
    void anyStore() throws Exception {
        write(source, "a", "1");
        InMemoryShare share = InMemoryShare.likeADirectory();
        try (InMemoryStore store = share.open()) {
            try (Archiver archiver = Archiver.of(source, store, memory)
                    .createArchive()
                    .quietPeriod(Duration.ZERO, Duration.ZERO)
                    .build()) {
                assertThat(archiver.preview().archive()).isEqualTo(Preview.Place.VACANT);
                assertThat(archiver.archive().sentFiles()).isEqualTo(1);
            }
            assertThat(store.marker().job()).isEqualTo("archive");
        }
        share.assertNothingOpen();
    }

    @Test
    @DisplayName("CORE-10 a file that vanished unarchived is lost, by name; one that was archived is not")
    void losses() throws Exception {
        write(source, "kept", "1");
        write(source, "late", "2", Instant.parse("2100-01-01T00:00:00Z"));
        archive(builder -> builder.createArchive().quietPeriod(Duration.ofSeconds(1), Duration.ZERO));
        Files.delete(source.resolve("late"));
        Files.delete(source.resolve("kept"));
        write(source, "new", "3");
        ArchiveResult result = archive();
        assertThat(result.balance()).isEqualTo(new Balance(2, 1, 0, 0, 0, 1));
        assertThat(result.lost()).extracting(file -> file.why().code()).containsExactly(ErrorCode.FILE_VANISHED);
    }

    @Test
    @DisplayName(
            "D-12 too many changed files at once are held, new ones are archived, until a person says what is meant")
    void aMassChange() throws Exception {
        for (int i = 0; i < 150; i++) {
            write(source, "f" + i, "content " + i);
        }
        archive();
        for (int i = 0; i < 120; i++) {
            write(source, "f" + i, "encrypted " + i, Trees.NOON.plusSeconds(1));
        }
        write(source, "new", "1");
        ArchiveResult held = archive();
        assertThat(held.held()).isEqualTo(120);
        assertThat(held.balance()).isEqualTo(new Balance(151, 31, 0, 0, 120, 0));
        assertThat(held.failed().get(0).why().code()).isEqualTo(ErrorCode.FILE_HELD);
        assertThat(versions(archive)).isEmpty();
        try (Archiver archiver = builder().build()) {
            assertThat(archiver.preview().of(Fate.HELD).files()).isEqualTo(120);
            assertThat(archiver.preview().of(Fate.ARCHIVED).files()).isEqualTo(31);
        }
        assertThat(archive(builder -> builder.createArchive().quarantineChanges())
                        .held())
                .isZero();
        assertThat(contents(archive)).containsEntry("f0", "content 0");
        ArchiveResult accepted = archive(builder -> builder.createArchive().acceptChanges());
        assertThat(accepted.newVersions()).isEqualTo(120);
        assertThat(accepted.isComplete()).isTrue();
        assertThat(contents(archive)).isEqualTo(contents(source));
    }
}
