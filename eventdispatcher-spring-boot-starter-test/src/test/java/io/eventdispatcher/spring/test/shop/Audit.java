package io.eventdispatcher.spring.test.shop;

import io.eventdispatcher.spring.handler.MessageInterceptor;
import org.springframework.stereotype.Component;

/** What takes part in every call. */
@Component
class Audit implements MessageInterceptor {}
