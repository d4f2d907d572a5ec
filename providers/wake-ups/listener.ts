import { throttle } from './throttle';

/** However many wake-ups arrive, a listener looks at most once in this time. */
const throttleMs = 50;

/** Looks when it is roused, and by itself at times. */
export class Listener {
	/** Looks now, or soon if it looked just now. */
	readonly rouse: () => void;
	#timer: NodeJS.Timeout | undefined;
	#hasEnded = false;

	constructor(
		look: () => void,
		private readonly waitMs: () => number,
	) {
		this.rouse = throttle(() => void (!this.#hasEnded && look()), throttleMs);
	}

	/** Sets the time of the next look by itself. */
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

/** Machines that started together do not look together. */
const jittered = (milliseconds: number) => milliseconds * (0.8 + 0.4 * Math.random());
