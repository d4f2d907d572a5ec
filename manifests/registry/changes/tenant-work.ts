import type { TroupeError } from '../../../core/base/errors';
import type { Judge } from '../find/judge-manifest';
import { summarize } from '../find/summaries';
import type { Caller, ManifestSummary } from '../registry-api';
import type { Connection, Database } from '../store/tables';
import type { Change, ChangeName } from './change';
import { countRefusals } from './refusals';
import { checkCaller, checkReason } from './request-fields';
import { TenantChanges, type ChangeParts } from './tenant-changes';

export type RecordInAudit = (caller: Caller, name: ChangeName, refusal?: TroupeError) => Promise<void>;

type WorkParts = Omit<ChangeParts, 'refusals'> & { reportFault: (fault: unknown) => void };

const maxTenants = 10_000;

export class TenantWork {
	readonly #changes = new Map<string, TenantChanges>();

	/** A killed process loses at most a minute of counts; the first of each kind is in the database. */
	readonly #refusals = countRefusals((refused, refusal) => {
		void this.record(refused.caller, refused.name, refusal).catch(this.parts.reportFault);
	});

	constructor(private readonly parts: WorkParts) {}

	/** `judge`: the root and time for judging manifests. */
	async read<Result>(caller: Caller, work: (connection: Database | Connection, judge: Judge) => Promise<Result>): Promise<Result> {
		checkCaller(caller);
		const { store, rootIn, clock } = this.parts;
		return store.read(caller.tenant, async (connection) => work(connection, { root: (await rootIn(connection)).document, nowMs: clock() }));
	}

	async change<Result>(caller: Caller, name: ChangeName, work: (change: Change) => Promise<Result>): Promise<Result> {
		checkCaller(caller);
		checkReason(name);
		return this.#changesOf(caller.tenant).make(caller, name, work);
	}

	changeManifest(caller: Caller, name: ChangeName, work: (change: Change) => Promise<string>): Promise<ManifestSummary> {
		return this.change(caller, name, async (change) => {
			const sha256 = await work(change);
			return summarize(change.connection, { root: change.root.document, nowMs: change.nowMs }, sha256);
		});
	}

	changeManifests(caller: Caller, name: ChangeName, work: (change: Change) => Promise<string[]>): Promise<ManifestSummary[]> {
		return this.change(caller, name, async (change) => {
			const judge = { root: change.root.document, nowMs: change.nowMs };
			const changed: ManifestSummary[] = [];
			for (const sha256 of await work(change)) changed.push(await summarize(change.connection, judge, sha256));
			return changed;
		});
	}

	record: RecordInAudit = async (caller, name, refusal) => {
		try {
			await this.change(caller, name, async (change) => {
				if (refusal) throw refusal;
				change.note({});
			});
		} catch (error) {
			if (error !== refusal) throw error;
		}
	};

	async close(): Promise<void> {
		this.#refusals.close();
		await Promise.all([...this.#changes.values()].map((changes) => changes.settled()));
	}

	#changesOf(tenant: string): TenantChanges {
		const existing = this.#changes.get(tenant);
		if (existing) return existing;
		const changes = new TenantChanges(tenant, { ...this.parts, refusals: this.#refusals });
		if (this.#changes.size >= maxTenants) this.#changes.delete(this.#changes.keys().next().value!);
		this.#changes.set(tenant, changes);
		return changes;
	}
}
