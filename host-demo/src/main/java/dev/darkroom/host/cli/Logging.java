package dev.darkroom.host.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.PrintStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets up logging without a configuration file, whose parsing would take longer than all the rest of the start: warnings
 * to standard error, everything with {@code --debug}. Logback finds this class as a service.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    private static volatile boolean debug;
    private static volatile PrintStream target = System.err;

    static void start(String[] args, PrintStream err) {
        debug = List.of(args).contains("--debug");
        target = err;
        if (debug) {
            // ONNX Runtime's Java part logs through java.util.logging.
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
        // Logback takes as long to start as the commands to be described: it starts beside them.
        Thread thread = new Thread(LoggerFactory::getILoggerFactory, "logging-start");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                print(event);
            }
        };
        appender.setContext(context);
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(debug ? Level.DEBUG : Level.WARN);
        // PF4J's own warnings are in the plugins' health already, in words for the user.
        context.getLogger("org.pf4j").setLevel(debug ? Level.DEBUG : Level.OFF);
        root.addAppender(appender);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void print(ILoggingEvent event) {
        String level = event.getLevel().toString().toLowerCase(java.util.Locale.ROOT);
        String where = debug ? " " + event.getLoggerName() : "";
        target.println(level + where + ": " + event.getFormattedMessage());
        IThrowableProxy thrown = event.getThrowableProxy();
        if (debug && thrown != null) {
            target.println(ThrowableProxyUtil.asString(thrown));
        }
    }
}
