package io.datasync.core.identity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A conflict of one identity and who does what in it (D-27). To be kept as long as the identity, also when it is settled: a PC that was not
 * reached by the decision still speaks under it.
 *
 * <p>One PC goes on, all others stand aside, also those that were never heard before. The runs that live when the conflict is noticed go on
 * to their end; what a PC may open next follows from its {@link #role}. A PC that goes on and gets other hardware has another machine
 * id then, is taken for another PC and stands aside, until a person settles it again.
 *
 * @param since when it was noticed
 * @param runner the PC that goes on
 * @param session its process, as long as another PC has the same machine id; else empty
 * @param others those that were heard besides, at most {@value #OTHERS_MAX}
 * @param settlement what a person decided, once one did
 */
public record IdentityConflict(
        Instant since,
        MachineId runner,
        Optional<String> session,
        List<MachineId> others,
        Optional<Settlement> settlement) {
    /** More are not listed; they stand aside all the same. */
    public static final int OTHERS_MAX = 32;

    public IdentityConflict {
        others = List.copyOf(others);
        if (others.size() > OTHERS_MAX) {
            throw new IllegalArgumentException("At most " + OTHERS_MAX + " PCs are listed: " + others.size());
        }
    }

    /**
     * A conflict that was just noticed. The PC that holds a live lease goes on, else the one that was heard first.
     *
     * @param leaseHolder the session whose heartbeats name a run with a live lease; of several runs, the one opened first
     */
    public static IdentityConflict noticed(
            IdentityVerdict.Conflict conflict, Optional<String> leaseHolder, Instant now) {
        boolean otherHolds = leaseHolder.isPresent()
                && leaseHolder.get().equals(conflict.other().session());
        Life runner = otherHolds ? conflict.other() : conflict.known();
        Life other = otherHolds ? conflict.known() : conflict.other();
        boolean alike = runner.machine().equals(other.machine());
        return new IdentityConflict(
                now,
                runner.machine(),
                alike ? Optional.of(runner.session()) : Optional.empty(),
                alike ? List.of() : List.of(other.machine()),
                Optional.empty());
    }

    /**
     * As this, when PCs show again that they are two: if both have the machine id of the one that goes on, only its process is that one.
     *
     * @param leaseHolder as in {@link #noticed}
     */
    public IdentityConflict noticedAgain(IdentityVerdict.Conflict conflict, Optional<String> leaseHolder) {
        IdentityConflict known =
                heard(conflict.known().machine()).heard(conflict.other().machine());
        IdentityConflict anew = noticed(conflict, leaseHolder, since);
        return anew.session().isPresent() && anew.runner().equals(runner)
                ? new IdentityConflict(since, runner, anew.session(), known.others(), settlement)
                : known;
    }

    /** With a PC that was heard: from then on it is listed, and the machine id of the one that goes on is its own. */
    public IdentityConflict heard(MachineId machine) {
        if (machine.equals(runner) || others.contains(machine)) {
            return this;
        }
        List<MachineId> all = new ArrayList<>(others);
        if (all.size() < OTHERS_MAX) {
            all.add(machine);
        }
        return new IdentityConflict(since, runner, Optional.empty(), all, settlement);
    }

    /**
     * As a person settled it; the last decision counts.
     *
     * @throws IllegalArgumentException when the PC was not heard in this conflict
     */
    public IdentityConflict settled(Settlement decision) {
        if (!decision.runner().equals(runner) && !others.contains(decision.runner())) {
            throw new IllegalArgumentException("No PC of this conflict: " + decision.runner());
        }
        List<MachineId> rest = new ArrayList<>(others);
        if (!decision.runner().equals(runner)) {
            rest.set(rest.indexOf(decision.runner()), runner);
        }
        return new IdentityConflict(since, decision.runner(), session, rest, Optional.of(decision));
    }

    /**
     * What a PC is to do, whatever it did before. Asking again gives the same answer.
     *
     * @param asking the id it gives
     * @param process the session it gives
     */
    public Role role(MachineId asking, String process) {
        if (!asking.equals(runner)) {
            return new Role.StandsAside(asking, settlement.map(Settlement::next).orElse(Role.Next.WAITS));
        }
        return session.isPresent() && !session.get().equals(process) ? new Role.MakesMachineId() : new Role.GoesOn();
    }
}
