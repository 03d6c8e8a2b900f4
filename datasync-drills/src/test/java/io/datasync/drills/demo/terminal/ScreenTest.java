package io.datasync.drills.demo.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong(-5);

    private Screen screen(boolean terminal) {
        return screen(terminal, 0);
    }

    private Screen screen(boolean terminal, int columns) {
        return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, columns, nanos::get);
    }

    private String printed() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    @Test
    @DisplayName("On a terminal the block is replaced in place, and lines that stay go above it")
    void theBlockIsReplacedInPlace() {
        Screen screen = screen(true);
        screen.show(List.of("a", "b"));
        assertThat(printed()).isEqualTo("\u001b[?7la\nb\n\u001b[?7h");
        screen.show(List.of("a", "c"));
        assertThat(printed()).isEqualTo("\u001b[1A\u001b[1A\r\u001b[0J\u001b[?7la\nc\n\u001b[?7h");
        screen.line("stays");
        assertThat(printed()).isEqualTo("\u001b[1A\u001b[1A\r\u001b[0Jstays\n\u001b[?7la\nc\n\u001b[?7h");
        screen.leave();
        screen.line("below");
        assertThat(printed()).isEqualTo("\r\u001b[0Jbelow\n");
    }

    @Test
    @DisplayName("On a terminal a block that did not change is not drawn again")
    void anUnchangedBlockIsNotDrawn() {
        Screen screen = screen(true);
        screen.show(List.of("a"));
        printed();
        screen.show(List.of("a"));
        assertThat(printed()).isEmpty();
    }

    @Test
    @DisplayName("I-6 on a narrow terminal no part of the equation is cut off, and all of it is replaced in place")
    void aNarrowTerminalShowsAll() {
        Screen screen = screen(true, 30);
        screen.show(List.of("seen 50,510 = verified 46,589 + failed 0 + lost 0"));
        assertThat(printed()).isEqualTo("\u001b[?7lseen 50,510 = verified 46,589\n   + failed 0 + lost 0\n\u001b[?7h");
        screen.show(List.of("x".repeat(40)));
        assertThat(printed())
                .isEqualTo("\u001b[1A\u001b[1A\r\u001b[0J\u001b[?7l" + "x".repeat(29) + "\n   " + "x".repeat(11)
                        + "\n\u001b[?7h");
        screen(false, 30).show(List.of("y".repeat(40)));
        assertThat(printed()).isEqualTo("y".repeat(40) + "\n");
    }

    @Test
    @DisplayName("Without a terminal the block is plain, printed when it changed and not too often")
    void withoutATerminalTheBlockIsPlain() {
        Screen screen = screen(false);
        screen.show(List.of("a"));
        screen.show(List.of("b"));
        assertThat(printed()).isEqualTo("a\n");
        nanos.addAndGet(Screen.PLAIN_PAUSE.toNanos());
        screen.show(List.of("a"));
        assertThat(printed()).isEmpty();
        screen.show(List.of("c"));
        assertThat(printed()).isEqualTo("c\n");
    }

    @Test
    @DisplayName("D-16 a name cannot steer the terminal")
    void aNameCannotSteerTheTerminal() {
        screen(true).line("a\u001b[31m\nb\u0085c ü");
        assertThat(printed()).isEqualTo("a?[31m?b?c ü\n");
    }
}
