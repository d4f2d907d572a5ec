import { setTimeout as wait } from 'node:timers/promises';
import { type ZApiServer, zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import type { PhoneMessage, PhoneState } from './phone';

/** A customer's phone, connected to the stand-in of Z-API: what is written here reaches the channel as webhooks, and what Troupe sends appears here. */
export class WhatsAppPhone {
	readonly messages: PhoneState['messages'] = [];
	#read = 0;

	/** @param address of the channel: where Z-API sends its webhooks */
	constructor(
		readonly zApi: ZApiServer,
		readonly address: string,
		readonly number: string,
	) {}

	/** Recordings of the story by name: the address from which Z-API offers each, and what is said. */
	recordings: Record<string, { url: string; says: string }> = {};

	async send({ author, text = '', audio }: PhoneMessage): Promise<void> {
		const recording = audio === undefined ? undefined : this.recordings[audio];
		this.messages.push({ author, text: recording ? `🎤 ${recording.says}` : text });
		if (author === 'person') return this.#deliver(zApiWebhooks.own(text, false, this.#changes()));
		await this.#deliver(recording ? zApiWebhooks.audio(recording.url, this.#changes()) : zApiWebhooks.text(text, this.#changes()));
	}

	/** Shows what Troupe sends, and echoes it to the channel as Z-API does, until the signal. */
	async receive(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			for (const { path, body, messageId } of this.zApi.sent.slice(this.#read)) {
				this.#read += 1;
				if (path !== 'send-text' || body['phone'] !== this.number) continue;
				const text = body['message'] as string;
				this.messages.push({ author: 'agent', text });
				await this.#deliver(zApiWebhooks.own(text, true, { ...this.#changes(), messageId }));
			}
			await wait(150, undefined, { signal }).catch(() => undefined);
		}
	}

	#changes(): object {
		return { phone: this.number, momment: Date.now() };
	}

	async #deliver(webhook: object): Promise<void> {
		const headers = { 'content-type': 'application/json' };
		const { status } = await fetch(this.address, { method: 'POST', headers, body: JSON.stringify(webhook) });
		if (status !== 200) throw new Error(`The channel refused a webhook with ${status}.`);
	}
}
