package io.datasync.drills.bench.cases;

import io.datasync.drills.bench.ground.Corpora;
import io.datasync.drills.bench.ground.Ground;
import io.datasync.drills.bench.measure.Tools;
import io.datasync.testkit.corpus.SpeedCorpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where a case finds what it needs. */
public final class Place {
    private final Path root;
    private final Corpora corpora;
    private final Tools tools;
    private final Subject subject;
    private final int rounds;

    /** On this ground. */
    public Place(Ground ground, Tools tools, Subject subject, int rounds) {
        root = ground.root();
        corpora = new Corpora(ground);
        this.tools = tools;
        this.subject = subject;
        this.rounds = rounds;
    }

    int rounds() {
        return rounds;
    }

    Tools tools() {
        return tools;
    }

    Corpora corpora() {
        return corpora;
    }

    String source(SpeedCorpus corpus) throws IOException {
        return corpora.source(corpus).toString();
    }

    /** A copy as rclone and rsync make one; both take it for theirs. */
    String copy(SpeedCorpus corpus) throws IOException {
        String source = source(corpus);
        return corpora.made(corpus.name() + ".copy", folder -> tools.run("cp", "-a", source, folder.toString()))
                .toString();
    }

    /** DataSync's archive of a corpus and its memory, in one folder. */
    Path archive(SpeedCorpus corpus) throws IOException {
        String source = source(corpus);
        return corpora.made(
                corpus.name() + ".archived",
                folder -> tools.run(subject.makeArchive(source, folder.resolve("archive"), folder.resolve("memory"))));
    }

    /** The command that archives a corpus where {@link #archive} is. */
    List<String> archiveAgain(SpeedCorpus corpus) throws IOException {
        Path archived = archive(corpus);
        return subject.archiveAgain(source(corpus), archived.resolve("archive"), archived.resolve("memory"));
    }

    Subject subject() {
        return subject;
    }

    Path folder(String name) {
        return root.resolve(name);
    }

    /** An empty disk queue: what one has left to be written is not to slow the next. */
    void settle() throws IOException {
        tools.run("sync", "-f", root.toString());
    }

    void remove(Path folder) throws IOException {
        tools.run("rm", "-rf", folder.toString());
        settle();
    }
}
