package io.eventdispatcher.communicatord.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The daemon as a program. */
@SpringBootApplication
public class CommunicatordApplication {

    /**
     * Starts the daemon, or prints what {@code --help} and {@code --version} ask for. The process ends with exit code 0 when an operator sends {@code STOP} or a signal ends it, and with 1
     * when it cannot start.
     *
     * @param args options of the original, such as {@code --local-listen 127.0.0.1:4040}, and of Spring Boot
     */
    public static void main(String[] args) {
        Optional<String> text = Usage.askedFor(
                List.of(args), CommunicatordApplication.class.getPackage().getImplementationVersion());
        if (text.isPresent()) {
            System.out.print(text.get());
            return;
        }
        List<String> arguments = new ArrayList<>();
        try {
            String variable = System.getenv(CommandLine.VARIABLE);
            arguments.addAll(CommandLine.translate(CommandLine.split(variable == null ? "" : variable)));
            arguments.addAll(CommandLine.translate(List.of(args)));
        } catch (IllegalArgumentException e) {
            System.err.println("communicatord: " + e.getMessage() + " (--help lists the options)");
            System.exit(1);
        }
        SpringApplication.run(
                CommunicatordApplication.class, lastWins(arguments).toArray(String[]::new));
    }

    /** Spring Boot makes a list of an option that is there twice; here the later one wins, as in the original. */
    static List<String> lastWins(List<String> arguments) {
        List<String> last = new ArrayList<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.startsWith("--communicatord.") && equals > 0) {
                String key = argument.substring(0, equals + 1);
                last.removeIf(each -> each.startsWith(key));
            }
            last.add(argument);
        }
        return last;
    }
}
