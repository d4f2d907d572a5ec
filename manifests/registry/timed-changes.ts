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
	/** The tenants whose snapshots were requested. */
	tenants: () => string[];
	outbox: Outbox;
	reportFault: (fault: unknown) => void;
}

/** Does what is due by time: hands over audit entries that wait, renews the snapshots of tenants, and continues their rollouts. */
export class TimedChanges {
	#timer: NodeJS.Timeout | undefined;
	#ticking: Promise<void> | undefined;

	constructor(private readonly parts: OverTimeParts) {}

	start(): void {
		if (this.#timer) return;
		// A fault is retried at the next tick, and reported to callers in the meantime.
		const tick = () => void this.tick().catch(this.parts.reportFault);
		this.#timer = setInterval(tick, tickEveryMs).unref();
		tick(); // What a killed process left waits for nobody.
	}

	/** Does what is due now, one tick at a time. */
	tick(): Promise<void> {
		return (this.#ticking ??= this.#tick().finally(() => (this.#ticking = undefined)));
	}

	async stop(): Promise<void> {
		clearInterval(this.#timer);
		await this.#ticking?.catch(() => undefined); // The caller of the tick got the error.
	}

	/** Checked again in the transaction, so that only one of several processes renews. */
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

/** The name of these changes in the audit. */
const createRegistryCaller = (tenant: string) => ({ tenant, subject: 'registry' });
