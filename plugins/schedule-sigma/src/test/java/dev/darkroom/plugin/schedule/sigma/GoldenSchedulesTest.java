package dev.darkroom.plugin.schedule.sigma;

import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.ScheduleGoldensContract;
import java.util.List;

class GoldenSchedulesTest extends ScheduleGoldensContract {

    @Override
    protected List<NoiseSchedule> schedules() {
        return List.of(
                new KarrasSchedule(),
                new ExponentialSchedule(),
                new BetaSigmaSchedule(),
                new KlOptimalSchedule(),
                new LinearQuadraticSchedule(),
                new LaplaceSchedule(),
                new VpSchedule());
    }

    @Override
    protected int count() {
        return 372;
    }
}
