import type { ITriggerFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { readSetting } from '../../core/base/settings';
import { defaultTenant } from '../../core/base/tenant';
import { type Cursors, followViolations, readLast, type TenantViolation } from '../../core/guardrails/violations/follow-violations';
import { openViolations } from '../../providers/compose/guardrails/violations';
import { readDatabase } from '../shared/state/read-database';
import { readState } from '../shared/state/read-state';

/** Whose violations start the workflow, and which of them did. */
export interface ViolationSource {
	readLast(): Promise<Cursors>;
	follow(listener: (violation: TenantViolation) => void, failed: (error: unknown) => void, after: Cursors): () => void;
	/** Returns where to begin: after what was delivered before, if the workflow goes on, else after the newest. */
	restore(newest: Cursors, goesOn: boolean): Cursors;
	keep(violation: TenantViolation): void;
}

/** What n8n keeps with the workflow: after activation, and with each execution. */
interface Memory {
	/** The last record that was delivered, where one tenant is followed. */
	lastId?: number;
	/** The same for each tenant, where all are. */
	lastIds?: Cursors;
}

/** @throws TroupeError INPUT_INVALID for all tenants with the credential of one */
export async function openSource(context: ITriggerFunctions): Promise<ViolationSource> {
	const state = await readState(context);
	const store = await openViolations(state);
	const isAll = context.getNodeParameter('tenants', 'own') === 'all';
	if (isAll) await assertOperator(context);
	const { tenant = defaultTenant } = state;
	const followed = isAll ? undefined : tenant;
	const memory = context.getWorkflowStaticData('node') as Memory;
	const keep = (delivered: Cursors) => void (isAll ? (memory.lastIds = delivered) : (memory.lastId = delivered[tenant]));
	const recall = (): Cursors | undefined =>
		isAll ? memory.lastIds : memory.lastId === undefined ? undefined : { [tenant]: memory.lastId };
	return {
		readLast: () => readLast(store, followed),
		follow: (listener, failed, after) => followViolations(store, followed, listener, failed, after),
		restore(newest, goesOn) {
			const before = goesOn ? recall() : undefined;
			// A log that was deleted counts from the beginning again; a tenant that is new since then begins with its first record.
			const delivered = before
				? Object.fromEntries(Object.entries(newest).map(([name, last]) => [name, Math.min(before[name] ?? 0, last)]))
				: newest;
			keep(delivered);
			return delivered;
		},
		keep: ({ tenant: name, record: { id } }) => keep({ ...recall(), [name]: id }),
	};
}

/** A credential, or an n8n, that belongs to one tenant must not show what happens at others. */
async function assertOperator(context: ITriggerFunctions): Promise<void> {
	const database = await readDatabase(context);
	const tenant = database ? database.tenant : readSetting('TROUPE_TENANT');
	if (tenant === undefined) return;
	const whose = database ? 'The Troupe Database credential of this node' : 'This n8n (TROUPE_TENANT)';
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${whose} belongs to the tenant "${tenant}", so the violations of all tenants cannot start the workflow.`,
		fix: 'Set "Tenants" to "This Tenant", or select a Troupe Database credential whose field "Tenant" is empty.',
	});
}
