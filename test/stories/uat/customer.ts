import { zApiWebhooks, type ZApiServer } from '../../../sandbox/fakes/channels/z-api-server';
import { voiceMessage } from '../../fakes/voice-message';
import type { CustomerMessage, SalesTurn } from './sales-cases';

interface Reply {
	text: string;
	messageId: string;
}

/** A number of WhatsApp at Z-API: what its owner writes, what a person of the company writes to it, and what it gets. */
export class Customer {
	#echoed = 0;

	/** @param address where Z-API delivers webhooks */
	constructor(
		readonly phone: string,
		readonly zApi: ZApiServer,
		readonly address: string,
	) {}

	/** Everything that Troupe sent, oldest first. */
	get replies(): Reply[] {
		const own = this.zApi.sent.filter(({ path, body }) => path === 'send-text' && body['phone'] === this.phone);
		return own.map(({ body, messageId }) => ({ text: body['message'] as string, messageId }));
	}

	/** Sends messages in the order of their times, and delivers them in that of their arrival. */
	async write(messages: CustomerMessage[], { deliveries = 1, arrive = [] }: NonNullable<SalesTurn['given']> = {}): Promise<void> {
		const now = Date.now();
		const webhooks = messages.map((message, index) => this.#webhook(message, now + index));
		if (arrive.length === 0) return void (await Promise.all(webhooks.map((webhook) => this.#deliver(webhook, deliveries))));
		for (const index of arrive) await this.#deliver(webhooks[index]!, deliveries);
	}

	/** A person of the company writes at its phone. */
	hear(text: string): Promise<void> {
		return this.#deliver(zApiWebhooks.own(text, false, this.#at(Date.now())));
	}

	/** Tells the channel what it sent itself, as Z-API does. */
	async echo(): Promise<void> {
		for (const { text, messageId } of this.replies.slice(this.#echoed)) {
			this.#echoed += 1;
			await this.#deliver(zApiWebhooks.own(text, true, { ...this.#at(Date.now()), messageId }));
		}
	}

	#webhook(message: CustomerMessage, at: number): object {
		if (message.kind === 'text')
			return zApiWebhooks.text(message.text, { ...this.#at(at), ...(message.ad && { externalAdReply: message.ad }) });
		const path = `/media/${this.phone}-${at}.ogg`;
		if (message.transcript !== undefined) this.zApi.files.set(path, voiceMessage(message.transcript, 3));
		return zApiWebhooks.audio(this.zApi.url + path, this.#at(at));
	}

	#at(momment: number): object {
		return { phone: this.phone, momment };
	}

	async #deliver(webhook: object, times = 1): Promise<void> {
		for (let time = 0; time < times; time++) {
			const headers = { 'content-type': 'application/json' };
			const { status } = await fetch(this.address, { method: 'POST', headers, body: JSON.stringify(webhook) });
			if (status !== 200) throw new Error(`The channel refused a webhook of Z-API with ${status}.`);
		}
	}
}
