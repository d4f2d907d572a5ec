import type { ISupplyDataFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { GuardParts } from '../../core/guardrails/policy/check-kind';
import type { StandardPart } from '../../core/guardrails/policy/standard-policy';
import type { Guard } from '../../core/guardrails/policy/guard';
import type { PersonalDataVault } from '../../core/ports/guardrails/vault';
import type { ChatModel } from '../../core/ports/models/models';
import { openGuard, type PolicyTrust } from '../shared/guardrails/open-guard';
import { meterJudge } from '../shared/guardrails/read-judge';
import { readModerator, withModeration } from '../shared/guardrails/read-moderation';
import { readPolicy } from '../shared/guardrails/read-policy';
import { refuseUnverified } from '../shared/guardrails/refuse-unverified';
import { maskParts } from './masked-parts';

/** Models connected to the node's inputs, by their numbers. */
export type ConnectedModels = ReadonlyMap<number, unknown>;

interface GuardSources {
	models: ConnectedModels;
	vault: PersonalDataVault;
	trust: PolicyTrust;
}

/**
 * Opens the guard of the form or of the document, with what it asks in doubt.
 * @throws TroupeError POLICY_INVALID, INPUT_INVALID
 */
export async function readGuard(context: ISupplyDataFunctions, item: number, { models, vault, trust }: GuardSources): Promise<Guard> {
	const policy = await readPolicy(context, item);
	const judge = await readJudge(context, item, models);
	if (policy) refuseUnverified(policy, judge !== undefined, 'Choose one in the field "Use a Judge"');
	const parts: GuardParts = { judge, ...(await readModerator(context, item)) };
	const { switchOff: without = [] } = context.getNodeParameter('options', item, {}) as { switchOff?: StandardPart[] };
	return openGuard(context, policy && withModeration(policy, context, item), trust, maskParts(parts, vault), { without });
}

async function readJudge(context: ISupplyDataFunctions, item: number, models: ConnectedModels): Promise<ChatModel | undefined> {
	const from = context.getNodeParameter('judgeFrom', item, 'none') as 'none' | 'model' | 'connected';
	if (from === 'none') return undefined;
	const judge = await meterJudge(context, models.get(from === 'model' ? 1 : 2));
	if (judge) return judge;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The field "Use a Judge" chooses another model, but nothing is connected to the input "Judge".',
		fix: 'Connect a chat model to the input "Judge", or choose "The Guarded Model" or "None".',
	});
}
