import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import { isTroupeError } from '../../../core/base/errors';

/** What the registry asks of a definition before it is published: each problem with its field; none when it may run. */
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
