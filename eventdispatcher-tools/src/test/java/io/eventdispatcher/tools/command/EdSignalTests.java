package io.eventdispatcher.tools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.tools.ToolRun;
import io.eventdispatcher.tools.cli.CommandRun;
import io.eventdispatcher.tools.cli.ToolException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class EdSignalTests {

    private static final Path NO_FILE = Path.of("none", "ed-signal.conf");

    private static ToolRun run(String... args) {
        return ToolRun.of(new EdSignal(Map.of(), NO_FILE, "vm"), args);
    }

    @CommandLine.Command
    private static final class Holder {
        @CommandLine.Mixin
        private final SignalOptions options = new SignalOptions();
    }

    private static SignalSettings settings(String... args) throws ToolException {
        Holder holder = new Holder();
        CommandRun.parse(holder, args);
        return SignalSettings.read(holder.options, Map.of(), NO_FILE);
    }

    private static String message(String... args) throws ToolException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Message message = SignalMessage.build(settings(args), true, "vm", new PrintStream(err));
        byte[] wire = new byte[message.length()];
        message.copyTo(wire, 0);
        return new String(wire, StandardCharsets.UTF_8);
    }

    private static String target(String... args) throws ToolException {
        return SignalTarget.of(settings(args)).toString();
    }

    /** The table of the recordings: arguments, what was sent, or null where the original failed. */
    static Stream<Arguments> recorded() {
        List<Arguments> rows = new ArrayList<>();
        rows.add(Arguments.of("<vm:ed_signal LOG_ROTATE", List.of("--message", "LOG_ROTATE")));
        rows.add(Arguments.of("<vm:ed_signal ./LOG_ROTATE", List.of("--message", "./LOG_ROTATE")));
        rows.add(Arguments.of("<vm:ed_signal */STOP", List.of("--message", "*/STOP")));
        rows.add(Arguments.of(
                "<vm:ed_signal srv:svc/PING a=1;b=\"\\\"x;y\\\"\";flag=",
                List.of("--message", "srv:svc/PING", "--param", "a=1", "b=\"x;y\"", "flag")));
        rows.add(Arguments.of(
                "<vm:ed_signal srv:svc/PING", List.of("--message", "PING", "--service", "svc", "--server", "srv")));
        rows.add(Arguments.of("<vm:ed_signal PING", List.of("--message", "PING", "--server", "srv")));
        rows.add(Arguments.of(
                "<vm:ed_signal ALIVE serial=7;text=a b=c\\\\d",
                List.of("--message", "ALIVE", "--param", "serial=7", "text=a b=c\\d")));
        rows.add(Arguments.of(
                "<vm:ed_signal ALIVE text=\"line1\\nline2;z\\\"q\\\"\"",
                List.of("--message", "ALIVE", "--param", "text=line1\nline2;z\"q\"")));
        rows.add(Arguments.of(
                "<vm:ed_signal LOG_ROTATE secret_code=s3cret",
                List.of("--message", "LOG_ROTATE", "--secret-code", "s3cret")));
        rows.add(Arguments.of(
                "<vm:ed_signal srv:svc/ALIVE text=\"a;b\"",
                List.of("--message", "srv:svc/ALIVE", "--param", "text=a;b")));
        rows.add(Arguments.of(null, List.of("--message", "lower")));
        rows.add(Arguments.of(null, List.of("--message", "FOO", "--param", "1bad=3")));
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void sendsWhatTheOriginalWasRecordedToSend(String sent, List<String> args) throws ToolException {
        String[] array = args.toArray(String[]::new);
        if (sent == null) {
            assertThat(run(array).code()).isEqualTo(1);
            assertThat(run(array).err()).contains("not valid");
        } else {
            assertThat(message(array)).isEqualTo(sent);
        }
    }

    @Test
    void saysThatAServerWithoutServiceIsLeftOut() {
        assertThat(run("--message", "PING", "--server", "srv", "--host", "tcp://127.0.0.1:1")
                        .err())
                .startsWith("ed-signal: server 'srv' is left out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--bogus",
                "--type sctp PING",
                "--encrypt maybe PING",
                "--timeout never PING",
                "--timeout 0 PING",
                "--format xml PING",
                "--param",
                "PING PONG",
                "--timeout 1 --timeout 2 PING"
            })
    void doesNotUnderstandACommandLine(String args) {
        ToolRun run = run(args.split(" "));
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).startsWith("ed-signal: ");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--message=",
                "--message PING PONG",
                "--message svc/PING --service svc",
                "--message srv:svc/PING --server srv",
                "--message srv:svc/",
                "--message a/b/PING",
                "--message -PING",
                "--message my-service/PING",
                "--message PING --host 127.0.0.1:99999",
                "--message PING --host 127.0.0.1:x",
                "--message PING --host 127.0.0.1:0",
                "--message PING --host 1.2.3",
                "--message PING --host bad_scheme://x",
                "--message PING --host udp://127.0.0.1:1 --type udp",
                "--message PING --unix /x --host 127.0.0.1",
                "--message PING --unix /x --type tcp",
                "--message PING --encrypt yes",
                "--message PING --server 127.0.0.1:1 --host 127.0.0.1:1"
            })
    void refusesWhatContradictsItselfOrIsNotValid(String args) {
        ToolRun run = run(args.isEmpty() ? new String[0] : args.split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).startsWith("ed-signal: ").hasLineCount(1);
    }

    @Test
    void goesToPort4041OfThisComputerByUdpUnlessToldOtherwise() throws ToolException {
        assertThat(target()).isEqualTo("udp://127.0.0.1:4041");
        assertThat(target("--type", "tcp")).isEqualTo("tcp://127.0.0.1:4041");
        assertThat(target("--type=TCP", "-e", "on")).isEqualTo("tls://127.0.0.1:4041");
        assertThat(target("-H", "example.org")).isEqualTo("udp://example.org:4041");
        assertThat(target("-H", ":5")).isEqualTo("udp://127.0.0.1:5");
        assertThat(target("-H", "10.0.0.1:5")).isEqualTo("udp://10.0.0.1:5");
        assertThat(target("-H", "[::1]:5")).isEqualTo("udp://[::1]:5");
        assertThat(target("-H", "[::1]")).isEqualTo("udp://[::1]:4041");
        assertThat(target("-H", "::1")).isEqualTo("udp://[::1]:4041");
        assertThat(target("--server", "127.0.0.1:3001", "-t", "tcp")).isEqualTo("tcp://127.0.0.1:3001");
        assertThat(target("--unix", "/run/x.sock")).isEqualTo("unix:///run/x.sock");
        assertThat(target("--host", "unix:///run/x.sock")).isEqualTo("unix:///run/x.sock");
        assertThat(target("--host", "tls://example.org:1")).isEqualTo("tls://example.org:1");
    }

    @Test
    void takesUnderscoresAndAttachedValues() throws ToolException {
        assertThat(message("--message=PING", "--secret_code=x")).isEqualTo("<vm:ed_signal PING secret_code=x");
        assertThat(message("-mPING", "-pa=1", "-p", "b=2")).isEqualTo("<vm:ed_signal PING a=1;b=2");
        assertThat(message("--reply", "PING")).isEqualTo("<vm:ed_signal PING");
    }

    @Test
    void knowsRefusalsOfItsOwnCommandOnly() {
        ReplyMatch match = new ReplyMatch(Message.parse("<vm:ed_signal STOP"));
        assertThat(match.isRefusal(Message.parse("INVALID command=STOP"))).isTrue();
        assertThat(match.isRefusal(Message.parse("vm:ed_signal/ERROR id=3"))).isTrue();
        assertThat(match.isRefusal(Message.parse("UNKNOWN command=HI"))).isFalse();
        assertThat(match.isRefusal(Message.parse("UNKNOWN"))).isFalse();
        assertThat(match.isRefusal(Message.parse("STOP"))).isFalse();
        assertThat(match.isSure(Message.parse("vm:other/X"))).isFalse();
        ReplyMatch unknown = new ReplyMatch(Message.parse("<vm:ed_signal UNKNOWN command=A"));
        assertThat(unknown.isRefusal(Message.parse("INVALID command=UNKNOWN"))).isFalse();
        ReplyMatch help = new ReplyMatch(Message.parse("<vm:ed_signal HELP"));
        assertThat(help.isSure(Message.parse("COMMANDS list=A"))).isTrue();
    }

    @Test
    void jsonIsStandardWhereOldPeersDoNotHarmIt() {
        assertThat(new String(bytes(Message.parse("DO a=x;b=c\\\\d")), StandardCharsets.UTF_8))
                .isEqualTo("{\"command\":\"DO\",\"parameters\":{\"a\":\"x\",\"b\":\"c\\\\d\"}}");
    }

    private static byte[] bytes(Message message) {
        ByteSource json = SignalMessage.json(message);
        byte[] bytes = new byte[json.length()];
        json.copyTo(bytes, 0);
        return bytes;
    }

    @Test
    void aDeadlineNeverGoesBelowZeroAndAPartIsNotLaterThanTheWhole() {
        long[] now = {Long.MAX_VALUE - 5};
        Deadline deadline = Deadline.in(Duration.ofNanos(100), () -> now[0]);
        assertThat(deadline.left().toNanos()).isEqualTo(100);
        now[0] += 60;
        assertThat(deadline.left().toNanos()).isEqualTo(40);
        assertThat(deadline.orIn(Duration.ofNanos(50)).left().toNanos()).isEqualTo(40);
        assertThat(deadline.orIn(Duration.ofNanos(30)).left().toNanos()).isEqualTo(30);
        now[0] += 60;
        assertThat(deadline.left()).isZero();
    }
}
