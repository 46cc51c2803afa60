package dev.darkroom.api.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScheduleReferenceTest {

    private static final String DIFFUSERS = "diffusers@58eb52c ";

    private static Map<String, Object> entry(String reference, Map<String, Object> args) {
        Map<String, Object> entry = new HashMap<>();
        entry.put("id", "a/sd/karras/n2");
        entry.put("reference", reference);
        entry.put("args", args);
        entry.put("n", 2);
        entry.put("sigmas_f64", List.of(14.0, 1.0, 0));
        return entry;
    }

    private static ScheduleReference read(Map<String, Object> entry) {
        return ScheduleReference.readAll(Map.of("schedules", List.of(entry))).get(0);
    }

    @Test
    void findsScheduleOptionsAndProcess() {
        ScheduleReference read = read(entry(
                DIFFUSERS + "EulerDiscreteScheduler",
                Map.of(
                        "beta_schedule",
                        "scaled_linear",
                        "beta_start",
                        0.00085,
                        "beta_end",
                        0.012,
                        "use_karras_sigmas",
                        true,
                        "timestep_spacing",
                        "leading",
                        "steps_offset",
                        1)));
        assertThat(read.schedule()).isEqualTo("karras");
        assertThat(read.options())
                .containsEntry("range", "leading")
                .containsEntry("steps_offset", "1")
                .containsEntry("timesteps", "exact")
                .containsEntry("final", "zero");
        assertThat(read.process().alphaCumprod(0)).isEqualTo(0.99915);
        assertThat(read.steps()).isEqualTo(2);
        assertThat(read.sigmas()).containsExactly(14.0, 1.0, 0.0);
    }

    @Test
    void listsRepeatedLevelsOnce() {
        Map<String, Object> heun = entry(DIFFUSERS + "HeunDiscreteScheduler", Map.of());
        heun.put("sigmas_f64", List.of(14.0, 1.0, 1.0, 0.0));
        heun.put("timesteps", List.of(999, 300.5, 300.5));
        assertThat(read(heun).sigmas()).containsExactly(14.0, 1.0, 0.0);
        assertThat(read(heun).timesteps()).containsExactly(999.0, 300.5);
    }

    @Test
    void makesSigmasOfCumulativeProducts() {
        Map<String, Object> ddim = entry(DIFFUSERS + "DDIMScheduler", Map.of("rescale_betas_zero_snr", true));
        ddim.put("alphas_cumprod_at_timesteps_f64", List.of(0.0, 0.2));
        ScheduleReference read = read(ddim);
        assertThat(read.sigmas()).containsExactly(1e8, 2.0);
        assertThat(read.complete()).isFalse();
        assertThat(read.difference(SigmaSchedule.of(1e8, 2, 0)).sigma()).isZero();
    }

    @Test
    void comparesLevelsAndTimesteps() {
        Map<String, Object> euler = entry(DIFFUSERS + "EulerDiscreteScheduler", Map.of());
        euler.put("timesteps", List.of(999, 300));
        ScheduleReference read = read(euler);
        ScheduleReference.Difference off =
                read.difference(SigmaSchedule.of(14, 1.001, 0).withTimesteps(999, 301));
        assertThat(off.sigma()).isCloseTo(1e-3, within(1e-9));
        assertThat(off.timestep()).isEqualTo(1);
        assertThat(read.accepts(off)).isFalse();
        assertThat(read.accepts(read.difference(SigmaSchedule.of(14, 1, 0).withTimesteps(999, 300))))
                .isTrue();
        assertThat(read.difference(SigmaSchedule.of(14, 0)).mismatch()).hasValue("2 levels instead of 3");
        euler.put("timesteps_native_f32", List.of(999, 301));
        assertThat(read(euler).timestepTolerance()).isEqualTo(1);
    }

    @Test
    void marksWhatTheReferenceCouldNotCompute() {
        Map<String, Object> broken = entry("ComfyUI@58 comfy.samplers", Map.of("beta_config", "flow_shift3.0"));
        broken.put("sigmas_f64", Arrays.asList(null, 0.0));
        ScheduleReference read = read(broken);
        assertThat(read.broken()).containsExactly(0);
        assertThat(read.schedule()).isEqualTo("karras");
        assertThat(read.process().isFlow()).isTrue();
    }

    @Test
    void saysWhereAFileIsMalformed() {
        assertRefused("n", "x", "schedules[0].n: expected a whole number, found x");
        assertRefused("n", 0, "schedules[0].n: expected a whole number from 1 up, found 0");
        assertRefused("n", null, "schedules[0].n: expected a whole number, found nothing");
        assertRefused("reference", List.of(), "schedules[0].reference: expected a text, found []");
        assertRefused(
                "reference",
                DIFFUSERS + "FooScheduler",
                "schedules[0].reference: expected a known diffusers scheduler, as in EulerDiscreteScheduler, found"
                        + " diffusers@58eb52c FooScheduler");
        assertRefused(
                "reference",
                "mine",
                "schedules[0].reference: expected a schedule of diffusers, k-diffusion or ComfyUI");
        assertRefused("args", 3, "schedules[0].args: expected an object, found 3");
        assertRefused(
                "args",
                Map.of("timestep_spacing", "wide"),
                "schedules[0].args.timestep_spacing: expected leading, linspace or trailing, found wide");
        assertRefused(
                "args",
                Map.of("beta_schedule", "cubic"),
                "schedules[0].args.beta_schedule: expected linear, scaled_linear");
        assertRefused(
                "args",
                Map.of("use_karras_sigmas", "yes"),
                "schedules[0].args.use_karras_sigmas: expected true or false, found yes");
        assertRefused("sigmas_f64", List.of(1, "two"), "schedules[0].sigmas_f64[1]: expected a number, found two");
        assertThatThrownBy(() -> ScheduleReference.readAll(Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedules: expected a list, found nothing");
        assertThatThrownBy(() -> ScheduleReference.readAll(null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("document: expected an object, found nothing");
    }

    private static void assertRefused(String name, @Nullable Object value, String message) {
        Map<String, Object> entry = entry(DIFFUSERS + "EulerDiscreteScheduler", Map.of());
        entry.put(name, value);
        assertThatThrownBy(() -> read(entry))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(message);
    }
}
