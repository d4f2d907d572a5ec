export interface ReadingTimes {
	timeoutMs: number;
	pageTimeoutMs: number;
}

export interface TimeOver {
	kind: 'timeout';
	page?: number;
	ofPage: boolean;
}

/** An endless page must not use all the time while others wait. */
export class ReadingClock {
	readonly over: Promise<TimeOver>;
	#end!: (over: TimeOver) => void;
	readonly #whole: NodeJS.Timeout;
	#onePage: NodeJS.Timeout | undefined;
	#page: number | undefined;

	constructor(private readonly times: ReadingTimes) {
		this.over = new Promise((resolve) => (this.#end = resolve));
		this.#whole = setTimeout(() => this.#tell(false), times.timeoutMs);
	}

	/** @param page the page that begins; undefined after the last */
	turnTo(page: number | undefined): void {
		clearTimeout(this.#onePage);
		this.#page = page;
		if (page !== undefined) this.#onePage = setTimeout(() => this.#tell(true), this.times.pageTimeoutMs);
	}

	stop(): void {
		clearTimeout(this.#whole);
		clearTimeout(this.#onePage);
	}

	#tell(ofPage: boolean): void {
		this.#end({ kind: 'timeout', ofPage, ...(this.#page !== undefined && { page: this.#page }) });
	}
}
