/** Reads what people were told of customers: events of the service, and notes at desks. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Send } from '../../core/ports/channels/outbox';
import { openStoresOfHome } from '../../test/support/channels/open-stores-of-home';
import type { Scene } from './scene';
import { findAtDesk } from './stage';
import type { Talk } from './talk';

/** More than a bench sends. */
const maxSends = 100_000;

const kinds = ['conversation.waiting', 'conversation.handed-over', 'channel.turn.failed', 'channel.message.failed'];

/** The channels of sides that are called otherwise. */
const channels: Readonly<Record<string, string>> = { 'z-api': 'sales', process: 'sales', chatwoot: 'inbox' };

interface ToldEvent {
	type: string;
	at: number;
	conversation: string;
	message?: string;
}

export class Told {
	/** The ids of conversations, by channel and address. */
	readonly #conversations = new Map<string, string>();
	readonly #events = new Map<string, ToldEvent[]>();
	/** The texts of messages that did not go out, by id. */
	readonly #texts = new Map<string, string>();

	/** Reads what is in the state of a service now. */
	static async open(scene: Pick<Scene, 'service' | 'desk'>): Promise<Told> {
		const stores = openStoresOfHome(scene.service.home);
		try {
			return new Told(scene, await stores.outbox.list('default', {}, maxSends));
		} finally {
			await stores.close();
		}
	}

	private constructor(
		private readonly scene: Pick<Scene, 'service' | 'desk'>,
		sends: readonly Send[],
	) {
		for (const { id, content } of sends) this.#texts.set(id, JSON.stringify(content));
		const database = new DatabaseSync(join(scene.service.home, 'state.db'), { readOnly: true });
		const rows = <Row>(sql: string, ...values: string[]) => database.prepare(sql).all(...values) as Row[];
		for (const { id, channel, address } of rows<Record<string, string>>('SELECT id, channel, address FROM conversation'))
			this.#conversations.set(`${channel} ${/visitor-\d+|\d+/.exec(address!)?.[0]}`, id!);
		const found = rows<{ type: string; at: number; data: string }>(
			`SELECT type, at, data FROM event WHERE type IN (${kinds.map(() => '?').join(', ')})`,
			...kinds,
		);
		for (const { type, at, data } of found) {
			const event = { type, at, ...(JSON.parse(data) as Pick<ToldEvent, 'conversation' | 'message'>) };
			this.#events.set(event.conversation, [...(this.#events.get(event.conversation) ?? []), event]);
		}
		database.close();
	}

	/** By which people were told of a customer's last message, if they were. */
	find(talk: Talk): string | undefined {
		const { side, address, at } = talk;
		const id = this.#conversations.get(`${channels[side.name] ?? side.name} ${address}`);
		const event = this.#events
			.get(id ?? '')
			?.find((each) => each.at >= at && (each.message === undefined || talk.concerns(this.#texts.get(each.message) ?? '')));
		if (event) return event.type;
		const number = findAtDesk(this.scene, address);
		// One of the same second can be about what was before.
		const isTold = this.scene.desk.written.some(
			(note) => note['conversation_id'] === number && note['private'] === true && Number(note['created_at']) * 1_000 >= at,
		);
		return isTold ? 'desk note' : undefined;
	}

	/** Describes a customer who is left, with the events about them. */
	describe({ side, address, at }: Talk): string {
		const events = this.#events.get(this.#conversations.get(`${channels[side.name] ?? side.name} ${address}`) ?? '') ?? [];
		return events.map((each) => `${each.type} ${((each.at - at) / 1_000).toFixed(0)} s`).join(', ') || 'no events';
	}
}
