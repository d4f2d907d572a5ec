import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { requireConfirmed } from '../../../providers/compose/agents/confirmed-programs';
import type { Host } from '../../../providers/compose/hosts/host';
import { confirmed } from '../../terminal/confirm';
import { printable, type Terminal } from '../../terminal/terminal';

export function withQuestions<Given extends Host>(host: Given, options: { yes?: boolean }, terminal: Terminal): Given {
	let last: Promise<unknown> = Promise.resolve();
	return {
		...host,
		confirmProgram(question: string) {
			const answer = last.then(() => confirmed(printable(question), options, terminal));
			last = answer.catch(() => undefined);
			return answer;
		},
	};
}

/** Asks about the programs of an agent before its run, whose time does not go by meanwhile. @throws TroupeError INPUT_INVALID, CANCELLED */
export async function confirmPrograms(
	{ definition, isPublished }: { definition: AgentDefinition; isPublished: boolean },
	host: Host,
): Promise<void> {
	for (const tool of definition.tools?.define ?? [])
		if (tool.kind === 'mcp' && tool.command !== undefined) await requireConfirmed(tool, definition.id, { ...host, isPublished });
}
