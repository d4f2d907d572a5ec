export class PageTime {
	readonly #over = new AbortController();
	#left: number;
	#since = 0;
	#timer: NodeJS.Timeout | undefined;

	constructor(milliseconds: number) {
		this.#left = milliseconds;
		this.#goOn();
	}

	get over(): AbortSignal {
		return this.#over.signal;
	}

	async standStill(turn: Promise<void>): Promise<void> {
		this.stop();
		try {
			await turn;
		} finally {
			this.#goOn();
		}
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#left = Math.max(0, this.#left - (performance.now() - this.#since));
	}

	#goOn(): void {
		this.#since = performance.now();
		this.#timer = setTimeout(() => this.#over.abort(), this.#left);
	}
}
