package io.datasync.testkit.journal.fault;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.lease.JobId;
import io.datasync.testkit.fault.Call;
import io.datasync.testkit.fault.FaultPoint;
import io.datasync.testkit.fault.Faults;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A journal on a disk that fails, or whose process dies at any call.
 *
 * <p>A call that failed with {@code JOURNAL_IO} has changed nothing or everything, and which of the two may show at the next opening alone.
 * So there are three ways to fail: nothing is changed; everything is, at once; or it shows in what {@link #reopened} gives, unless a
 * later call changed something, which overwrites what was left half written ({@code Late}, over a journal in memory alone).
 *
 * <p>Thread-safe as the journal behind it. Faults know calls by the names of the methods, and reading on in a cursor as {@link #NEXT}.
 */
public final class FaultyJournal implements Journal {
    /** What faults know the next entry of a cursor by. */
    public static final String NEXT = "next";

    private final Journal delegate;
    private final @Nullable InMemoryJournal memory;
    private final FaultPoint point;
    private @Nullable InMemoryJournal maybe;

    private FaultyJournal(Journal delegate, @Nullable InMemoryJournal memory, Faults faults, ProcessLife life) {
        this.delegate = delegate;
        this.memory = memory;
        point = new FaultPoint(Part.JOURNAL, faults, life);
    }

    /** A journal in memory to which these faults happen, in this process. */
    public static FaultyJournal over(InMemoryJournal memory, Faults faults, ProcessLife life) {
        return new FaultyJournal(memory, memory, faults, life);
    }

    /** Any journal to which these faults happen, in this process. */
    public static FaultyJournal around(Journal journal, Faults faults, ProcessLife life) {
        return new FaultyJournal(journal, null, faults, life);
    }

    @Override
    public JobJournal job(JobId job) throws SyncException {
        Call call = point.named("job", true);
        JobJournal target = point.call(
                call, () -> delegate.job(job), forgotten -> {}, verdict -> late(call, verdict, () -> later().job(job)));
        return (JobJournal) Proxy.newProxyInstance(
                JobJournal.class.getClassLoader(), new Class<?>[] {JobJournal.class}, new Handler(job, target));
    }

    /** Makes the calls of one job. */
    private final class Handler implements InvocationHandler {
        private final JobId job;
        private final JobJournal target;

        Handler(JobId job, JobJournal target) {
            this.job = job;
            this.target = target;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws SyncException {
            Optional<Object> result = method.getDeclaringClass() == Object.class
                    ? made(method, target, arguments)
                    : call(method, arguments);
            return result.orElse(null);
        }

        private Optional<Object> call(Method method, Object @Nullable [] arguments) throws SyncException {
            Call call = point.named(method.getName(), JournalMethods.changes(method.getName()));
            return point.call(
                            call,
                            () -> done(call, made(method, target, arguments)),
                            FaultyJournal::forget,
                            verdict -> late(call, verdict, () -> made(method, later().job(job), arguments)))
                    .map(result -> result instanceof JournalCursor cursor ? faulty(cursor) : result);
        }
    }

    private synchronized Optional<Object> done(Call call, Optional<Object> result) {
        if (call.changes()) {
            maybe = null;
        }
        return result;
    }

    /** A copy on which the call may be made that fails now: what the next opening may find. */
    private synchronized InMemoryJournal later() {
        if (memory == null) {
            throw new IllegalArgumentException("Only a journal in memory can show later what a call did");
        }
        maybe = memory.copy();
        return maybe;
    }

    private static <T> T late(Call call, Verdict verdict, FaultPoint.Work<T> work) throws SyncException {
        if (!(verdict instanceof Verdict.Late late)) {
            throw new IllegalArgumentException("A journal cannot do this to " + call + ": " + verdict);
        }
        if (call.changes()) {
            work.run();
        }
        throw late.failure();
    }

    private static Optional<Object> made(Method method, JobJournal target, Object @Nullable [] arguments)
            throws SyncException {
        try {
            return Optional.ofNullable(method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SyncException failure) {
                throw failure;
            }
            if (cause instanceof RuntimeException bug) {
                throw bug;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("Not a failure of a journal", cause);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("A method of the port cannot be called", e);
        }
    }

    /** What the caller never gets, it cannot close. */
    private static void forget(Optional<Object> result) {
        if (result.orElse(null) instanceof JournalCursor cursor) {
            cursor.close();
        }
    }

    private JournalCursor faulty(JournalCursor cursor) {
        Call next = point.named(NEXT, false);
        return new JournalCursor() {
            @Override
            public @Nullable JournalEntry next() throws SyncException {
                return point.call(next, () -> Optional.ofNullable(cursor.next()), forgotten -> {})
                        .orElse(null);
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }

    /**
     * The journal in memory as the next process opens it. This one is of no use any more.
     *
     * @param lateShows whether the last call shows that failed and was to be seen later; without one it makes no difference
     */
    public synchronized InMemoryJournal reopened(boolean lateShows) {
        if (memory == null) {
            throw new IllegalStateException("Whoever made the journal opens it");
        }
        InMemoryJournal left = memory.crash();
        return lateShows && maybe != null ? maybe : left;
    }

    @Override
    public void close() {
        delegate.close();
    }
}
