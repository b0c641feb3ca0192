package io.eventdispatcher.transport.junix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnixAddressTests {

    @Test
    void printsPathsNamesAndNothing() {
        assertThat(UnixAddress.ofPath("/run/x.sock")).hasToString("/run/x.sock");
        assertThat(UnixAddress.ofName("x")).hasToString("@x");
        assertThat(UnixAddress.UNNAMED).hasToString("(unnamed)");
        assertThat(UnixAddress.of(new byte[0])).isSameAs(UnixAddress.UNNAMED);
    }

    @Test
    void keepsControlCharactersOutOfLogs() {
        assertThat(UnixAddress.of(new byte[] {0, 'a', '\n', 0, 'b', 27})).hasToString("@a\\u000a\\u0000b\\u001b");
        assertThat(UnixAddress.ofPath("/tmp/\u202e")).hasToString("/tmp/\\u202e");
    }

    @Test
    void comparesByValueWithoutWhatFillsNamesUp() {
        byte[] filled = new byte[108];
        filled[1] = 'x';
        assertThat(UnixAddress.of(filled))
                .isEqualTo(UnixAddress.ofName("x"))
                .hasSameHashCodeAs(UnixAddress.ofName("x"));
        assertThat(UnixAddress.ofName("x")).isNotEqualTo(UnixAddress.ofPath("x"));
        byte[] copy = UnixAddress.ofName("x").bytes();
        copy[1] = 'y';
        assertThat(UnixAddress.ofName("x").bytes()).containsExactly(0, 'x');
        assertThat(UnixAddress.ofName("x").isAbstract()).isTrue();
        assertThat(UnixAddress.UNNAMED.isAbstract()).isFalse();
    }
}
