import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import { noteAct } from '../../../providers/compose/state/note-act';
import { readTenantRules } from '../../../providers/compose/state/host-tenants';
import { readState } from '../state/read-state';
import type { ItemOwner } from './find-owner';

/**
 * Notes in the audit log that a workflow shows values to n8n, before it does.
 * @throws TroupeError ACCESS_DENIED where the rules of the tenant allow no workflow to
 */
export async function noteReveal(context: IExecuteFunctions, { person, id }: Pick<ItemOwner, 'person' | 'id'>): Promise<void> {
	const { stateFolder, tenant = defaultTenant, ...state } = await readState(context);
	if ((await readTenantRules({ ...state, stateFolder, tenant })).executionData === 'tokens-only') throw neverShown(tenant);
	const workflow = context.getWorkflow().id ?? '';
	await noteAct(
		{ ...state, tenant, stateFolder: stateFolder! },
		{
			action: 'data.revealed',
			outcome: 'success',
			...(person === undefined ? { conversation: id } : { person }),
			details: { kind: 'workflow', value: { workflow, node: context.getNode().name, execution: context.getExecutionId() ?? '' } },
		},
	);
}

const neverShown = (tenant: string) =>
	new TroupeError({
		code: 'ACCESS_DENIED',
		message: `The tenant ${tenant} does not allow n8n to store personal data: its rule executionData is tokens-only.`,
		fix: 'Remove this node: nodes of Troupe read the values of tokens by themselves. Let Troupe Privacy export as fields. Or ask the operator for the rule tokens.',
	});
