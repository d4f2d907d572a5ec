import type { ChannelRecords, ChannelsOfTenant, Send } from '../ports';
import { Pool, type PoolOptions } from './pool';
import { sendOne, takeSends, type SendParts } from './send-messages';
import { FairShare } from './turns/fair-share';

/** A receiver that does not answer keeps a slot for 45 seconds. */
const slots = 32;

/** Sends what waits, for as many conversations at a time as there are slots, fairly among tenants and channels. */
export class SendPool {
	readonly #shares = new FairShare(slots);
	readonly #pool: Pool<Send>;

	constructor(
		private readonly parts: SendParts & { channels: Pick<ChannelRecords, 'list'> },
		private readonly options: PoolOptions,
	) {
		const { holder, signal } = options;
		const send = async (one: Send) => {
			const end = this.#shares.begin({ tenant: one.tenant, name: one.channel });
			await sendOne(parts, one, holder, signal).finally(end);
		};
		this.#pool = new Pool(slots, send, options);
	}

	/** Begins to send some messages. @returns how many */
	async fill(): Promise<number> {
		return this.#pool.fill((free) => this.#take(free));
	}

	async ended(): Promise<void> {
		return this.#pool.ended();
	}

	async #take(free: number): Promise<readonly Send[]> {
		const { channels, outbox } = this.parts;
		// The store tells it by the clock of this machine.
		const due = await outbox.nextDue();
		if (due === undefined || due > Date.now()) return [];
		const take = (of?: ChannelsOfTenant) => takeSends(outbox, this.options.holder, free, of);
		return this.#pool.takeFairly(this.#shares, await channels.list(), take);
	}
}
