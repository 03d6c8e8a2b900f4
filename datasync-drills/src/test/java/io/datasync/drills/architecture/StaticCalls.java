package io.datasync.drills.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds where time or chance is taken from a static call instead of being given (I-13): calls and references of methods, except in a
 * {@code main}.
 */
final class StaticCalls {
    private static final String CONSTRUCTOR = "<init>";

    /** Forbidden whatever is passed. */
    private static final Map<String, Set<String>> ALWAYS = Map.of(
            "java.lang.System", Set.of("currentTimeMillis"),
            "java.time.Clock",
                    Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds", "tickMinutes"),
            "java.time.InstantSource", Set.of("system"),
            "java.util.Calendar", Set.of("getInstance"),
            "java.lang.Math", Set.of("random"),
            "java.lang.StrictMath", Set.of("random"),
            "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.util.random.RandomGenerator", Set.of("getDefault", "of"),
            "java.security.SecureRandom", Set.of(CONSTRUCTOR, "getInstance", "getInstanceStrong"));

    /** Forbidden when nothing is passed: no time, no seed. */
    private static final Set<String> WITHOUT_ARGUMENT =
            Set.of("java.util.Date", "java.util.GregorianCalendar", "java.util.Random", "java.util.SplittableRandom");

    private StaticCalls() {}

    /** All of them, each once a class: the class, a space, and what it calls. */
    static SortedSet<String> in(JavaClasses classes) {
        SortedSet<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
                if (isForbidden(access) && !access.getOrigin().getName().equals("main")) {
                    found.add(type.getName() + " " + access.getTargetOwner().getName() + "."
                            + access.getTarget().getName());
                }
            }
        }
        return found;
    }

    private static boolean isForbidden(JavaCodeUnitAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String method = access.getTarget().getName();
        List<JavaClass> parameters = access.getTarget().getRawParameterTypes();
        if (ALWAYS.getOrDefault(owner, Set.of()).contains(method)) {
            return true;
        }
        if (WITHOUT_ARGUMENT.contains(owner) && method.equals(CONSTRUCTOR)) {
            return parameters.isEmpty();
        }
        boolean givenClock = parameters.stream().anyMatch(type -> type.getName().equals("java.time.Clock"));
        return owner.startsWith("java.time.") && method.equals("now") && !givenClock;
    }
}
