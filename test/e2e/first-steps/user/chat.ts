import type { Page } from 'playwright-core';
import { waitUntil } from '../../../support/wait-until';
import type { Hand } from './hand';

/** n8n's own chat below the canvas. */
export class Chat {
	/** The bubbles that were read. */
	#read = 0;

	constructor(
		readonly page: Page,
		readonly hand: Hand,
	) {}

	/** It stays open from one workflow to the next. */
	async open(): Promise<void> {
		if (await this.#input.isVisible()) return;
		await this.hand.click(this.page.getByTestId('workflow-chat-button'));
		await this.#input.waitFor();
	}

	async close(): Promise<void> {
		await this.hand.click(this.page.getByTestId('workflow-chat-button'));
		await this.#input.waitFor({ state: 'hidden' });
	}

	/** Sends a message and gives the bubble of the reply. */
	async ask(message: string): Promise<string> {
		const before = await this.#replies.count();
		await this.hand.type(this.#input, message);
		await this.hand.press('Enter');
		return waitUntil(`a reply to "${message}"`, async () => (await this.#replies.count()) > before && this.lastReply(), {
			everyMs: 100,
		});
	}

	/** The bubble that comes after the last one, of a run that waited. */
	async nextReply(): Promise<string> {
		const before = this.#read;
		return waitUntil('another reply', async () => (await this.#replies.count()) > before && this.lastReply(), { everyMs: 100 });
	}

	/** Clicks a link in the last bubble, which opens a separate page. */
	async openLink(text: string): Promise<Page> {
		const opening = this.page.waitForEvent('popup');
		await this.hand.click(this.#replies.last().getByRole('link', { name: text }));
		return opening;
	}

	async lastReply(): Promise<string> {
		if (await this.#chat.locator('.chat-message-typing').count()) return '';
		this.#read = await this.#replies.count();
		return (await this.#replies.last().innerText()).trim();
	}

	get #chat() {
		return this.page.getByTestId('canvas-chat');
	}

	get #input() {
		return this.#chat.getByTestId('chat-input');
	}

	get #replies() {
		return this.#chat.locator('.chat-message-from-bot');
	}
}
