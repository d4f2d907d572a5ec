import type { Turn } from '../../ports';
import { turnLeaseMs } from '../answer-turn';
import type { ChannelParts, ChannelWorkerOptions } from '../channel-parts';
import { silenceByFlag } from '../flags/silence-by-flag';
import { Pool } from '../pool';
import { FairShare } from './fair-share';

interface TakenTurn {
	turn: Turn;
	holder: string;
	signal: AbortSignal;
}

/** Takes turns one after the other, and answers up to `slots` at the same time: waiting for a model takes no processor time. */
export class TurnTaker {
	readonly #pool: Pool<TakenTurn>;
	readonly #shares: FairShare;
	#taken = 0;

	/** @param onFree called when another turn can be taken */
	constructor(
		private readonly parts: Pick<ChannelParts, 'channels' | 'mailbox' | 'flags'>,
		private readonly options: Pick<ChannelWorkerOptions, 'answer' | 'canAnswer' | 'onFault'>,
		slots: number,
		onFree: () => void,
	) {
		this.#shares = new FairShare(slots);
		this.#pool = new Pool(slots, (taken) => this.#answer(taken), { onFree, onFault: (fault) => options.onFault('turns', fault) });
	}

	get running(): number {
		return this.#pool.running;
	}

	/** Begins to answer the next turn. @returns 1, or 0 if none is waiting or all slots are taken */
	async takeOne(worker: string, signal: AbortSignal): Promise<number> {
		return this.#pool.fill(async () => {
			const holder = `${worker} ${this.#taken++}`;
			const turn = await this.#take(holder);
			return turn === undefined ? [] : [{ turn, holder, signal }];
		});
	}

	/** Waits for the turns that are being answered. */
	async ended(): Promise<void> {
		return this.#pool.ended();
	}

	async #take(holder: string): Promise<Turn | undefined> {
		const { channels, mailbox } = this.parts;
		const answered = (await channels.list()).filter((channel) => channel.state === 'active' && this.options.canAnswer(channel));
		return this.#shares.take(answered, (of) => mailbox.take(holder, turnLeaseMs, of));
	}

	async #answer({ turn, holder, signal }: TakenTurn): Promise<void> {
		const { tenant, channel: name } = turn.conversation;
		const end = this.#shares.begin({ tenant, name });
		try {
			if (!(await silenceByFlag(this.parts, turn))) await this.options.answer(turn, holder, signal);
		} catch (fault) {
			if (!signal.aborted) throw fault;
		} finally {
			end();
		}
	}
}
