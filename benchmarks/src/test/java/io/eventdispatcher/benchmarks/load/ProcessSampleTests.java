package io.eventdispatcher.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessSampleTests {

    @Test
    void addsUserAndSystemTimeWhateverTheNameOfTheProgram() {
        String stat = "42 (a) b (c) S 1 42 42 0 -1 4194304 1000 0 0 0 250 50 0 0 20 0 30 0 100 1000000 5000";
        assertThat(ProcessSample.cpuSeconds(stat)).isEqualTo(3.0);
    }

    @Test
    void readsTheResidentMemory() {
        assertThat(ProcessSample.number("Name:\tjava\nVmHWM:\t  900 kB\nVmRSS:\t  812 kB\n", "VmRSS:"))
                .isEqualTo(812);
    }

    @Test
    void isZeroForAProcessThatIsNotThere() {
        assertThat(ProcessSample.of(0)).isEqualTo(new ProcessSample(0, 0, 0, 0));
    }

    @Test
    void tellsBusyAndStolenTimeOfTheMachine() {
        String stat = "cpu  100 10 50 900 40 5 5 30 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n";
        assertThat(MachineSample.parse(stat)).isEqualTo(new MachineSample(1.7, 0.3));
    }
}
