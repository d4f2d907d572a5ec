import type { TroupeError } from '../../../core/errors';
import { summaryOf } from '../find/summaries';
import type { Caller, ManifestSummary } from '../registry-api';
import type { Connection, Database } from '../store/tables';
import type { Change, ChangeName } from './change';
import { checkCaller } from './request-fields';
import { TenantChanges, type ChangeParts } from './tenant-changes';

/** Without a refusal it was done. */
export type RecordInAudit = (caller: Caller, name: ChangeName, refusal?: TroupeError) => Promise<void>;

const mostTenants = 10_000;

/** What callers read and change, each in their own tenant. */
export class TenantWork {
	readonly #changes = new Map<string, TenantChanges>();

	constructor(private readonly parts: ChangeParts) {}

	/** `threshold`: how many approvals the root of today asks for. */
	async read<Result>(caller: Caller, work: (connection: Database | Connection, threshold: number) => Promise<Result>): Promise<Result> {
		checkCaller(caller);
		const { store, rootIn } = this.parts;
		return store.read(caller.tenant, async (connection) => work(connection, approvalsUnder(await rootIn(connection))));
	}

	async change<Result>(caller: Caller, name: ChangeName, work: (change: Change) => Promise<Result>): Promise<Result> {
		checkCaller(caller);
		return this.#changesOf(caller.tenant).make(caller, name, work);
	}

	/** `work` says the hash of the manifest that it changed. */
	changeManifest(caller: Caller, name: ChangeName, work: (change: Change) => Promise<string>): Promise<ManifestSummary> {
		return this.change(caller, name, async (change) => summaryOf(change.connection, approvalsUnder(change.root), await work(change)));
	}

	/** Puts into the audit what is done or refused outside of the database. */
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

	/** When nothing waits any more. */
	async settled(): Promise<void> {
		await Promise.all([...this.#changes.values()].map((changes) => changes.settled()));
	}

	#changesOf(tenant: string): TenantChanges {
		const known = this.#changes.get(tenant);
		if (known) return known;
		const changes = new TenantChanges(tenant, this.parts);
		if (this.#changes.size >= mostTenants) this.#changes.delete(this.#changes.keys().next().value!);
		this.#changes.set(tenant, changes);
		return changes;
	}
}

const approvalsUnder = ({ document }: Change['root']) => document.roles.approver.threshold;
