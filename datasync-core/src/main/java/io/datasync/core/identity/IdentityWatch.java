package io.datasync.core.identity;

import io.datasync.core.identity.IdentityVerdict.Conflict;
import java.util.Optional;

/**
 * All that is known of who works under one identity: what was heard, who held a lease, and the conflict when there is one. Immutable.
 *
 * @param history what was heard; may be lost, and begins anew then
 * @param leaseHolder the session that says that it has a run with a live lease, before any other said so
 * @param conflict to be kept for good
 */
public record IdentityWatch(SignHistory history, Optional<String> leaseHolder, Optional<IdentityConflict> conflict) {
    /** Nothing was heard. */
    public static final IdentityWatch NONE = new IdentityWatch(SignHistory.NONE, Optional.empty(), Optional.empty());

    /** What is known after a sign, what the sign says, and what its sender is to do. */
    public record Watched(IdentityWatch watch, IdentityVerdict verdict, Role role) {}

    /**
     * Hears a sign.
     *
     * @param holdsLease whether the heartbeat names a run of which the index says that it is alive and has its lease
     */
    public Watched hear(Sign sign, boolean holdsLease, IdentitySettings settings) {
        SignHistory.Heard heard = history.hear(sign, settings);
        Optional<String> holder = holder(sign, holdsLease, settings);
        Optional<IdentityConflict> known = conflict;
        if (heard.verdict() instanceof Conflict shown) {
            known = Optional.of(
                    conflict.isPresent()
                            ? conflict.get().noticedAgain(shown, holder)
                            : IdentityConflict.noticed(shown, holder, sign.heardAt()));
        }
        IdentityWatch after = new IdentityWatch(heard.history(), holder, known.map(now -> now.heard(sign.machine())));
        return new Watched(after, heard.verdict(), after.role(sign.machine(), sign.session()));
    }

    /** What a PC is to do; before any conflict, to go on. */
    public Role role(MachineId machine, String session) {
        return conflict.map(known -> known.role(machine, session)).orElseGet(Role.GoesOn::new);
    }

    /** As a person settled it. */
    public IdentityWatch settled(Settlement decision) {
        return new IdentityWatch(history, leaseHolder, conflict.map(known -> known.settled(decision)));
    }

    /** The first to say so stays the holder until it says otherwise, or is silent while another says so. */
    private Optional<String> holder(Sign sign, boolean holdsLease, IdentitySettings settings) {
        boolean itself = leaseHolder.isPresent() && leaseHolder.get().equals(sign.session());
        if (!holdsLease) {
            return itself ? Optional.empty() : leaseHolder;
        }
        boolean another = leaseHolder.isPresent()
                && !itself
                && history.lives().stream()
                        .filter(life -> life.session().equals(leaseHolder.get()))
                        .anyMatch(
                                life -> life.lastAt().plus(settings.delayMax()).isAfter(sign.heardAt()));
        return another ? leaseHolder : Optional.of(sign.session());
    }
}
