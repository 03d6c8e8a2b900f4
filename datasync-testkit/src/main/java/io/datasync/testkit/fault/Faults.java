package io.datasync.testkit.fault;

/**
 * Decides what becomes of calls. Every twin that can fail asks one of these, so that one policy, such as that of a simulation with its seed,
 * decides about store, journal, index and network alike.
 *
 * <p>It is asked in the thread of the caller, right before the call, and may wait there: that is how a call becomes slow. Thread-safe where
 * the twins that ask it are called from several threads.
 */
@FunctionalInterface
public interface Faults {
    /** Everything goes through. */
    Faults NONE = call -> Verdict.goOn();

    /** What becomes of a call. */
    Verdict verdict(Call call);

    /** The work of a call is done, whether or not its answer arrives; nothing that failed is told. For who looks at things after every step. */
    default void done(Call call) {}

    /** Asks another one about what this one lets through; both are told what is done. */
    default Faults then(Faults other) {
        Faults first = this;
        return new Faults() {
            @Override
            public Verdict verdict(Call call) {
                Verdict verdict = first.verdict(call);
                return verdict instanceof Verdict.GoOn ? other.verdict(call) : verdict;
            }

            @Override
            public void done(Call call) {
                first.done(call);
                other.done(call);
            }
        };
    }
}
