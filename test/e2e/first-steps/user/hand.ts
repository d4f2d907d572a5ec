import type { Locator, Page } from 'playwright-core';

/** What a person did with mouse and keyboard. */
export interface Effort {
	/** Also each drag, and each key that stands for a click, such as Enter. */
	clicks: number;
	/** Texts typed, searches included. */
	fields: number;
}

/** More than n8n waits for further typing, which is 200 ms in a field. */
const pauseMs = 350;

/** Mouse and keyboard of the user; counts what it does. */
export class Hand {
	#effort: Effort = { clicks: 0, fields: 0 };
	#isCounting = true;

	constructor(readonly page: Page) {}

	async click(target: Locator): Promise<void> {
		this.#count('clicks');
		await target.click();
	}

	async doubleClick(target: Locator): Promise<void> {
		this.#count('clicks');
		await target.dblclick();
	}

	/** Types, and goes on once n8n has taken over the text, which it does when the typing pauses. */
	async type(target: Locator, text: string): Promise<void> {
		this.#count('fields');
		await target.fill(text);
		// A timer of the page fires after those that n8n set before it, however slow the machine.
		await this.page.evaluate((duration) => new Promise((resolve) => setTimeout(resolve, duration)), pauseMs);
	}

	async press(key: string): Promise<void> {
		this.#count('clicks');
		await this.page.keyboard.press(key);
	}

	/** Counts from zero again. */
	rest(): void {
		this.#effort = { clicks: 0, fields: 0 };
	}

	get effort(): Effort {
		return { ...this.#effort };
	}

	/** What a person would not do: moving the view, pointing to a stand-in instead of the real service. */
	async offTheRecord<Result>(act: () => Promise<Result>): Promise<Result> {
		const before = this.#isCounting;
		this.#isCounting = false;
		try {
			return await act();
		} finally {
			this.#isCounting = before;
		}
	}

	#count(kind: keyof Effort): void {
		if (this.#isCounting) this.#effort[kind] += 1;
	}
}
