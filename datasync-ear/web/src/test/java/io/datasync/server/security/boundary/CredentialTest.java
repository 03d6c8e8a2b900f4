package io.datasync.server.security.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.server.security.control.Random256;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-33 what the request carries decides how it is judged")
class CredentialTest {
    private static final List<String> NOTHING = List.of();

    @Test
    void nothingIsNobody() {
        assertThat(Credential.in(NOTHING, NOTHING)).isInstanceOf(Credential.None.class);
    }

    @Test
    void eachKindIsRecognised() {
        assertThat(Credential.in(List.of("Agent abc"), NOTHING))
                .isEqualTo(new Credential.AgentKey(Random256.digest("abc")));
        assertThat(Credential.in(List.of("bearer  abc"), NOTHING))
                .isEqualTo(new Credential.SessionToken(Random256.digest("abc")));
        assertThat(Credential.in(NOTHING, List.of("abc"))).isEqualTo(new Credential.CiSecret(Random256.digest("abc")));
    }

    @Test
    void moreThanOneIsNone() {
        assertThat(Credential.in(List.of("Agent a", "Bearer b"), NOTHING)).isInstanceOf(Credential.Unreadable.class);
        assertThat(Credential.in(List.of("Agent a"), List.of("b"))).isInstanceOf(Credential.Unreadable.class);
    }

    @Test
    void emptyLongAndForeignOnesAreNone() {
        assertThat(Credential.in(List.of("Agent "), NOTHING)).isInstanceOf(Credential.Unreadable.class);
        assertThat(Credential.in(List.of("Basic YTpi"), NOTHING)).isInstanceOf(Credential.Unreadable.class);
        assertThat(Credential.in(NOTHING, List.of(""))).isInstanceOf(Credential.Unreadable.class);
        assertThat(Credential.in(List.of("Bearer " + "x".repeat(513)), NOTHING))
                .isInstanceOf(Credential.Unreadable.class);
    }
}
