import { throttle } from './throttle';

/** Min interval between looks, however many wake-ups arrive. */
const throttleMs = 50;

export class Listener {
	readonly rouse: () => void;
	#timer: NodeJS.Timeout | undefined;
	#hasEnded = false;

	constructor(
		look: () => void,
		private readonly waitMs: () => number,
	) {
		this.rouse = throttle(() => void (!this.#hasEnded && look()), throttleMs);
	}

	plan(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.plan();
			this.rouse();
		}, jittered(this.waitMs()));
	}

	end(): void {
		this.#hasEnded = true;
		clearTimeout(this.#timer);
	}
}

/** Spreads machines that started together. */
const jittered = (milliseconds: number) => milliseconds * (0.8 + 0.4 * Math.random());
