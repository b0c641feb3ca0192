package io.eventdispatcher.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ByteSourceTests {

    @Test
    void refusesATargetThatIsTooShortAndLeavesItAlone() {
        byte[] target = new byte[4];

        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> ByteSource.utf8("abc").copyTo(target, 2));

        assertThat(target).containsOnly(0);
    }

    @Test
    void copiesAllBytesToTheOffset() {
        byte[] target = {9, 9, 9, 9};

        ByteSource.of(new byte[] {1, 2}).copyTo(target, 1);

        assertThat(target).containsExactly(9, 1, 2, 9);
    }

    @Test
    void anEmptySourceCopiesNothing() {
        byte[] target = {7};

        ByteSource.of(new byte[0]).copyTo(target, 1);

        assertThat(target).containsExactly(7);
    }

    @Test
    void encodesTextAsUtf8() {
        ByteSource source = ByteSource.utf8("\u00e9\u20ac");
        byte[] target = new byte[source.length()];

        source.copyTo(target, 0);

        assertThat(target).containsExactly(0xc3, 0xa9, 0xe2, 0x82, 0xac);
    }

    @Test
    void doesNotShowItsContentInItsText() {
        assertThat(ByteSource.utf8("password")).hasToString("ByteSource[length=8]");
    }
}
