import type { ChannelRecords, ChannelsOfTenant, Send } from '../ports';
import type { TakenContent } from '../ports/work';
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
	readonly #pool: Pool<TakenContent<Send>>;

	constructor(
		private readonly parts: SendParts & { channels: Pick<ChannelRecords, 'list'> },
		private readonly options: PoolOptions,
	) {
		this.#pool = new Pool(slots, (work, leave) => this.#send(work, leave), options);
	}

	/** Begins to send some messages. @returns how many */
	async fill(): Promise<number> {
		return this.#pool.fill((free) => this.#take(free));
	}

	async ended(): Promise<void> {
		return this.#pool.ended();
	}

	async #send(work: TakenContent<Send>, leave: () => void): Promise<void> {
		const channel = { tenant: work.tenant, name: work.lane };
		const endShare = this.#shares.begin(channel);
		const endWatch = this.#silent.watch(channel, () => {
			endShare();
			leave();
		});
		let outcome: Parameters<typeof endWatch>[0];
		try {
			outcome = await sendOne(this.parts, work, this.options.signal);
		} finally {
			endWatch(outcome);
			endShare();
		}
	}

	async #take(free: number): Promise<ReadonlyArray<TakenContent<Send>>> {
		const { channels, outbox } = this.parts;
		const dueInMs = await outbox.queue.nextDue();
		if (dueInMs === undefined || dueInMs > 0) return [];
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
