package io.eventdispatcher.sample;

import io.eventdispatcher.sample.everything.ScratchFolder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the sample: the server by default, the client with the profile {@code client}, all transports and
 * sources with {@code everything}. */
@SpringBootApplication
public class SampleApplication {

    /**
     * Starts the application. The process ends with exit code 0 when the server receives {@code QUIT} or the client
     * {@code BYE}.
     *
     * @param args Spring Boot's arguments, for example {@code --spring.profiles.active=client}
     */
    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(SampleApplication.class);
        application.addListeners(new ScratchFolder());
        application.run(args);
    }
}
