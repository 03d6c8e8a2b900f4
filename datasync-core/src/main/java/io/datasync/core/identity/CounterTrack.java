package io.datasync.core.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows the durable counter of an identity, to see it go back.
 *
 * <p>That is proven only when a counter that is at least as high was heard {@code delayMax} earlier: all that was sent before that one
 * has arrived by then. After a set-back, what arrives within {@code delayMax} may still be from before it, and is not counted.
 *
 * @param high the highest counter since the last set-back
 * @param mark an earlier highest one, which becomes settled when it is old enough
 * @param settled whatever is not higher and comes now was set back
 * @param countsFrom what comes earlier is not counted
 * @param setBacks those that no restored disk explains, oldest first; at most one, since the second is a conflict
 */
record CounterTrack(Told high, Told mark, Optional<Told> settled, Instant countsFrom, List<Instant> setBacks) {
    private static final int CONFLICT = 2;

    CounterTrack {
        setBacks = List.copyOf(setBacks);
    }

    /** A counter, who told it, and when it was heard. */
    record Told(long counter, Life by, Instant at) {
        boolean settled(Instant now, Duration delayMax) {
            return !now.isBefore(at.plus(delayMax));
        }
    }

    /** The track after a sign, and what it says. */
    record Step(CounterTrack track, IdentityVerdict verdict) {}

    static CounterTrack begun(Sign sign, Life life) {
        return from(new Told(sign.counter(), life, sign.heardAt()), sign.heardAt(), List.of());
    }

    private static CounterTrack from(Told first, Instant countsFrom, List<Instant> setBacks) {
        return new CounterTrack(first, first, Optional.empty(), countsFrom, setBacks);
    }

    Step heard(Sign sign, Life life, IdentitySettings settings) {
        if (sign.heardAt().isBefore(countsFrom)) {
            return new Step(this, new IdentityVerdict.OnePc());
        }
        Told told = new Told(sign.counter(), life, sign.heardAt());
        CounterTrack now = at(told.at(), settings.delayMax());
        if (now.settled.isPresent() && told.counter() <= now.settled.get().counter()) {
            return now.setBack(now.settled.get(), told, settings);
        }
        if (told.counter() <= high.counter()) {
            return new Step(now, new IdentityVerdict.OnePc());
        }
        String before = high.by().fingerprint();
        return new Step(
                new CounterTrack(told, now.mark, now.settled, countsFrom, setBacks),
                before.equals(sign.fingerprint())
                        ? new IdentityVerdict.OnePc()
                        : new IdentityVerdict.OtherHardware(before, sign.fingerprint()));
    }

    /** With everything settled that is old enough. */
    private CounterTrack at(Instant now, Duration delayMax) {
        if (high.settled(now, delayMax)) {
            return new CounterTrack(high, high, Optional.of(high), countsFrom, setBacks);
        }
        return mark.settled(now, delayMax)
                ? new CounterTrack(high, high, Optional.of(mark), countsFrom, setBacks)
                : this;
    }

    private Step setBack(Told from, Told to, IdentitySettings settings) {
        List<Instant> unexplained = new ArrayList<>();
        for (Instant at : setBacks) {
            if (at.plus(settings.setBackWindow()).isAfter(to.at())) {
                unexplained.add(at);
            }
        }
        boolean otherHardware = !to.by().fingerprint().equals(from.by().fingerprint());
        boolean sameProcess = to.by().session().equals(from.by().session());
        if (otherHardware || sameProcess) {
            unexplained.add(to.at());
        }
        Instant countsAgain = to.at().plus(settings.delayMax());
        if (unexplained.size() < CONFLICT) {
            return new Step(
                    from(to, countsAgain, unexplained), new IdentityVerdict.SetBack(high.counter(), to.counter()));
        }
        return new Step(
                from(to, countsAgain, List.of(to.at())),
                new IdentityVerdict.Conflict(from.by(), to.by(), IdentityVerdict.Proof.SET_BACK_TWICE));
    }
}
