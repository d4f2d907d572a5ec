import type { Turn } from '../../ports';
import { turnLeaseMs } from '../answer-turn';
import type { ChannelParts, ChannelWorkerOptions } from '../channel-worker';
import { silenceByFlag } from '../flags/silence-by-flag';
import { FairShare } from './fair-share';

/** Takes turns one after the other, and answers up to `slots` at the same time: waiting for a model takes no processor time. */
export class TurnTaker {
	readonly #answering = new Set<Promise<void>>();
	readonly #shares: FairShare;
	#taken = 0;

	/** @param onFree called when another turn can be taken */
	constructor(
		private readonly parts: Pick<ChannelParts, 'channels' | 'mailbox' | 'flags'>,
		private readonly options: Pick<ChannelWorkerOptions, 'answer' | 'canAnswer' | 'onFault'>,
		private readonly slots: number,
		private readonly onFree: () => void,
	) {
		this.#shares = new FairShare(slots);
	}

	get running(): number {
		return this.#answering.size;
	}

	/** Begins to answer the next turn. @returns 1, or 0 if none is waiting or all slots are taken */
	async takeOne(holder: string, signal: AbortSignal): Promise<number> {
		if (this.running >= this.slots) return 0;
		const own = `${holder} ${this.#taken++}`;
		const turn = await this.#take(own);
		if (turn === undefined) return 0;
		const { tenant, channel: name } = turn.conversation;
		const end = this.#shares.begin({ tenant, name });
		const answering = this.#answer(turn, own, signal).finally(() => {
			end();
			this.#answering.delete(answering);
			this.onFree();
		});
		this.#answering.add(answering);
		return 1;
	}

	/** Waits for the turns that are being answered. */
	async ended(): Promise<void> {
		await Promise.all(this.#answering);
	}

	async #take(holder: string): Promise<Turn | undefined> {
		const { channels, mailbox } = this.parts;
		const answered = (await channels.list()).filter((channel) => channel.state === 'active' && this.options.canAnswer(channel));
		return this.#shares.take(answered, (of) => mailbox.take(holder, turnLeaseMs, of));
	}

	async #answer(turn: Turn, holder: string, signal: AbortSignal): Promise<void> {
		try {
			if (!(await silenceByFlag(this.parts, turn))) await this.options.answer(turn, holder, signal);
		} catch (fault) {
			if (!signal.aborted) this.options.onFault('turns', fault);
		}
	}
}
