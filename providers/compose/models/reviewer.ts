import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { AgentParts } from '../../../core/agents/agent-parts';
import { isTroupeError } from '../../../core/base/errors';
import type { ModelHost } from '../hosts/model-host';
import { composeRoute } from './named-models';

/** Composes the reviewer of an agent's calls: the named model, never the host's. Absent: a person is asked about each call. */
export async function composeReviewer({ id, budgets, tools }: AgentDefinition, host: ModelHost): Promise<Pick<AgentParts, 'reviewer'>> {
	if (!tools?.reviewer) return {};
	try {
		return { reviewer: await composeRoute([tools.reviewer.model], { ...host, model: undefined, agent: { id, budgets } }) };
	} catch (error) {
		if (isTroupeError(error) && error.code === 'INPUT_INVALID') return {};
		throw error;
	}
}
