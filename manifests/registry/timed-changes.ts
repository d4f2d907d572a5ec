import type { Outbox } from './audit/outbox';
import type { TrustedRoot } from './changes/change';
import { currentSnapshot, needsRenewal } from './changes/issue-snapshot';
import type { TenantWork } from './changes/tenant-work';
import { decideRollouts, isUnderWay, storedRollouts } from './settings/rollout-changes';

const tickEveryMs = 15_000;

interface OverTimeParts {
	work: TenantWork;
	clock: () => number;
	root: () => Promise<TrustedRoot>;
	tenants: () => string[];
	outbox: Outbox;
	reportFault: (fault: unknown) => void;
}

export class TimedChanges {
	#timer: NodeJS.Timeout | undefined;
	#ticking: Promise<void> | undefined;

	constructor(private readonly parts: OverTimeParts) {}

	start(): void {
		if (this.#timer) return;
		// Retried at the next tick; callers get the error meanwhile.
		const tick = () => void this.tick().catch(this.parts.reportFault);
		this.#timer = setInterval(tick, tickEveryMs).unref();
		tick(); // Work left by a killed process starts at once.
	}

	/** One tick at a time. */
	tick(): Promise<void> {
		return (this.#ticking ??= this.#tick().finally(() => (this.#ticking = undefined)));
	}

	async stop(): Promise<void> {
		clearInterval(this.#timer);
		await this.#ticking?.catch(() => undefined); // The tick's caller got the error.
	}

	/** Checks again in the transaction, so that only one process renews. */
	async renew(tenant: string): Promise<void> {
		await this.parts.work.change(createRegistryCaller(tenant), { action: 'snapshot.renewed', object: 'snapshot' }, async (change) => {
			if (needsRenewal(await currentSnapshot(change.connection), change.root, change.nowMs)) change.touchSnapshot();
		});
	}

	async #tick(): Promise<void> {
		const { work, clock, root, tenants, outbox } = this.parts;
		await outbox.handOverAll();
		const trusted = await root();
		for (const tenant of tenants()) {
			const caller = createRegistryCaller(tenant);
			const { snapshot, rollouts } = await work.read(caller, async (connection) => ({
				snapshot: await currentSnapshot(connection),
				rollouts: await storedRollouts(connection),
			}));
			if (rollouts.some(isUnderWay)) await work.change(caller, { action: 'rollout.decided', object: 'rollouts' }, decideRollouts);
			if (needsRenewal(snapshot, trusted, clock())) await this.renew(tenant);
		}
	}
}

const createRegistryCaller = (tenant: string) => ({ tenant, subject: 'registry' });
