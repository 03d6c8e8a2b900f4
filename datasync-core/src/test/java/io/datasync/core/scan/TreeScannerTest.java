package io.datasync.core.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class TreeScannerTest {
    @TempDir
    Path directory;

    private SourceTreeOnDisk tree;

    @BeforeEach
    void makeTree() throws Exception {
        tree = new SourceTreeOnDisk(Files.createDirectory(directory.resolve("source")));
        for (int day = 10; day < 30; day++) {
            tree.file("2026-04-" + day + "/a.csv").file("2026-04-" + day + "/b/c.csv");
        }
        tree.file("notes.txt").link("link", "2026-04-10");
    }

    private TreeScanner scanner(int threads) throws SyncException {
        return new TreeScanner(SourceRoot.open(tree.root()), new ScanSettings(PathFilter.NOTHING, threads, 10));
    }

    @Test
    @DisplayName("D-10 the folders are the first-level directories and ., without links and files")
    void folders() throws Exception {
        assertThat(scanner(1).folders())
                .hasSize(21)
                .startsWith(FolderName.ROOT, FolderName.parse("2026-04-10"))
                .endsWith(FolderName.parse("2026-04-29"));
    }

    @Test
    @DisplayName("CORE-1 folders are scanned in several threads, each folder once, with the same result as in one")
    void parallel() throws Exception {
        CyclicBarrier bothThere = new CyclicBarrier(2);
        AtomicInteger met = new AtomicInteger();
        ConcurrentLinkedQueue<String> found = new ConcurrentLinkedQueue<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        TreeScanner scanner = scanner(2);

        scanner.scan(scanner.folders(), scan -> {
            threads.add(Thread.currentThread());
            if (threads.size() <= 2 && met.getAndIncrement() < 2) {
                meet(bothThere);
            }
            found.addAll(SourceTreeOnDisk.texts(scan));
            assertThat(scan.report().complete()).isTrue();
        });

        List<String> sequential = new ArrayList<>();
        for (FolderName folder : scanner.folders()) {
            sequential.addAll(SourceTreeOnDisk.texts(scanner.open(folder)));
        }
        assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread());
        assertThat(found).containsExactlyInAnyOrderElementsOf(sequential).hasSize(41);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("Two folders were not scanned at once", e);
        }
    }

    @Test
    @DisplayName("the first failure of a visitor ends the scan and is passed on, a bug too")
    void failurePassedOn() throws Exception {
        TreeScanner scanner = scanner(2);
        AtomicInteger visits = new AtomicInteger();

        assertThatThrownBy(() -> scanner.scan(scanner.folders(), scan -> {
                    visits.incrementAndGet();
                    throw SyncException.passing(ErrorCode.JOURNAL_IO, "full");
                }))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_IO));
        assertThat(visits.get()).isLessThanOrEqualTo(2);
        assertThatThrownBy(() -> scanner.scan(scanner.folders(), scan -> {
                    throw new IllegalStateException("bug");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bug");
        assertThatThrownBy(() -> scanner.scan(scanner.folders(), scan -> {
                    throw new AssertionError("error");
                }))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    @DisplayName("an interrupted scan stops its threads before it returns")
    void interrupted() throws Exception {
        TreeScanner scanner = scanner(2);
        CountDownLatch started = new CountDownLatch(2);
        AtomicInteger running = new AtomicInteger();
        AtomicBoolean stillRunning = new AtomicBoolean();
        Thread caller = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            try {
                started.await();
                caller.interrupt();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        interrupter.start();

        assertThatThrownBy(() -> scanner.scan(scanner.folders(), scan -> {
                    running.incrementAndGet();
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    assertThatThrownBy(() -> scan.next()).isInstanceOf(SyncException.class);
                    running.decrementAndGet();
                }))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
        stillRunning.set(running.get() > 0);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stillRunning).isFalse();
        interrupter.join();
    }

    @Test
    @DisplayName(
            "a scan with one thread, or of one folder, runs in the calling thread, folder by folder in their order, the root last")
    void inTheCallingThread() throws Exception {
        TreeScanner scanner = scanner(1);
        Thread caller = Thread.currentThread();
        List<FolderName> visited = new ArrayList<>();

        scanner.scan(scanner.folders(), scan -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            visited.add(scan.folder());
        });
        scanner(2).scan(List.of(FolderName.ROOT), scan -> assertThat(Thread.currentThread())
                .isSameAs(caller));

        List<FolderName> rootLast = new ArrayList<>(scanner.folders());
        rootLast.remove(FolderName.ROOT);
        rootLast.add(FolderName.ROOT);
        assertThat(visited).containsExactlyElementsOf(rootLast);
        assertThatThrownBy(() -> scanner.scan(scanner.folders(), scan -> {
                    throw SyncException.passing(ErrorCode.JOURNAL_IO, "full");
                }))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_IO));
    }

    @Test
    @DisplayName("a scan in the calling thread stops after the folder in which the thread was interrupted")
    void interruptedInTheCallingThread() throws Exception {
        TreeScanner scanner = scanner(1);
        AtomicInteger visits = new AtomicInteger();

        assertThatThrownBy(() -> scanner.scan(scanner.folders(), scan -> {
                    visits.incrementAndGet();
                    Thread.currentThread().interrupt();
                }))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(visits).hasValue(1);
    }

    @Test
    @DisplayName("a scan of no folders visits nothing")
    void noFolders() throws Exception {
        scanner(2).scan(Collections.emptyList(), scan -> {
            throw new AssertionError("visited " + scan.folder());
        });
    }

    @Test
    @DisplayName("settings out of range are refused with their value")
    void settings() {
        for (int bad : new int[] {0, -1, 65}) {
            assertThatThrownBy(() -> new ScanSettings(PathFilter.NOTHING, bad, 10))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(String.valueOf(bad));
        }
        for (int bad : new int[] {0, -1, 100_001}) {
            assertThatThrownBy(() -> new ScanSettings(PathFilter.NOTHING, 1, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(String.valueOf(bad));
        }
        assertThat(ScanSettings.DEFAULT).isEqualTo(new ScanSettings(PathFilter.NOTHING, 2, 1_000));
    }
}
