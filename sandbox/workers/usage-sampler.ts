import { readFileSync } from 'node:fs';

export interface Usage {
	/** Undefined if the process ended before its memory was read, or without /proc. */
	peakMemoryMb?: number;
}

const everyMs = 25;

export class UsageSampler {
	readonly #timer: NodeJS.Timeout;
	#peakKb: number | undefined;

	constructor(pid: number) {
		const sample = () => {
			try {
				const peak = Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]);
				if (peak > 0) this.#peakKb = peak;
			} catch {
				// It has ended, or this system has no /proc.
			}
		};
		sample();
		this.#timer = setInterval(sample, everyMs);
	}

	stop(): Usage {
		clearInterval(this.#timer);
		return this.#peakKb === undefined ? {} : { peakMemoryMb: Math.ceil(this.#peakKb / 1024) };
	}
}
