import type { ChannelRecord, ChannelsOfTenant } from '../../ports';

type Named = Pick<ChannelRecord, 'tenant' | 'name'>;

/**
 * Chooses the channel whose work is next, so that no tenant and no channel waits for the burst of another. It counts the turns of this process alone,
 * in the order of `takeWork` (providers/state/work): each process that shares the state keeps room for every tenant by itself.
 */
export class FairShare {
	readonly #running = new Map<string, number>();
	/** Tenants in the order in which they were served, the last one at the end. */
	readonly #served = new Set<string>();
	/** By tenant, the channels that were served in this round. */
	readonly #rounds = new Map<string, Set<string>>();

	/** @param slots turns that run at the same time */
	constructor(private readonly slots: number) {}

	/** Takes work of these channels: from the tenant with the fewest running turns, then from the one that was served longest ago. */
	async take<Work>(
		channels: readonly Named[],
		take: (of: Required<ChannelsOfTenant>) => Promise<Work | undefined>,
	): Promise<Work | undefined> {
		for (const tenant of this.#order(channels)) {
			for (const names of this.#groups(tenant, channels)) {
				const work = await take({ tenant, channels: names });
				if (work !== undefined) return work;
			}
		}
		return undefined;
	}

	/** Counts a turn that begins. @returns a function that ends it, however often it is called */
	begin({ tenant, name }: Named): () => void {
		this.#running.set(tenant, this.#runningOf(tenant) + 1);
		this.#served.delete(tenant);
		this.#served.add(tenant);
		const round = this.#rounds.get(tenant);
		// A channel is served twice only if no other one had work: the next round begins.
		if (round === undefined || round.has(name)) this.#rounds.set(tenant, new Set([name]));
		else round.add(name);
		let isRunning = true;
		return () => {
			if (!isRunning) return;
			isRunning = false;
			const running = this.#runningOf(tenant) - 1;
			if (running > 0) this.#running.set(tenant, running);
			else this.#running.delete(tenant);
		};
	}

	#order(channels: readonly Named[]): string[] {
		const tenants = [...new Set(channels.map(({ tenant }) => tenant))];
		const max = tenants.length > 1 ? Math.max(1, Math.floor(this.slots * maxShareOfTenant)) : this.slots;
		const served = [...this.#served];
		return tenants
			.filter((tenant) => this.#runningOf(tenant) < max)
			.sort((a, b) => this.#runningOf(a) - this.#runningOf(b) || served.indexOf(a) - served.indexOf(b));
	}

	#runningOf(tenant: string): number {
		return this.#running.get(tenant) ?? 0;
	}

	#groups(tenant: string, channels: readonly Named[]): string[][] {
		const names = channels.filter((channel) => channel.tenant === tenant).map(({ name }) => name);
		const round = this.#rounds.get(tenant) ?? new Set();
		return [names.filter((name) => !round.has(name)), names.filter((name) => round.has(name))].filter(({ length }) => length > 0);
	}
}

/** Where a process serves several tenants, the others never wait for the long turns of one. */
const maxShareOfTenant = 3 / 4;
