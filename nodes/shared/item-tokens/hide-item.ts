import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';
import { mapTexts } from '../../../core/base/text/map-texts';
import { nameToken, tokenShape } from '../../../core/base/text/masked-token';
import { composeItemVault } from '../../../providers/compose/guardrails/item-vault';
import { readTenantRules } from '../../../providers/compose/state/host-tenants';
import { type NodeState, readState } from '../state/read-state';
import { ownerField, type TokenOwner, writeOwner } from './item-owner';
import { listNames } from './list-names';
import { createItemMask } from './mask-item';

/** Puts tokens in place of personal data in the item of a trigger. Whoever wrote a token into it gets no value for it. */
export async function hideItem(state: NodeState, json: IDataObject, owner: TokenOwner): Promise<IDataObject> {
	const written = await mapTexts(json, async (text) => text.replace(tokenShape, nameToken));
	const { id, person } = owner;
	const vault = composeItemVault(state, { id, ...(person !== undefined && { person }) });
	const masked = await createItemMask(vault, listNames(written))(written);
	return { ...masked, personalData: 'tokens', [ownerField]: await writeOwner(state, owner) };
}

export async function toTriggerItem(context: ITriggerFunctions, json: IDataObject, owner: TokenOwner): Promise<IDataObject> {
	const state = await readState(context);
	const { executionData = 'values' } = await readTenantRules(state);
	return executionData === 'values' ? json : hideItem(state, json, owner);
}
