package io.eventdispatcher.spring.docs.testing;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class CartApplication {}
