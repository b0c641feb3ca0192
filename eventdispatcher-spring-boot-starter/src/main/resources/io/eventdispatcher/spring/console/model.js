// Numbers and texts: rates out of counters, durations, units. No DOM here.

const WINDOW_MILLIS = 6000;

/** Rates of counters by key, over the samples of the last seconds. */
export class Rates {
    #samples = new Map();
    #seen = new Set();

    /** Adds the counters of a key; returns their rates per second, null until there are two samples. */
    add(key, now, counters) {
        this.#seen.add(key);
        let samples = this.#samples.get(key) ?? [];
        const last = samples.at(-1);
        if (last && counters.some((value, i) => value < last.counters[i])) {
            samples = []; // began anew
        }
        samples.push({now, counters});
        while (samples.length > 2 && now - samples[0].now > WINDOW_MILLIS) {
            samples.shift();
        }
        this.#samples.set(key, samples);
        const first = samples[0];
        const seconds = (now - first.now) / 1000;
        return seconds <= 0 ? null : counters.map((value, i) => (value - first.counters[i]) / seconds);
    }

    /** Forgets keys that were not added since the last call. */
    forgetOthers() {
        for (const key of this.#samples.keys()) {
            if (!this.#seen.has(key)) {
                this.#samples.delete(key);
            }
        }
        this.#seen = new Set();
    }
}

const DURATION = /^(-)?P(?:(\d+)D)?T?(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?$/;

/** Seconds of a duration such as PT1M2.5S; null of nothing. */
export function seconds(text) {
    const parts = text == null ? null : DURATION.exec(text);
    if (!parts) {
        return null;
    }
    const [, , days, hours, minutes, rest] = parts.map(part => Number(part ?? 0));
    const all = days * 86400 + hours * 3600 + minutes * 60 + rest;
    return parts[1] ? -all : all;
}

/** A span of time for people, in one or two units. */
export function span(value) {
    if (value == null) {
        return '–';
    }
    const s = Math.max(0, value);
    if (s < 60) {
        return `${Math.floor(s)} s`;
    }
    const m = Math.floor(s / 60);
    if (m < 60) {
        return `${m} min ${Math.floor(s % 60)} s`;
    }
    const h = Math.floor(m / 60);
    return h < 48 ? `${h} h ${m % 60} min` : `${Math.floor(h / 24)} d ${h % 24} h`;
}

/** A latency for people. */
export function latency(value) {
    if (value == null) {
        return '–';
    }
    if (value < 0.001) {
        return `${(value * 1e6).toFixed(0)} µs`;
    }
    return value < 1 ? `${(value * 1000).toFixed(value < 0.01 ? 2 : 1)} ms` : `${value.toFixed(2)} s`;
}

export const count = value => value == null ? '–' : value.toLocaleString('en-US');

/** Messages per second. */
export function rate(value) {
    if (value == null) {
        return '–';
    }
    if (value > 0 && value < 0.05) {
        return '<0.1';
    }
    return value < 10 ? value.toFixed(1).replace(/\.0$/, '') : count(Math.round(value));
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

export function bytes(value) {
    if (value == null) {
        return '–';
    }
    let unit = 0;
    let scaled = value;
    while (scaled >= 1000 && unit < UNITS.length - 1) {
        scaled /= 1024;
        unit++;
    }
    return `${unit === 0 || scaled >= 100 ? Math.round(scaled) : scaled.toFixed(1)} ${UNITS[unit]}`;
}

/** Clock time with tenths of a second. */
export function clock(instant) {
    const date = new Date(instant);
    const two = number => String(number).padStart(2, '0');
    const milli = String(date.getMilliseconds()).padStart(3, '0');
    return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milli}`;
}
