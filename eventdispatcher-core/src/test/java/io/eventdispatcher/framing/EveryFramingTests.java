package io.eventdispatcher.framing;

import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The shared contract, once for each framing. */
class EveryFramingTests {

    private static final List<String> FRAMES = List.of("one", "12345678", "\r", "\0", "\u00ff\u00fe", "z");

    @Nested
    class Lines implements FramingContract {
        @Override
        public Framing framing() {
            return Framing.lines(8);
        }

        @Override
        public List<String> frames() {
            return FRAMES;
        }

        @Override
        public String tooLong() {
            return "123456789";
        }
    }

    @Nested
    class Raw implements FramingContract {
        @Override
        public Framing framing() {
            return Framing.raw(8);
        }

        @Override
        public List<String> frames() {
            return FRAMES;
        }

        @Override
        public boolean keepsBoundaries() {
            return false;
        }

        @Override
        public String tooLong() {
            return "";
        }
    }

    @Nested
    class Fixed implements FramingContract {
        @Override
        public Framing framing() {
            return Framing.fixed(3);
        }

        @Override
        public List<String> frames() {
            return List.of("one", "two", "\0\n\u00ff", "\n\n\n");
        }

        @Override
        public String tooLong() {
            return "";
        }
    }

    @Nested
    class DelimitedByOneByte implements FramingContract {
        @Override
        public Framing framing() {
            return Framing.delimiter("\0", 8);
        }

        @Override
        public List<String> frames() {
            return List.of("", "one", "", "12345678", "\r\n", "\u00ff", "");
        }

        @Override
        public String tooLong() {
            return "123456789";
        }

        @Override
        public byte filler() {
            return 0;
        }
    }

    @Nested
    class DelimitedByTwoBytes implements FramingContract {
        @Override
        public Framing framing() {
            return Framing.delimiter("\r\n", 8);
        }

        @Override
        public List<String> frames() {
            return List.of("one", "", "\r", "\n", "\r\r\r", "1234567\r", "a\nb\rc");
        }

        @Override
        public String tooLong() {
            return "12345678\r\r";
        }
    }

    /** A delimiter whose beginning repeats inside of it is the one that a careless search misses. */
    @Nested
    class DelimitedByABeginningThatRepeats implements FramingContract {
        @Override
        public Framing framing() {
            return Framing.delimiter("aab", 8);
        }

        @Override
        public List<String> frames() {
            return List.of("a", "aa", "aba", "", "aaaaaaaa", "bbb", "baa");
        }

        @Override
        public String tooLong() {
            return "aaaaaaaaaaaa";
        }

        @Override
        public byte filler() {
            return 'a';
        }
    }

    abstract static class LengthPrefixed implements FramingContract {
        @Override
        public List<String> frames() {
            return List.of("", "one", "\0\0\0\1", "12345678", "", "", "\u00ff");
        }
    }

    @Nested
    class LengthInOneByte extends LengthPrefixed {
        @Override
        public Framing framing() {
            return Framing.lengthPrefix(1, ByteOrder.BIG_ENDIAN, 8);
        }

        @Override
        public String tooLong() {
            return "\11";
        }
    }

    @Nested
    class LengthInTwoBytes extends LengthPrefixed {
        @Override
        public Framing framing() {
            return Framing.lengthPrefix(2, ByteOrder.BIG_ENDIAN, 8);
        }

        @Override
        public String tooLong() {
            return "\1\0";
        }
    }

    @Nested
    class LengthInTwoBytesLittleEndian extends LengthPrefixed {
        @Override
        public Framing framing() {
            return Framing.lengthPrefix(2, ByteOrder.LITTLE_ENDIAN, 8);
        }

        @Override
        public String tooLong() {
            return "\11\0";
        }
    }

    @Nested
    class LengthInFourBytes extends LengthPrefixed {
        @Override
        public Framing framing() {
            return Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN, 8);
        }

        @Override
        public String tooLong() {
            return "\u00ff\u00ff\u00ff\u00ff";
        }
    }

    @Nested
    class LengthInFourBytesLittleEndian extends LengthPrefixed {
        @Override
        public Framing framing() {
            return Framing.lengthPrefix(4, ByteOrder.LITTLE_ENDIAN, 8);
        }

        @Override
        public String tooLong() {
            return "\0\0\0\u0080";
        }
    }
}
