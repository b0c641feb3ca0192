package io.eventdispatcher.spring.docs.readme;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class ReadmeApplication {}
