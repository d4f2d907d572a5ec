import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { isTroupeError } from '../../../core/base/errors';
import { describeCycle, findCallCycle } from '../../../core/teams/call-cycle';
import type { AgentTool } from '../../../core/tools/definition/agent-tools';
import { readDefinition } from './read-definition';
import type { Host } from '../hosts/host';
import { assertInRange, withFolder } from './members';

/** @param folder that of the definition's file @returns each problem with its field */
export async function checkTeam(definition: AgentDefinition, folder: string | undefined, whole: Host): Promise<string[]> {
	const host = withFolder(whole, folder);
	const calls = (definition.tools?.define ?? []).flatMap((tool, index) => (tool.kind === 'agent' ? [{ tool, index }] : []));
	if (calls.length === 0) return [];
	const read = async ({ agent, range }: Pick<AgentTool, 'agent' | 'range'>) =>
		(await readDefinition({ kind: 'id', id: agent, range }, host)).definition;
	const missing = await Promise.all(
		calls.map(async ({ tool, index }) => {
			try {
				assertInRange(await read(tool), tool, definition.id);
				return [];
			} catch (error) {
				if (!isTroupeError(error)) throw error;
				return [`tools.define.${index}: ${error.message}`];
			}
		}),
	);
	const cycle = await findCallCycle(definition.id, definition, (call) =>
		read(call).then(
			(found) => [found],
			() => [],
		),
	);
	return [...missing.flat(), ...(cycle ? [describeCycle(cycle)] : [])];
}
