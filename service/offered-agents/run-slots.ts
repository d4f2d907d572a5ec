import { TroupeError } from '../../core/base/errors';

/** As measured (docs/operations/service.md, Sizing): a run that waits for its model takes 0.4 MB. */
const defaultRuns = 256;

/** The rest is left for other tenants. */
const maxShareOfTenant = 3 / 4;
const retryAfterMs = 5_000;

/** Bounds this process's awaited runs, because each takes memory until its model answers. */
export class RunSlots {
	readonly #running = new Map<string, number>();
	#all = 0;

	constructor(private readonly max = defaultRuns) {}

	/** @returns a function that frees the slot @throws TroupeError RATE_LIMITED */
	begin(tenant: string): () => void {
		this.check(tenant);
		this.#count(tenant, 1);
		return () => this.#count(tenant, -1);
	}

	/** @throws TroupeError RATE_LIMITED if no run of the tenant could begin now */
	check(tenant: string): void {
		const maxOfTenant = Math.max(1, Math.floor(this.max * maxShareOfTenant));
		if (this.#all < this.max && (this.#running.get(tenant) ?? 0) < maxOfTenant) return;
		throw new TroupeError({
			code: 'RATE_LIMITED',
			message: `This process already runs ${this.#all} agents for callers. At most ${this.max} can run, and ${maxOfTenant} for one tenant.`,
			fix: 'Call again after the time in the header Retry-After. If it is refused again, start another process, or raise `troupe serve --agent-runs`.',
			retryable: true,
			retryAfterMs,
		});
	}

	#count(tenant: string, change: number): void {
		this.#all += change;
		const running = (this.#running.get(tenant) ?? 0) + change;
		if (running > 0) this.#running.set(tenant, running);
		else this.#running.delete(tenant);
	}
}
