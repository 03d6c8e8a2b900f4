package io.datasync.core.architecture;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What others can see of a type, in lines: the type, and below it its public and protected members in order. */
final class Signatures {
    /** Every type has them. */
    private static final Set<String> OF_EVERY_TYPE = Set.of("equals", "hashCode", "toString", "values", "valueOf");

    private Signatures() {}

    static List<String> of(Class<?> type) {
        List<String> lines = new ArrayList<>(List.of(head(type)));
        Stream<Member> members = Stream.of(
                        type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
                .flatMap(Arrays::stream)
                .map(Member.class::cast);
        members.filter(member -> !member.isSynthetic() && isVisible(member.getModifiers()))
                .filter(member -> !(member instanceof Method && OF_EVERY_TYPE.contains(member.getName())))
                .map(member -> "    " + line(type, member))
                .sorted()
                .forEach(lines::add);
        return lines;
    }

    static List<String> joined(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String head(Class<?> type) {
        String kind = type.isRecord() ? "record" : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
        int hidden = Modifier.INTERFACE | (type.isInterface() ? Modifier.ABSTRACT : 0);
        String modifiers = Modifier.toString(type.getModifiers() & ~hidden);
        String sealed = type.isSealed() ? " sealed" : "";
        Type above = type.getGenericSuperclass();
        boolean plain = above == null || Set.of(Object.class, Record.class).contains(above) || type.isEnum();
        return modifiers + sealed + " " + kind + " " + name(type) + variables(type.getTypeParameters())
                + (plain ? "" : " extends " + above.getTypeName())
                + list(type.isInterface() ? " extends " : " implements ", type.getGenericInterfaces())
                + (type.isSealed() ? list(" permits ", Objects.requireNonNull(type.getPermittedSubclasses())) : "");
    }

    /** With the types around it, without the package. */
    private static String name(Class<?> type) {
        Class<?> around = type.getEnclosingClass();
        boolean shown = around != null && !around.getSimpleName().endsWith("Test");
        return (shown ? name(around) + "." : "") + type.getSimpleName();
    }

    private static String line(Class<?> type, Member member) {
        boolean isField = member instanceof Field;
        int shown = isField ? Modifier.fieldModifiers() : Modifier.methodModifiers() & ~Modifier.SYNCHRONIZED;
        String text = Modifier.toString(member.getModifiers() & shown);
        if (member instanceof Field field) {
            return text + " " + field.getGenericType().getTypeName() + " " + field.getName();
        }
        Executable call = (Executable) member;
        String variables = variables(call.getTypeParameters());
        String returned = member instanceof Method method
                ? method.getGenericReturnType().getTypeName() + " " + method.getName()
                : type.getSimpleName();
        boolean given = member instanceof Method method && method.isDefault();
        return (given ? "default " : "") + text + " " + (variables.isEmpty() ? "" : variables + " ") + returned
                + Arrays.stream(call.getGenericParameterTypes())
                        .map(Type::getTypeName)
                        .collect(Collectors.joining(", ", "(", ")"))
                + list(" throws ", call.getGenericExceptionTypes());
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables)
                        .map(variable -> variable.getName() + list(" extends ", bounds(variable)))
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private static Type[] bounds(TypeVariable<?> variable) {
        return Arrays.stream(variable.getBounds())
                .filter(bound -> bound != Object.class)
                .toArray(Type[]::new);
    }

    private static String list(String before, Type[] types) {
        return types.length == 0
                ? ""
                : Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", ", before, ""));
    }
}
