package io.datasync.drills.bench.kill;

import io.datasync.drills.bench.cases.Subject;
import java.util.List;

/** Those that are compared. */
final class Copiers {
    private Copiers() {}

    static List<Copier> all(Subject subject) {
        return List.of(
                datasync(subject),
                Copier.plain("rsync -a", (source, target) -> List.of("rsync", "-a", source + "/", target + "/")),
                Copier.plain(
                        "rclone copy",
                        (source, target) -> List.of("rclone", "copy", source.toString(), target.toString())),
                Copier.plain("cp -a", (source, target) -> List.of("cp", "-a", source + "/.", target.toString())),
                Copier.plain("cp -au", (source, target) -> List.of("cp", "-au", source + "/.", target.toString())),
                restic());
    }

    /** Its records stay; what is in staging is a copy that was not finished. */
    static Copier datasync(Subject subject) {
        return new Copier(
                "datasync",
                (source, target) -> List.of(),
                (source, target) ->
                        subject.archive(source.toString(), target.resolve("archive"), target.resolve("memory")),
                "archive",
                path -> path.startsWith(".datasync/") && !path.startsWith(".datasync/staging/"),
                false);
    }

    /** Of its repository only locks are known to be left over. */
    private static Copier restic() {
        return new Copier(
                "restic backup",
                (source, target) -> List.of("restic", "-q", "--no-cache", "-r", target.toString(), "init"),
                (source, target) ->
                        List.of("restic", "-q", "--no-cache", "-r", target.toString(), "backup", source.toString()),
                "",
                path -> !path.startsWith("locks/"),
                true);
    }
}
