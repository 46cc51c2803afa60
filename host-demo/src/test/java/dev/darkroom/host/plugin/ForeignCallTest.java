package dev.darkroom.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.host.plugin.ForeignCallException.Kind;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ForeignCallTest {

    private final ForeignCall calls = new ForeignCall(Duration.ofMillis(300));

    @Test
    void returnsWhatTheCodeReturns() {
        assertThat(calls.call("x", this, () -> 7)).isEqualTo(7);
        assertThat(calls.<Object>call("x", this, () -> null)).isNull();
    }

    @Test
    void runsOnADaemonThreadWithThePluginsClassLoader() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[0])) {
            Thread seen = calls.call("inspector noise", loader, () -> {
                assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(loader);
                assertThat(Thread.currentThread().getName()).isEqualTo("plugin-call inspector noise");
                return Thread.currentThread();
            });
            assertThat(seen).isNotSameAs(Thread.currentThread());
            assertThat(seen.isDaemon()).isTrue();
        }
    }

    @Test
    void wrapsEveryThrowable() {
        Error boom = new StackOverflowError("boom");
        assertThatThrownBy(() -> calls.run("inspector noise", this, () -> {
                    throw boom;
                }))
                .isInstanceOf(ForeignCallException.class)
                .hasMessage("inspector noise threw java.lang.StackOverflowError: boom")
                .hasCause(boom)
                .asInstanceOf(type(ForeignCallException.class))
                .returns(Kind.THREW, ForeignCallException::kind);
    }

    @Test
    void letsTheContractsOwnExceptionsThrough() {
        InvalidRequestException known = new InvalidRequestException("steps: expected 1 to 1000, found 0");
        assertThatThrownBy(() -> calls.run("x", this, () -> {
                    throw known;
                }))
                .isSameAs(known);
    }

    @Test
    void whatHungOnceIsNotCalledAgain() {
        AtomicInteger called = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> calls.call("inspector noise", this, () -> {
                    called.incrementAndGet();
                    return never.await(1, java.util.concurrent.TimeUnit.HOURS);
                }))
                .hasMessage("inspector noise did not return within 0.300 s");
        assertThatThrownBy(() -> calls.call("inspector noise", this, called::incrementAndGet))
                .hasMessage("inspector noise was not called: an earlier call of it did not return in time")
                .asInstanceOf(type(ForeignCallException.class))
                .returns(Kind.HUNG, ForeignCallException::kind);
        assertThat(called).hasValue(1);
        assertThat(calls.<String>call("another", String.class, () -> "works")).isEqualTo("works");
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> calls.call("x", this, () -> {
                    Thread.sleep(10_000);
                    return 1;
                }))
                .asInstanceOf(type(ForeignCallException.class))
                .returns(Kind.INTERRUPTED, ForeignCallException::kind);
        assertThat(Thread.interrupted()).isTrue();
    }
}
