import type { ChannelRecords, ChannelsOfTenant, Send } from '../ports';
import { Pool, type PoolOptions } from './pool';
import { sendOne, takeSends, type SendParts } from './send-messages';
import { SilentChannels } from './silent-channels';
import { FairShare } from './turns/fair-share';

const slots = 32;

/**
 * Sends what waits, for as many conversations at a time as there are slots, fairly among tenants and channels. A send whose answer is late leaves its
 * slot: providers that do not answer, of however many tenants, hold up nobody else.
 */
export class SendPool {
	readonly #shares = new FairShare(slots);
	readonly #silent = new SilentChannels();
	readonly #pool: Pool<Send>;

	constructor(
		private readonly parts: SendParts & { channels: Pick<ChannelRecords, 'list'> },
		private readonly options: PoolOptions,
	) {
		this.#pool = new Pool(slots, (send, leave) => this.#send(send, leave), options);
	}

	/** Begins to send some messages. @returns how many */
	async fill(): Promise<number> {
		return this.#pool.fill((free) => this.#take(free));
	}

	async ended(): Promise<void> {
		return this.#pool.ended();
	}

	async #send(send: Send, leave: () => void): Promise<void> {
		const { holder, signal } = this.options;
		const channel = { tenant: send.tenant, name: send.channel };
		const endShare = this.#shares.begin(channel);
		const endWatch = this.#silent.watch(channel, () => {
			endShare();
			leave();
		});
		let outcome: Parameters<typeof endWatch>[0];
		try {
			outcome = await sendOne(this.parts, send, holder, signal);
		} finally {
			endWatch(outcome);
			endShare();
		}
	}

	async #take(free: number): Promise<readonly Send[]> {
		const { channels, outbox } = this.parts;
		// The store tells it by the clock of this machine.
		const due = await outbox.nextDue();
		if (due === undefined || due > Date.now()) return [];
		const all = await channels.list();
		const take = (max: number, of?: ChannelsOfTenant) => takeSends(outbox, this.options.holder, max, of);
		for (const { tenant, name } of this.#silent.findTrials(all)) {
			const trial = await take(1, { tenant, channels: [name] });
			if (trial.length > 0) return trial;
		}
		const open = all.filter((channel) => this.#silent.isOpen(channel));
		return this.#pool.takeFairly(this.#shares, open, (of) => take(of ? free : 1, of));
	}
}
