import { messageOf } from '../../core/base/errors';
import type { TrustedRoot } from './changes/change';
import { currentSnapshot, needsRenewal } from './changes/issue-snapshot';
import type { TenantWork } from './changes/tenant-work';
import { decideRollouts, isUnderWay, storedRollouts } from './settings/rollout-changes';

const tickEveryMs = 15_000;

interface OverTimeParts {
	work: TenantWork;
	clock: () => number;
	root: () => Promise<TrustedRoot>;
	/** Whose snapshots were asked for. */
	tenants: () => string[];
}

/** What happens to tenants by time: their snapshots are renewed, their rollouts go on. */
export class OverTime {
	#timer: NodeJS.Timeout | undefined;
	#ticking: Promise<void> | undefined;

	constructor(private readonly parts: OverTimeParts) {}

	start(): void {
		this.#timer ??= setInterval(() => {
			// What fails is tried again at the next turn, and said by who reads or changes meanwhile.
			this.tick().catch((error: unknown) => process.emitWarning(messageOf(error), { code: 'TROUPE_REGISTRY' }));
		}, tickEveryMs).unref();
	}

	/** What is due now; one turn at a time. */
	tick(): Promise<void> {
		return (this.#ticking ??= this.#tick().finally(() => (this.#ticking = undefined)));
	}

	async stop(): Promise<void> {
		clearInterval(this.#timer);
		await this.#ticking?.catch(() => undefined); // who began it was told
	}

	/** Looked at again in the transaction: of several processes, one renews. */
	async renew(tenant: string): Promise<void> {
		await this.parts.work.change(registryOf(tenant), { action: 'snapshot.renew', object: 'snapshot' }, async (change) => {
			if (needsRenewal(await currentSnapshot(change.connection), change.root, change.nowMs)) change.touchSnapshot();
		});
	}

	async #tick(): Promise<void> {
		const { work, clock, root, tenants } = this.parts;
		const trusted = await root();
		for (const tenant of tenants()) {
			const caller = registryOf(tenant);
			const { snapshot, rollouts } = await work.read(caller, async (connection) => ({
				snapshot: await currentSnapshot(connection),
				rollouts: await storedRollouts(connection),
			}));
			if (rollouts.some(isUnderWay)) await work.change(caller, { action: 'rollout.decide', object: 'rollouts' }, decideRollouts);
			if (needsRenewal(snapshot, trusted, clock())) await this.renew(tenant);
		}
	}
}

/** Who the audit names for it. */
const registryOf = (tenant: string) => ({ tenant, subject: 'registry' });
