package io.datasync.core.identity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was heard under one identity, as far as it tells one PC from two (D-27). Immutable; of bounded size.
 *
 * <p><b>Two PCs are proven</b> when two sessions were both heard for {@link IdentitySettings#delayMax} together: a home has one process at a
 * time, a process that ended never speaks again, and what it said last is heard before {@code delayMax} is over. No restart, no
 * restored disk, no new hardware and no message that is repeated, overtaken or late gives that, so it is no false alarm as long as
 * messages are not under way for longer. Two PCs that are both on and reach the server are noticed within {@code delayMax} and the
 * time between two signs.
 *
 * <p>Two PCs that are never on together, by day and by night, show by the counter: each goes back behind the other's. One set-back is a
 * restored disk; a second within {@link IdentitySettings#setBackWindow} that comes with other hardware each time, or within one process
 * (a copy of a PC's memory), is a conflict. False alarm: a disk set back twice in that time, each time onto other hardware.
 *
 * <p><b>Missed</b> are: a PC whose processes never live for {@code delayMax}, or which does not reach the server; two that are on in turn
 * when their hardware has the same fingerprint, or their counters happen to rise at each turn; all that was heard before a history
 * was lost, which begins anew and only takes longer.
 */
public final class SignHistory {
    /** Nothing was heard. */
    public static final SignHistory NONE = new SignHistory(List.of(), Optional.empty());

    private final List<Life> lives;
    private final Optional<CounterTrack> track;

    private SignHistory(List<Life> lives, Optional<CounterTrack> track) {
        this.lives = List.copyOf(lives);
        this.track = track;
    }

    /** The history after a sign, and what the sign says. */
    public record Heard(SignHistory history, IdentityVerdict verdict) {}

    /** The sessions that are remembered, the one heard first comes first. */
    public List<Life> lives() {
        return lives;
    }

    /**
     * Hears a sign. A server's clock that was set back makes what is known worthless: then the history begins anew (D-25).
     *
     * @param sign heard now, not earlier than those before it but for what the clocks of two nodes differ
     */
    public Heard hear(Sign sign, IdentitySettings settings) {
        if (lives.stream()
                .anyMatch(life -> sign.heardAt().isBefore(life.lastAt().minus(settings.delayMax())))) {
            return NONE.hear(sign, settings);
        }
        Life life = lives.stream()
                .filter(known -> known.session().equals(sign.session()))
                .findFirst()
                .map(known -> known.went(sign))
                .orElseGet(() -> Life.begun(sign));
        CounterTrack.Step step = track.isPresent()
                ? track.get().heard(sign, life, settings)
                : new CounterTrack.Step(CounterTrack.begun(sign, life), new IdentityVerdict.OnePc());
        IdentityVerdict verdict = together(life, settings).orElse(step.verdict());
        return new Heard(new SignHistory(with(life, settings.livesMax()), Optional.of(step.track())), verdict);
    }

    private Optional<IdentityVerdict> together(Life life, IdentitySettings settings) {
        for (Life other : lives) {
            boolean two = !other.session().equals(life.session());
            if (two && life.overlap(other).compareTo(settings.delayMax()) >= 0) {
                boolean first = life.firstAt().isBefore(other.firstAt());
                return Optional.of(new IdentityVerdict.Conflict(
                        first ? life : other, first ? other : life, IdentityVerdict.Proof.BOTH_ALIVE));
            }
        }
        return Optional.empty();
    }

    /** Those heard last, in the order in which they were first heard. */
    private List<Life> with(Life life, int most) {
        List<Life> all = new ArrayList<>();
        for (Life known : lives) {
            if (!known.session().equals(life.session())) {
                all.add(known);
            }
        }
        all.add(life);
        if (all.size() > most) {
            Instant oldest = all.stream()
                    .map(Life::lastAt)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).lastAt().equals(oldest)) {
                    all.remove(i);
                    break;
                }
            }
        }
        all.sort(Comparator.comparing(Life::firstAt).thenComparing(Life::session));
        return all;
    }
}
