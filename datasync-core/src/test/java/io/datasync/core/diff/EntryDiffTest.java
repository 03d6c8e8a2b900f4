package io.datasync.core.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RandomNames;
import io.datasync.core.path.RelativePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class EntryDiffTest {
    @Test
    @DisplayName("CORE-3 a tree compared with itself shows nothing but unchanged entries")
    void sameIsUnchanged() {
        Property.holds(300, random -> {
            NavigableSet<SourceEntry> tree = tree(random);

            Recorder diff = diff(tree, tree);

            assertThat(diff.unchanged).containsExactlyElementsOf(tree);
            assertThat(diff.added).isEmpty();
            assertThat(diff.changed).isEmpty();
            assertThat(diff.vanished).isEmpty();
        });
    }

    @Test
    @DisplayName("CORE-3 applying the difference to what was known gives what is there")
    void applyingGivesTheOther() {
        Property.holds(1_000, random -> {
            NavigableSet<SourceEntry> before = tree(random);
            NavigableSet<SourceEntry> now = mutate(before, random);

            Recorder diff = diff(now, before);

            TreeSet<SourceEntry> applied = new TreeSet<>(SourceEntry.CANONICAL_ORDER);
            applied.addAll(before);
            diff.vanished.forEach(applied::remove);
            diff.changed.forEach(applied::remove);
            applied.addAll(diff.changed);
            applied.addAll(diff.added);
            assertThat(new ArrayList<>(applied)).isEqualTo(new ArrayList<>(now));
            assertThat(diff.added).noneMatch(before::contains);
            assertThat(diff.vanished).noneMatch(now::contains);
            assertThat(diff.unchanged).allMatch(entry -> before.ceiling(entry).looksLike(entry));
            assertThat(diff.changed).noneMatch(entry -> before.ceiling(entry).looksLike(entry));
        });
    }

    @Test
    @DisplayName("CORE-3 each entry is visited once, in canonical order, with what was known of it")
    void orderOfVisits() {
        Property.holds(300, random -> {
            NavigableSet<SourceEntry> before = tree(random);
            NavigableSet<SourceEntry> now = mutate(before, random);
            TreeSet<SourceEntry> all = new TreeSet<>(SourceEntry.CANONICAL_ORDER);
            all.addAll(now);
            all.addAll(before);

            Recorder diff = diff(now, before);

            assertThat(diff.visited)
                    .usingElementComparator(SourceEntry.CANONICAL_ORDER)
                    .containsExactlyElementsOf(all);
        });
    }

    @Test
    @DisplayName("CORE-3 a file in the place of a folder is one entry new and one gone, in the order of the walk")
    void fileInPlaceOfFolder() throws Exception {
        SourceEntry file = SourceEntry.file(RelativePath.known("a"), 1, 1);
        SourceEntry folder = SourceEntry.folder(RelativePath.known("a"));

        Recorder diff = diff(List.of(file), List.of(folder));

        assertThat(diff.added).containsExactly(file);
        assertThat(diff.vanished).containsExactly(folder);
        assertThat(diff.changed).isEmpty();
    }

    @Test
    @DisplayName(
            "ADR 0007 a stream that is not strictly ascending is refused, whichever side it is, and both paths are named")
    void outOfOrder() {
        SourceEntry a = SourceEntry.file(RelativePath.known("a.txt"), 1, 1);
        SourceEntry b = SourceEntry.folder(RelativePath.known("a"));

        for (List<SourceEntry> bad : List.of(List.of(b, a), List.of(a, a))) {
            assertThatThrownBy(() -> diff(bad, List.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("what is there")
                    .hasMessageContaining(bad.get(0).path() + " (" + bad.get(0).kind() + ") before "
                            + bad.get(1).path() + " (" + bad.get(1).kind() + ")");
            assertThatThrownBy(() -> diff(List.of(), bad))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("what was known");
        }
    }

    @Test
    @DisplayName("D-2 a listing that fails midway makes nothing vanish that it had not come to")
    void failureEndsTheComparison() {
        TreeSet<SourceEntry> before = new TreeSet<>(SourceEntry.CANONICAL_ORDER);
        for (String name : List.of("a", "b", "c", "d")) {
            before.add(SourceEntry.file(RelativePath.known(name), 1, 1));
        }
        Iterator<SourceEntry> first = before.iterator();
        EntryStream<SourceEntry> failing = () -> {
            SourceEntry entry = first.next();
            if (entry.path().equals(RelativePath.known("c"))) {
                throw SyncException.passing(ErrorCode.SOURCE_UNREACHABLE, "gone");
            }
            return entry;
        };
        Recorder recorder = new Recorder();

        assertThatThrownBy(() -> EntryDiff.merge(failing, stream(before), Function.identity(), recorder))
                .isInstanceOf(SyncException.class);
        assertThat(recorder.vanished).isEmpty();
        assertThat(recorder.unchanged).hasSize(2);
    }

    private static NavigableSet<SourceEntry> tree(Random random) throws Exception {
        TreeSet<SourceEntry> tree = new TreeSet<>(SourceEntry.CANONICAL_ORDER);
        for (int i = random.nextInt(12); i > 0; i--) {
            tree.add(entry(random));
        }
        return tree;
    }

    private static SourceEntry entry(Random random) throws Exception {
        RelativePath path = RandomNames.path(random);
        return random.nextInt(5) == 0
                ? SourceEntry.folder(path)
                : SourceEntry.file(path, random.nextInt(3), random.nextInt(3));
    }

    private static NavigableSet<SourceEntry> mutate(NavigableSet<SourceEntry> before, Random random) throws Exception {
        TreeSet<SourceEntry> now = new TreeSet<>(SourceEntry.CANONICAL_ORDER);
        for (SourceEntry entry : before) {
            int fate = random.nextInt(4);
            if (fate == 1 && !entry.equals(SourceEntry.folder(entry.path()))) {
                now.add(SourceEntry.file(entry.path(), entry.sizeBytes() + 1, entry.ticks()));
            } else if (fate > 0) {
                now.add(entry);
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            now.add(entry(random));
        }
        return now;
    }

    private static Recorder diff(Collection<SourceEntry> now, Collection<SourceEntry> before) throws SyncException {
        Recorder recorder = new Recorder();
        EntryDiff.merge(stream(now), stream(before), Function.identity(), recorder);
        return recorder;
    }

    private static EntryStream<SourceEntry> stream(Collection<SourceEntry> entries) {
        Iterator<SourceEntry> iterator = entries.iterator();
        return () -> iterator.hasNext() ? iterator.next() : null;
    }

    private static final class Recorder implements DiffVisitor<SourceEntry> {
        private final List<SourceEntry> added = new ArrayList<>();
        private final List<SourceEntry> changed = new ArrayList<>();
        private final List<SourceEntry> unchanged = new ArrayList<>();
        private final List<SourceEntry> vanished = new ArrayList<>();
        private final List<SourceEntry> visited = new ArrayList<>();

        @Override
        public void added(SourceEntry now) {
            added.add(now);
            visited.add(now);
        }

        @Override
        public void changed(SourceEntry now, SourceEntry before) {
            assertThat(SourceEntry.CANONICAL_ORDER.compare(now, before)).isZero();
            changed.add(now);
            visited.add(now);
        }

        @Override
        public void unchanged(SourceEntry now, SourceEntry before) {
            assertThat(now).isEqualTo(before);
            unchanged.add(now);
            visited.add(now);
        }

        @Override
        public void vanished(SourceEntry before) {
            vanished.add(before);
            visited.add(before);
        }
    }
}
