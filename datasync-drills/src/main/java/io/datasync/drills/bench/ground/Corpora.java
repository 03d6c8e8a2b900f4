package io.datasync.drills.bench.ground;

import io.datasync.testkit.corpus.FileTree;
import io.datasync.testkit.corpus.SpeedCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What lies on a ground, made when it is first asked for. What a cut left half made is made again. */
public final class Corpora {
    private static final long SEED = 20_251_231;
    private static final int THREADS = 2;

    private final Path root;

    /** Those of a ground. */
    public Corpora(Ground ground) {
        root = ground.root();
    }

    /** How something comes to be in a folder that is not there. */
    @FunctionalInterface
    public interface Making {
        void make(Path folder) throws IOException;
    }

    /** The files of a corpus. */
    public Path source(SpeedCorpus corpus) throws IOException {
        return made(corpus.name(), folder -> corpus.make(folder, SEED, THREADS));
    }

    /** The folder of this name, made once. */
    public Path made(String name, Making making) throws IOException {
        Path folder = root.resolve(name);
        Path stamp = root.resolve(name + ".made");
        if (!Files.exists(stamp)) {
            System.err.println("Making " + name);
            FileTree.delete(folder);
            making.make(folder);
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("Interrupted while " + name + " was made");
            }
            Files.createFile(stamp);
        }
        return folder;
    }

    /** Adds new files to a corpus, in its newest folder. */
    public void add(SpeedCorpus corpus, int files) throws IOException {
        Path source = source(corpus);
        int round = 0;
        while (Files.exists(root.resolve(corpus.name() + ".added-" + round))) {
            round++;
        }
        Files.createFile(root.resolve(corpus.name() + ".added-" + round));
        corpus.add(source, SEED, round, files);
    }
}
