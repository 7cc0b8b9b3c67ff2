package dev.caraway.it.structure;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.Set;
import java.util.stream.Stream;

/** What an embedder sees of a type, and which names may stand there: those that stay what they are. */
final class PublicFace {

    private static final Set<String> SERVER =
            Set.of("dev.caraway.server", "dev.caraway.server.guest", "dev.caraway.server.event");

    private PublicFace() {}

    /** The places of a public type that name what an embedder must not need, with the name. */
    static Stream<String> leaks(JavaClass type) {
        if (!type.getModifiers().contains(JavaModifier.PUBLIC)) {
            return Stream.of();
        }
        Stream<String> kinds = Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream())
                .filter(kind -> !isPublic(kind))
                .map(kind -> type.getName() + ": is a " + kind.getName());
        Stream<String> members = type.getMembers().stream()
                .filter(PublicFace::isSeen)
                .flatMap(member -> types(member)
                        .flatMap(each -> each.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .filter(named -> !isPublic(named))
                        .map(named -> member.getFullName() + ": names " + named.getName()));
        return Stream.concat(kinds, members).distinct();
    }

    private static boolean isSeen(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaType> types(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit unit = (JavaCodeUnit) member;
        return Stream.of(
                        Stream.of(unit.getReturnType()),
                        unit.getParameterTypes().stream(),
                        unit.getExceptionTypes().stream())
                .flatMap(each -> each);
    }

    /** The words of SPICE and the server's own events are values that a face may hand out. */
    private static boolean isPublic(JavaClass named) {
        String name = named.getPackageName();
        return SERVER.contains(name)
                || name.startsWith("dev.caraway.protocol")
                || !(name.startsWith("dev.caraway.") || name.startsWith("io.netty."));
    }
}
