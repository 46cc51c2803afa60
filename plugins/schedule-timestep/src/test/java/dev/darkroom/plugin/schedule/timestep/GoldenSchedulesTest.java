package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.ScheduleGoldensContract;
import java.util.List;

class GoldenSchedulesTest extends ScheduleGoldensContract {

    @Override
    protected List<NoiseSchedule> schedules() {
        return List.of(
                new SimpleSchedule(),
                new NormalSchedule(),
                new SgmUniformSchedule(),
                new DdimUniformSchedule(),
                new BetaTimestepSchedule(),
                new LeadingSchedule(),
                new LinspaceSchedule(),
                new TrailingSchedule(),
                new LcmSchedule());
    }

    @Override
    protected int count() {
        return 540;
    }
}
