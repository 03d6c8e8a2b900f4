package io.datasync.testkit.fault;

import io.datasync.core.failure.SyncException;
import java.util.function.Consumer;

/** Where the calls of one twin meet their faults. As thread-safe as the faults that it asks. */
public final class FaultPoint {
    private final Part part;
    private final Faults faults;
    private final ProcessLife life;

    /** Calls to a part, by a process. */
    public FaultPoint(Part part, Faults faults, ProcessLife life) {
        this.part = part;
        this.faults = faults;
        this.life = life;
    }

    /** What a call does. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T run() throws SyncException;
    }

    /** What a call does that gives nothing. */
    @FunctionalInterface
    public interface Step {
        /** Does it. */
        void run() throws SyncException;
    }

    /** What is to be done under a verdict that not every part can carry out. */
    @FunctionalInterface
    public interface Special<T> {
        /** Does it. */
        T run(Verdict verdict) throws SyncException;
    }

    /** A call of this name, as the faults know it. */
    public Call named(String name, boolean changes) {
        return new Call(part, name, changes, false);
    }

    /** As {@link #named}, of a call that moves the bytes of a file. */
    public Call carrying(String name, boolean changes) {
        return new Call(part, name, changes, true);
    }

    /** Throws {@link SimulatedCrash} when the process is dead. */
    public void requireAlive(Call call) {
        life.requireAlive("before", call);
    }

    /** Makes a call that knows no special verdicts. */
    public <T> T call(Call call, Work<T> work, Consumer<T> forget) throws SyncException {
        return call(call, work, forget, verdict -> {
            throw new IllegalArgumentException("Nothing can do this to " + call + ": " + verdict);
        });
    }

    /** Makes a call that gives nothing. */
    public void step(Call call, Step work) throws SyncException {
        call(call, () -> done(work), done -> {});
    }

    private static boolean done(Step work) throws SyncException {
        work.run();
        return true;
    }

    /**
     * Makes a call.
     *
     * @param forget what is done with a result that the caller never gets, and so cannot close
     * @param special carries out {@code Late}, {@code Twice}, {@code Echoed} and {@code FlippedBit}, as far as it can
     */
    public <T> T call(Call call, Work<T> work, Consumer<T> forget, Special<T> special) throws SyncException {
        life.requireAlive("before", call);
        Verdict verdict = faults.verdict(call);
        // The faults may have waited, and the process may have died meanwhile.
        life.requireAlive("before", call);
        if (verdict instanceof Verdict.Fails fails) {
            throw fails.failure();
        }
        if (verdict instanceof Verdict.CrashBefore) {
            throw life.end("before " + call);
        }
        boolean plain = verdict instanceof Verdict.GoOn
                || verdict instanceof Verdict.AnswerLost
                || verdict instanceof Verdict.CrashAfter;
        T result;
        try {
            result = plain ? work.run() : special.run(verdict);
        } catch (SyncException e) {
            endAfter(verdict, call);
            life.requireAlive("after", call);
            throw e;
        }
        faults.done(call);
        endAfter(verdict, call);
        if (life.isDead()) {
            forget.accept(result);
            life.requireAlive("after", call);
        }
        if (verdict instanceof Verdict.AnswerLost lost) {
            forget.accept(result);
            throw lost.failure();
        }
        return result;
    }

    private void endAfter(Verdict verdict, Call call) {
        if (verdict instanceof Verdict.CrashAfter) {
            life.end("after " + call);
        }
    }
}
