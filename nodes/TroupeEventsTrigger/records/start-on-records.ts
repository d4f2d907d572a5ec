import type { IDataObject, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { readSetting } from '../../../core/base/settings/settings';
import { defaultTenant } from '../../../core/base/tenant';
import type { Gate } from '../../../core/ports/manifests';
import type { RecordLog } from '../../../core/ports/records';
import type { Cursors, TenantRecord } from '../../../core/records/follow-records';
import { followRecords, readLast } from '../../../core/records/follow-records';
import { admitNode, whenRefused } from '../../shared/host';
import { toTriggerItem } from '../../shared/item-tokens/hide-item';
import type { TokenOwner } from '../../shared/item-tokens/item-owner';
import { readDatabase } from '../../shared/state/read-database';
import type { NodeState } from '../../shared/state/read-state';
import { readState } from '../../shared/state/read-state';
import { toNodeError } from '../../shared/to-node-error';
import { nodeMemory } from './node-memory';

const node = 'troupeEventsTrigger';

export interface RecordTrigger<Stored extends { id: number }> extends FollowedLog<Stored> {
	readFilter: (context: ITriggerFunctions) => (record: Stored) => boolean;
	toItem: (record: TenantRecord<Stored>) => IDataObject;
	/** Whose the tokens in the item are. Default: of this record. */
	findOwner?: (record: TenantRecord<Stored>) => Partial<TokenOwner>;
}

/** The trigger's work: the gate first, then one record for the editor's test, or all for an active workflow. */
export async function startOnRecords<Stored extends { id: number }>(
	context: ITriggerFunctions,
	kind: RecordTrigger<Stored>,
	gate: Gate,
): Promise<ITriggerResponse> {
	await admitNode(context, gate, node);
	try {
		const source = await openRecordSource(context, kind);
		return context.getMode() === 'manual' ? testOnce(context, kind, source) : await follow(context, kind, source, gate);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** After a restart of n8n, continues after the last record delivered; when a person publishes, starts with the next one. */
async function follow<Stored extends { id: number }>(
	context: ITriggerFunctions,
	kind: RecordTrigger<Stored>,
	source: RecordSource<Stored>,
	gate: Gate,
): Promise<ITriggerResponse> {
	const matches = kind.readFilter(context);
	const delivered = source.restore(await source.readLast(), context.getActivationMode() !== 'activate');
	const end = source.follow(
		async (record) => {
			const json = matches(record.record) ? await openItem(context, kind, record) : undefined;
			source.keep(record);
			if (json) context.emit([[{ json }]]);
		},
		(error) => context.emitError(toNodeError(context.getNode(), error)),
		delivered,
	);
	const endWatch = whenRefused(context, gate, node, (error) => {
		end();
		context.emitError(error);
	});
	return {
		closeFunction: async () => {
			endWatch();
			end();
		},
	};
}

function testOnce<Stored extends { id: number }>(
	context: ITriggerFunctions,
	kind: RecordTrigger<Stored>,
	source: RecordSource<Stored>,
): ITriggerResponse {
	let end: (() => void) | undefined;
	return {
		manualTriggerFunction: async () => {
			const matches = kind.readFilter(context);
			end = source.follow(
				async (record) => {
					if (!matches(record.record)) return;
					const json = await openItem(context, kind, record);
					end?.();
					context.emit([[{ json }]]);
				},
				(error) => context.emitError(toNodeError(context.getNode(), error)),
				await source.readLast(),
			);
		},
		closeFunction: async () => end?.(),
	};
}

async function openItem<Stored extends { id: number }>(
	context: ITriggerFunctions,
	{ what, toItem, findOwner }: RecordTrigger<Stored>,
	record: TenantRecord<Stored>,
): Promise<IDataObject> {
	const { id = `${what} ${record.tenant} ${record.record.id}`, person } = findOwner?.(record) ?? {};
	return toTriggerItem(context, toItem(record), { id, person });
}

interface RecordSource<Stored> {
	readLast(): Promise<Cursors>;
	follow(listener: (record: TenantRecord<Stored>) => void | Promise<void>, failed: (error: unknown) => void, after: Cursors): () => void;
	/** Begins after the last delivered record if the workflow continues, else after the newest. */
	restore(newest: Cursors, goesOn: boolean): Cursors;
	keep(record: TenantRecord<Stored>): void;
}

interface FollowedLog<Stored extends { id: number }> {
	open: (state: NodeState) => Promise<RecordLog<Stored>>;
	what: string;
}

interface Memory {
	/** Last delivered record of one tenant; `lastIds` for all. */
	lastId?: number;
	lastIds?: Cursors;
}

/** @throws TroupeError INPUT_INVALID for all tenants with the credential of one */
async function openRecordSource<Stored extends { id: number }>(
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
