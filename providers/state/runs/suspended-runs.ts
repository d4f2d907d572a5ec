import type { RunNotice, RunStore } from '../../../core/ports/runs/runs';
import { everyTenant, type StateConnection } from '../../database/state-database';
import type { AuditedDatabase } from '../audit/audited-database';
import { cancelWaitingWork } from '../work/work-rows';
import { cancelWaiting, keepCancelled, type KeepFor } from './kept-steps';
import { cancelIdleRun, type Owners } from './run-headers';
import { findDecision } from './run-notices';
import { planContinuation, suspendedRunWork } from './suspended-work';
import {
	claimForNobody,
	claimSuspension,
	findSealed,
	findSealedOf,
	type HiddenParts,
	insertSuspended,
	type ListedRun,
	listSuspended,
	removeSuspended,
	type SuspendedFilter,
} from './suspensions';
import type { TextSeal } from './text-seal';

export interface SuspendedRuns extends Pick<RunStore, 'claim' | 'suspend' | 'settle'> {
	/** Returns a waiting run's sealed parts, for its host only. @throws TroupeError VAULT_UNREADABLE */
	findSuspended(runId: string): Promise<HiddenParts | undefined>;
	/** Returns readable sealed parts of idle waiting runs, by owners' keyed hashes. */
	findSuspendedOf(owners: readonly string[]): Promise<Array<{ runId: string; parts: HiddenParts }>>;
	/** Ends an idle run permanently; leaves a running one unchanged. @returns its sealed parts, if it waited */
	cancel(runId: string): Promise<HiddenParts | undefined>;
	findDecision(runId: string): Promise<Pick<RunNotice, 'kind' | 'at' | 'by'> | undefined>;
	/** Oldest first. @param ofAll all tenants: for operators */
	listSuspended(filter?: SuspendedFilter, ofAll?: boolean): Promise<ListedRun[]>;
}

interface SuspendedParts {
	tenant: string;
	now: (connection: StateConnection) => number;
	seal: TextSeal;
	keepFor: KeepFor;
	nameOwners: (conversationId?: string, person?: string) => Promise<Owners>;
	headOf: (runId: string) => Promise<string>;
	tell: () => void;
}

export const suspendedBoundTo = ({ tenant, runId }: { tenant: string; runId: string }) => JSON.stringify(['suspended run', tenant, runId]);

export function createSuspendedRuns(database: AuditedDatabase, parts: SuspendedParts): SuspendedRuns {
	const { tenant, now, seal, keepFor, nameOwners, headOf, tell } = parts;
	const boundTo = (runId: string) => suspendedBoundTo({ tenant, runId });
	const open = async (runId: string, sealed?: Uint8Array) =>
		sealed && (JSON.parse(await seal.unseal(sealed, boundTo(runId))) as HiddenParts);
	return {
		async claim(suspension, by, isStored, decidedBy) {
			const claim = await database.change(
				tenant,
				(connection) => claimSuspension(connection, { tenant, suspension, by, isStored, decidedBy, now: now(connection) }),
				{ synced: true },
			);
			tell();
			return claim;
		},
		async suspend({ state, agentFile, waker, ...run }) {
			const sealed = await seal.seal(JSON.stringify({ state, agentFile, waker } satisfies HiddenParts), boundTo(run.runId));
			const owners = await nameOwners(run.conversationId, run.person);
			await database.change(
				tenant,
				async (connection) => {
					await insertSuspended(connection, tenant, { ...run, ...owners, sealed, mark: await headOf(run.runId) }, now(connection));
					await planContinuation(connection, tenant, run);
				},
				{ synced: true },
			);
			tell();
		},
		async settle(runId) {
			const keep = await keepFor(tenant);
			await database.change(tenant, async (connection) => {
				await removeSuspended(connection, tenant, runId);
				await cancelWaiting(connection, { tenant, runId }, { reason: null, now: now(connection) }, { seal, keep });
				// A process that continues it ends its own work.
				await cancelWaitingWork(connection, { tenant, kind: suspendedRunWork, key: runId });
			});
		},
		async findSuspended(runId) {
			return open(runId, await database.read(tenant, (connection) => findSealed(connection, tenant, runId)));
		},
		async findSuspendedOf(owners) {
			const found = await database.read(tenant, (connection) => findSealedOf(connection, tenant, owners));
			const opened = await Promise.allSettled(found.map(async ({ runId, sealed }) => ({ runId, parts: (await open(runId, sealed))! })));
			return opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
		},
		async cancel(runId) {
			const keep = await keepFor(tenant);
			const sealed = await database.act(
				tenant,
				async (connection, note) => {
					const time = now(connection);
					const waiting = await findSealed(connection, tenant, runId);
					await claimForNobody(connection, { tenant, runId, now: time });
					const isCancelled = (await cancelIdleRun(connection, { tenant, runId }, time)) > 0;
					// The claiming process died.
					if (isCancelled) await removeSuspended(connection, tenant, runId);
					if (isCancelled) await note(tenant, { action: 'agent.cancelled', object: { kind: 'run', value: runId } });
					if (isCancelled) await keepCancelled(connection, { tenant, runId }, { seal, keep });
					await cancelWaitingWork(connection, { tenant, kind: suspendedRunWork, key: runId });
					return isCancelled ? waiting : undefined;
				},
				{ synced: true },
			);
			return open(runId, sealed);
		},
		findDecision: (runId) => database.read(tenant, (connection) => findDecision(connection, tenant, runId)),
		listSuspended(filter, ofAll = false) {
			const whose = ofAll ? everyTenant : tenant;
			return database.read(whose, (connection) => listSuspended(connection, whose, now(connection), filter));
		},
	};
}
