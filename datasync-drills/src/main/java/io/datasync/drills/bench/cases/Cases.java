package io.datasync.drills.bench.cases;

import io.datasync.drills.bench.report.Verdict;
import io.datasync.testkit.corpus.SpeedCorpus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All cases, with their targets. */
public final class Cases {
    /** The whole process, however many files there are. */
    private static final double MEMORY_MIB = 64;

    private static final List<Case> ALL = List.of(
            new Case(
                    "no-change",
                    Optional.of("G"),
                    "No change, G",
                    place -> new NoChange(place, SpeedCorpus.G).measure(),
                    measured -> List.of(
                            Verdict.ratio(measured.get(0), measured.get(1), 0.35),
                            Verdict.ratio(measured.get(0), measured.get(2), 1.1),
                            Verdict.mib(measured.get(0), MEMORY_MIB))),
            new Case(
                    "no-change",
                    Optional.of("M"),
                    "No change, M",
                    place -> new NoChange(place, SpeedCorpus.M).measure(),
                    measured -> List.of(
                            Verdict.ratio(measured.get(0), measured.get(1), 0.35),
                            Verdict.ratio(measured.get(0), measured.get(3), 2.1),
                            Verdict.mib(measured.get(0), MEMORY_MIB))),
            new Case(
                    "sealed",
                    Optional.of("M"),
                    "No change, M with 364 of 365 folders sealed, in a running agent",
                    place -> new SealedCycle(place).measure(),
                    measured -> List.of(Verdict.ratio(measured.get(0), measured.get(1), 0.05))),
            new Case(
                    "new-files",
                    Optional.of("G"),
                    "100 new files in G",
                    place -> new NewFiles(place).measure(),
                    measured -> List.of(Verdict.ratio(measured.get(0), measured.get(1), 0.35))),
            new Case(
                    "first-archive",
                    Optional.of("G"),
                    "First archive, G",
                    place -> new FirstArchive(place, SpeedCorpus.G).measure(),
                    measured -> List.of(Verdict.ratio(measured.get(0), measured.get(1), 0.6))),
            new Case(
                    "first-archive",
                    Optional.of("L"),
                    "First archive, L",
                    place -> new FirstArchive(place, SpeedCorpus.L).measure(),
                    measured -> List.of(Verdict.ratio(measured.get(0), measured.get(1), 0.65))),
            new Case(
                    "verify",
                    Optional.of("G"),
                    "Full verification, G",
                    place -> new FullVerification(place).measure(),
                    measured -> List.of(Verdict.ratio(measured.get(0), measured.get(1), 0.25))),
            new Case(
                    "diff",
                    Optional.empty(),
                    "Diff of two manifests of 1,000,000 entries, heap 16 MiB",
                    place -> new ManifestDiff(place).measure(),
                    measured -> List.of(Verdict.seconds(measured.get(0), 1))));

    private Cases() {}

    /**
     * Those with one of the names and over one of the corpora; an empty list leaves the choice open. What needs no corpus is chosen by name.
     *
     * @return empty also when a name or corpus is none
     */
    public static List<Case> chosen(List<String> names, List<String> corpora) {
        boolean known = ALL.stream().map(Case::name).toList().containsAll(names)
                && List.of("G", "L", "M").containsAll(corpora);
        List<Case> chosen = new ArrayList<>();
        for (Case each : ALL) {
            boolean named = names.isEmpty() || names.contains(each.name());
            boolean over =
                    corpora.isEmpty() || each.corpus().map(corpora::contains).orElse(names.contains(each.name()));
            if (known && named && over) {
                chosen.add(each);
            }
        }
        return chosen;
    }

    /** Their names, for people. */
    public static String names() {
        return String.join(", ", ALL.stream().map(Case::name).distinct().toList());
    }
}
