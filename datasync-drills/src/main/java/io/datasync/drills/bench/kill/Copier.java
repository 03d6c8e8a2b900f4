package io.datasync.drills.bench.kill;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * A tool that copies, and how what it leaves is to be looked at.
 *
 * @param name in tables
 * @param begin run once in an empty place, before the first copy; empty for most
 * @param copy copies the source to a folder, and is the same when repeated
 * @param copies the folder below the target in which files have their own names
 * @param own which of the other files, by path in that folder, are the tool's records and no left-over
 * @param stored whether files do not appear under their own names, so that only what was stored can be counted
 */
record Copier(
        String name,
        BiFunction<Path, Path, List<String>> begin,
        BiFunction<Path, Path, List<String>> copy,
        String copies,
        Predicate<String> own,
        boolean stored) {
    static Copier plain(String name, BiFunction<Path, Path, List<String>> copy) {
        return new Copier(name, (source, target) -> List.of(), copy, "", path -> false, false);
    }
}
