package io.eventdispatcher.source.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.testing.ManualClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listening to signals of a JVM that the test makes up. */
class SignalTableTests implements SignalPort {
    private final EventLoop loop = EventLoop.open("test", LoopOptions.defaults(), new ManualClock());
    private final SignalTable table = new SignalTable(this);
    private final Map<String, Runnable> installed = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final List<SignalEvent> heard = new ArrayList<>();
    private Before before = Before.FREE;

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Override
    public int number(String name) {
        if (name.equals("FOO")) {
            throw new IllegalArgumentException("Unknown signal: FOO");
        }
        return name.length();
    }

    @Override
    public Installed install(String name, Runnable action) {
        if (name.equals("QUIT")) {
            throw new IllegalArgumentException("Signal already used by VM or OS: SIGQUIT");
        }
        calls.add("install " + name);
        installed.put(name, action);
        return new Installed() {
            @Override
            public Before before() {
                return before;
            }

            @Override
            public void restore() {
                calls.add("restore " + name);
                installed.remove(name);
            }
        };
    }

    @Override
    public void raise(String name) {
        calls.add("raise " + name);
    }

    @Test
    void tenThousandSignalsBecomeOneTaskAndOneEventWithTheirCount() {
        SignalRegistration registration = table.add("HUP", loop, heard::add);
        for (int i = 0; i < 10_000; i++) {
            installed.get("HUP").run();
        }
        assertThat(heard).isEmpty();
        assertThat(loop.statistics().pendingTasks()).isEqualTo(1);
        loop.runOnce(0);
        assertThat(heard).containsExactly(new SignalEvent("HUP", 3, 10_000));
        assertThat(registration.received()).isEqualTo(10_000);
        assertThat(registration.events()).isEqualTo(1);
        installed.get("HUP").run();
        loop.runOnce(0);
        assertThat(heard).hasSize(2);
    }

    @Test
    void everyListenerHearsAndTheLastOneRestores() {
        SignalRegistration first = table.add("USR1", loop, heard::add);
        SignalRegistration second = table.add("USR1", loop, heard::add);
        installed.get("USR1").run();
        loop.runOnce(0);
        assertThat(heard).hasSize(2);
        first.close();
        first.close();
        assertThat(calls).containsExactly("install USR1");
        installed.get("USR1").run();
        loop.runOnce(0);
        assertThat(heard).hasSize(3);
        second.close();
        assertThat(calls).containsExactly("install USR1", "restore USR1");
    }

    @Test
    void aListenerThatIsClosedHearsNothingThatWaits() {
        SignalRegistration registration = table.add("HUP", loop, heard::add);
        installed.get("HUP").run();
        registration.close();
        loop.runOnce(0);
        assertThat(heard).isEmpty();
        assertThat(registration.isOpen()).isFalse();
    }

    @Test
    void whenTheLoopIsClosedTheSignalDoesAgainWhatItDidBefore() {
        SignalRegistration registration = table.add("TERM", loop, heard::add);
        loop.close();
        installed.get("TERM").run();
        assertThat(registration.isOpen()).isFalse();
        assertThat(calls).containsExactly("install TERM", "restore TERM", "raise TERM");
    }

    @Test
    void whatNativeCodeUsesIsGivenBackAndRefused() {
        before = Before.NATIVE;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.add("USR2", loop, heard::add))
                .withMessageContaining("signal=USR2")
                .withMessageContaining("USR1")
                .withMessageContaining("_JAVA_SR_SIGNUM");
        assertThat(calls).containsExactly("install USR2", "restore USR2");
        assertThat(loop.sources()).isEmpty();
    }

    @Test
    void whatTheJvmKeepsIsRefusedWithTheReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.add("QUIT", loop, heard::add))
                .withMessageContaining("thread dump");
        assertThat(loop.sources()).isEmpty();
    }

    @Test
    void anUnknownSignalIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.add("FOO", loop, heard::add))
                .withMessageContaining("'FOO'");
    }

    @ParameterizedTest
    @CsvSource({"HUP,HUP", "SIGHUP,HUP", "sigusr1,USR1", " term ,TERM", "1,HUP", "15,TERM", "POLL,IO"})
    void namesAreReadAsPeopleWriteThem(String written, String name) {
        assertThat(SignalNames.canonical(written)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "64", "999"})
    void numbersOutOfRangeAreRefused(String number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalNames.canonical(number))
                .withMessageContaining("out of range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "STOP", "QUIT", "SEGV", "BUS", "FPE", "ILL", "USR2", "PIPE", "XFSZ"})
    void everyReservedSignalHasAReason(String name) {
        assertThat(SignalNames.refusal(name)).isNotBlank();
    }

    @Test
    void aLoopThatIsClosedWithAnEventOnItsWayDoesNotSwallowTheNextSignals() {
        SignalRegistration registration = table.add("TERM", loop, heard::add);
        installed.get("TERM").run();
        loop.close();
        installed.get("TERM").run();
        assertThat(registration.isOpen()).isFalse();
        assertThat(calls).containsExactly("install TERM", "restore TERM", "raise TERM");
    }
}
