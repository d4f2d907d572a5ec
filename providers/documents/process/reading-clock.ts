export interface ReadingTimes {
	/** Of all of it. */
	timeoutMs: number;
	/** Of one page, where it has pages. */
	pageTimeoutMs: number;
}

/** Where it was when its time was over, of a page or of all. */
export interface TimeOver {
	kind: 'timeout';
	page?: number;
	/** Whether it was the page's time. */
	ofPage: boolean;
}

/** The time that a document has: one page that never ends must not take all of it from those that wait. */
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

	/** @param page that is begun; undefined behind the last */
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
