package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.runtime.CancelledException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Work that ends without a signal; DiagnoseIT and GenerateIT send one. */
class InterruptTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    private final Console console = new Console(stream, stream, false);

    @Test
    void workThatIsDoneReturnsItsCode() {
        assertThat(Interrupt.stops(console, "stopped", cancellation -> Cli.FOUND))
                .isEqualTo(Cli.FOUND);
        assertThat(err.size()).isZero();
    }

    @Test
    void workThatWasCancelledIsToldAsStopped() {
        int code = Interrupt.stops(console, "stopped; all is kept", cancellation -> {
            cancellation.cancel();
            cancellation.throwIfCancelled();
            return Cli.OK;
        });

        assertThat(code).isEqualTo(Cli.INTERRUPTED);
        assertThat(err).hasToString("darkroom: stopped; all is kept" + System.lineSeparator());
    }

    @Test
    void whatFailsWithoutASignalIsAFailure() {
        assertThatThrownBy(() -> Interrupt.stops(console, "stopped", cancellation -> {
                    // As a full disk does it: the work is cancelled, and why is told.
                    cancellation.cancel();
                    throw new DarkroomException("no space left on device");
                }))
                .isExactlyInstanceOf(DarkroomException.class)
                .isNotInstanceOf(CancelledException.class)
                .hasMessage("no space left on device");
        assertThat(err.size()).isZero();
    }

    /** What Ctrl-C does to a process whose engine is gone before its work has noticed. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatFailsBecauseOfASignalWasStopped() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Engine.class.getName())
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("at work");

        process.toHandle().destroy();

        assertThat(process.errorReader().lines()).containsExactly("darkroom: stopped");
        assertThat(process.waitFor()).isEqualTo(128 + 15);
    }

    /** Works until it is stopped, and fails then. */
    static final class Engine {

        public static void main(String[] args) {
            Console console = new Console(System.out, System.err, false);
            System.exit(Interrupt.stops(console, "stopped", cancellation -> {
                console.line("at work");
                while (!cancellation.isCancelled()) {
                    Thread.onSpinWait();
                }
                throw new DarkroomException("no logger is registered");
            }));
        }
    }
}
