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

/** What a store knows of runs that wait for people. */
export interface SuspendedRuns extends Pick<RunStore, 'claim' | 'suspend' | 'settle'> {
	/** Returns what is stored of a run that waits for a person, for its host alone. @throws TroupeError VAULT_UNREADABLE */
	findSuspended(runId: string): Promise<HiddenParts | undefined>;
	/** Returns the same of the runs of persons and conversations, named by their keyed hashes, that nobody continues, where it can be read. */
	findSuspendedOf(owners: readonly string[]): Promise<Array<{ runId: string; parts: HiddenParts }>>;
	/**
	 * Ends a run that nobody works on: nobody can continue it any more. A run that somebody continues at the moment is not changed.
	 * @returns what was stored of it, if it waited
	 */
	cancel(runId: string): Promise<HiddenParts | undefined>;
	/** Returns how the last suspension of a run ended, for some days. */
	findDecision(runId: string): Promise<Pick<RunNotice, 'kind' | 'at' | 'by'> | undefined>;
	/** Lists the runs that wait for a person, the oldest first. @param ofAll those of all tenants: for operators */
	listSuspended(filter?: SuspendedFilter, ofAll?: boolean): Promise<ListedRun[]>;
}

interface SuspendedParts {
	tenant: string;
	now: (connection: StateConnection) => number;
	seal: TextSeal;
	keepFor: KeepFor;
	nameOwners: (conversationId?: string, person?: string) => Promise<Owners>;
	/** Returns the mark of a run without entries. */
	headOf: (runId: string) => Promise<string>;
	/** Tells who follows them. */
	tell: () => void;
}

/** Names what the sealed parts of a run that waits are for. */
export const suspendedBoundTo = ({ tenant, runId }: { tenant: string; runId: string }) => JSON.stringify(['suspended run', tenant, runId]);

/** Stores the runs of a tenant that wait for people. What they are about is sealed. */
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
				// A process that continues it ends its work itself.
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
					// The process that had claimed it died.
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
