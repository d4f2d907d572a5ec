import type { ChannelRecords, Send } from '../ports';
import { Pool } from './pool';
import { sendOne, takeSends, type SendParts } from './send-messages';
import { FairShare } from './turns/fair-share';

/** A receiver that does not answer keeps a slot for 45 seconds. */
const slots = 32;

interface SendPoolOptions {
	holder: string;
	/** Called when more can be sent. */
	onFree: () => void;
	onFault: (fault: unknown) => void;
	signal: AbortSignal;
}

/** Sends what waits, for as many conversations at a time as there are slots, fairly among tenants and channels. */
export class SendPool {
	readonly #shares = new FairShare(slots);
	readonly #pool: Pool<Send>;

	constructor(
		private readonly parts: SendParts & { channels: Pick<ChannelRecords, 'list'> },
		private readonly options: SendPoolOptions,
	) {
		const { holder, onFree, onFault, signal } = options;
		const send = async (one: Send) => {
			const end = this.#shares.begin({ tenant: one.tenant, name: one.channel });
			await sendOne(parts, one, holder, signal).finally(end);
		};
		this.#pool = new Pool(slots, send, onFree, (fault) => {
			if (!signal.aborted) onFault(fault);
		});
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
		const { holder } = this.options;
		// By the clock of this machine.
		const due = await outbox.nextDue();
		if (due === undefined || due > Date.now()) return [];
		const sends = await this.#shares.take(await channels.list(), async (of) => {
			const taken = await takeSends(outbox, holder, free, of);
			return taken.length > 0 ? taken : undefined;
		});
		// Messages of channels that were removed meanwhile are in nobody's share.
		return sends ?? (this.#pool.running === 0 ? takeSends(outbox, holder, free) : []);
	}
}
