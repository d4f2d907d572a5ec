import type { ChannelsOfTenant } from '../ports';
import type { FairShare } from './turns/fair-share';

export interface PoolOptions {
	/** Takes the work, and leases it. */
	holder: string;
	/** Called when more can be taken. */
	onFree: () => void;
	/** Called with the fault of work that nobody stopped. */
	onFault: (fault: unknown) => void;
	/** Stops the work. */
	signal: AbortSignal;
}

/** Runs work that was taken, up to `slots` pieces at the same time. Slow work keeps one slot until it leaves it, and the rest does not wait for it. */
export class Pool<Work> {
	readonly #running = new Set<Promise<void>>();
	#slotsTaken = 0;

	/** @param work is given a function that leaves the slot to others while it goes on */
	constructor(
		private readonly slots: number,
		private readonly work: (one: Work, leave: () => void) => Promise<void>,
		private readonly options: Pick<PoolOptions, 'onFree' | 'onFault'> & { signal?: AbortSignal },
	) {}

	get running(): number {
		return this.#running.size;
	}

	/** Takes what fits, and begins it. @returns how much */
	async fill(take: (free: number) => Promise<readonly Work[]>): Promise<number> {
		const free = this.slots - this.#slotsTaken;
		if (free <= 0) return 0;
		const taken = await take(free);
		for (const one of taken) this.#begin(one);
		return taken.length;
	}

	/** Takes work fairly among channels. That of channels which were removed meanwhile is in nobody's share: it is taken when nothing else runs. */
	async takeFairly<Taken>(
		shares: FairShare,
		channels: Parameters<FairShare['take']>[0],
		take: (of?: ChannelsOfTenant) => Promise<readonly Taken[]>,
	): Promise<readonly Taken[]> {
		const taken = await shares.take(channels, async (of) => {
			const some = await take(of);
			return some.length > 0 ? some : undefined;
		});
		return taken ?? (this.running === 0 ? take() : []);
	}

	/** Waits for what was begun. */
	async ended(): Promise<void> {
		await Promise.all(this.#running);
	}

	#begin(one: Work): void {
		const { onFree, onFault, signal } = this.options;
		let hasSlot = true;
		this.#slotsTaken += 1;
		const leave = () => {
			if (hasSlot) this.#slotsTaken -= 1;
			hasSlot = false;
			onFree();
		};
		const running = this.work(one, leave)
			.catch((fault) => {
				if (!signal?.aborted) onFault(fault);
			})
			.finally(() => {
				this.#running.delete(running);
				leave();
			});
		this.#running.add(running);
	}
}
