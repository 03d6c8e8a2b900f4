package io.datasync.drills.bench.kill;

import io.datasync.drills.bench.cases.Subject;
import io.datasync.drills.bench.ground.Ground;
import io.datasync.drills.bench.measure.Tools;
import io.datasync.testkit.corpus.FileTree;
import io.datasync.testkit.corpus.SpeedCorpus;
import io.datasync.testkit.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Each tool copies a source for the first time, is killed (KILL) after a random part of the time that it takes, and runs again to its end.
 *
 * <p>All tools are killed after the same parts of their times, which follow from the seed.
 */
public final class KillComparison {
    /** 3,000 small files and 8 large ones, so that a kill often meets a large one half way. */
    private static final SpeedCorpus SMALL = SpeedCorpus.G.of(10, 3_000);

    private static final SpeedCorpus LARGE = new SpeedCorpus("large", 2, 8, 16 << 20, 16 << 20);
    private static final long CORPUS_SEED = 7;
    private static final Duration BOUND = Duration.ofMinutes(10);
    private static final int TRIES = 20;

    private final Tools tools;
    private final List<Copier> copiers;
    private final Path source;
    private final Path target;

    /** On this ground. */
    public KillComparison(Ground ground, Tools tools, Subject subject) throws IOException {
        this.tools = tools;
        copiers = Copiers.all(subject);
        source = ground.root().resolve("K");
        target = ground.root().resolve("K.copy");
        FileTree.delete(source);
        SMALL.make(Files.createDirectory(source).resolve("small"), CORPUS_SEED, 2);
        LARGE.make(source.resolve("large"), CORPUS_SEED, 2);
    }

    /** Kills each tool so often. */
    public List<KillResult> compare(int rounds, long seed) throws IOException {
        List<KillResult> results = new ArrayList<>();
        for (Copier copier : copiers) {
            System.err.println("Killing: " + copier.name());
            Duration whole = undisturbed(copier);
            long bytes = CopyState.of(source, target.resolve(copier.copies())).bytes();
            SplittableRandom random = new SplittableRandom(seed);
            KillResult all = KillResult.none(copier.name());
            for (int round = 0; round < rounds; round++) {
                all = all.plus(killed(copier, whole, random.nextDouble(0.03, 0.97), bytes));
            }
            results.add(all);
        }
        return results;
    }

    private void begin(Copier copier) throws IOException {
        FileTree.delete(target);
        Files.createDirectory(target);
        List<String> begin = copier.begin().apply(source, target);
        if (!begin.isEmpty()) {
            tools.run(begin);
        }
    }

    private Duration undisturbed(Copier copier) throws IOException {
        Duration took = Duration.ZERO;
        // The first run warms up.
        for (int i = 0; i < 2; i++) {
            begin(copier);
            took = tools.measure(copier.copy().apply(source, target)).wall();
        }
        return took;
    }

    private KillResult killed(Copier copier, Duration whole, double part, long bytes) throws IOException {
        Path copies = target.resolve(copier.copies());
        kill(copier, Duration.ofNanos((long) (whole.toNanos() * part)));
        CopyState before = CopyState.of(source, copies);
        int code;
        try (RunningProcess again = tools.start(copier.copy().apply(source, target))) {
            code = again.awaitExit(BOUND);
        }
        CopyState after = CopyState.of(source, copies);
        long leftOver = after.others().keySet().stream()
                .filter(path -> !copier.own().test(path))
                .count();
        long bytesAgain = copier.stored() ? Math.max(0, after.bytes() - bytes) : 0;
        long filesAgain = copier.stored() ? -1 : 0;
        for (var file : before.copies().entrySet()) {
            CopyState.Copied now = after.copies().get(file.getKey());
            CopyState.Copied then = file.getValue();
            if (then.whole() && then.published() && !then.equals(now)) {
                filesAgain++;
                bytesAgain += then.sizeBytes();
            }
        }
        return new KillResult(
                copier.name(), 1, before.broken(), after.broken(), leftOver, filesAgain, bytesAgain, List.of(code));
    }

    /** Kills it while it is at work; a run that ends sooner than it should does not count. */
    private void kill(Copier copier, Duration after) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            begin(copier);
            try (RunningProcess process = tools.start(copier.copy().apply(source, target))) {
                TimeUnit.NANOSECONDS.sleep(after.toNanos() * (TRIES - i) / TRIES);
                if (process.alive()) {
                    process.kill();
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while waiting to kill " + copier.name(), e);
            }
        }
        throw new IOException(copier.name() + " ended each time before it could be killed");
    }
}
