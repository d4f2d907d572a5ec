import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import { isTroupeError } from '../../../core/base/errors';

/** Checks a definition before the registry publishes it. Returns each problem with its field; an empty list if the agent can run. */
export async function checkAgent(definition: unknown, where: string): Promise<string[]> {
	try {
		await parseAgentDefinition(definition, where);
		return [];
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		const { problems } = error.details;
		return Array.isArray(problems) ? problems.map(String) : [error.message];
	}
}
