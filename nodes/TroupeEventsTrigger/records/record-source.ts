import type { ITriggerFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { readSetting } from '../../../core/base/settings/settings';
import { defaultTenant } from '../../../core/base/tenant';
import type { RecordLog } from '../../../core/ports/records';
import { type Cursors, followRecords, readLast, type TenantRecord } from '../../../core/records/follow-records';
import { readDatabase } from '../../shared/state/read-database';
import { nodeMemory } from './node-memory';
import { type NodeState, readState } from '../../shared/state/read-state';

export interface RecordSource<Stored> {
	readLast(): Promise<Cursors>;
	follow(listener: (record: TenantRecord<Stored>) => void | Promise<void>, failed: (error: unknown) => void, after: Cursors): () => void;
	/** Begins after the last delivered record if the workflow continues, else after the newest. */
	restore(newest: Cursors, goesOn: boolean): Cursors;
	keep(record: TenantRecord<Stored>): void;
}

export interface FollowedLog<Stored extends { id: number }> {
	open: (state: NodeState) => Promise<RecordLog<Stored>>;
	what: string;
}

interface Memory {
	/** Last delivered record of one tenant; `lastIds` for all. */
	lastId?: number;
	lastIds?: Cursors;
}

/** @throws TroupeError INPUT_INVALID for all tenants with the credential of one */
export async function openRecordSource<Stored extends { id: number }>(
	context: ITriggerFunctions,
	{ open, what }: FollowedLog<Stored>,
): Promise<RecordSource<Stored>> {
	const state = await readState(context);
	const log = await open(state);
	const isAll = context.getNodeParameter('tenants', 'own') === 'all';
	if (isAll) await assertOperator(context, what);
	const { tenant = defaultTenant } = state;
	const followed = isAll ? undefined : tenant;
	const memory = nodeMemory<Memory>(context, what);
	const keep = (delivered: Cursors) => void (isAll ? (memory.lastIds = delivered) : (memory.lastId = delivered[tenant]));
	const recall = (): Cursors | undefined =>
		isAll ? memory.lastIds : memory.lastId === undefined ? undefined : { [tenant]: memory.lastId };
	return {
		readLast: () => readLast(log, followed),
		follow: (listener, failed, after) => followRecords(log, followed, listener, failed, after),
		restore(newest, goesOn) {
			const before = goesOn ? recall() : undefined;
			// A deleted log counts from the beginning again; a new tenant begins with its first record.
			const delivered = before
				? Object.fromEntries(Object.entries(newest).map(([name, last]) => [name, Math.min(before[name] ?? 0, last)]))
				: newest;
			keep(delivered);
			return delivered;
		},
		keep: ({ tenant: name, record: { id } }) => keep({ ...recall(), [name]: id }),
	};
}

/** A credential or n8n of one tenant must not show events of others. */
async function assertOperator(context: ITriggerFunctions, what: string): Promise<void> {
	const database = await readDatabase(context);
	const tenant = database ? database.tenant : readSetting('TROUPE_TENANT');
	if (tenant === undefined) return;
	const whose = database ? 'The Troupe Database credential of this node' : 'This n8n (TROUPE_TENANT)';
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${whose} belongs to the tenant "${tenant}", so the ${what} of all tenants cannot start the workflow.`,
		fix: 'Set "Tenants" to "This Tenant", or select a Troupe Database credential whose field "Tenant" is empty.',
	});
}
