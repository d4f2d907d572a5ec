import { removeHidden } from '../../../base/text/hidden-characters';
import { findOrdersInDescription } from '../../../guardrails/injection/judge-description';
import { describeReasons } from '../../../guardrails/injection/names';
import type { Tool } from '../../../ports';
import type { OddTool } from '../../../tools/prepare-tools';
import type { AgentParts } from '../../agent-parts';

const maxReasons = 5;
/** Nodes of n8n pass on what a package or a server says of their tools. */
const foreign = /^(?:mcp:|a2a:|n8n$)/;

/**
 * Leaves out tools of servers, agents of others and workflows whose descriptions give the model orders, and removes hidden characters from the others.
 * Texts that are part of the definition, or pinned in it, were approved with it.
 * @param tell called for each tool that is left out
 */
export async function screenTools(
	tools: Tool[],
	{ definition, screensTools }: Pick<AgentParts, 'definition' | 'screensTools'>,
	tell: (odd: OddTool) => void,
): Promise<Tool[]> {
	const define = definition.tools?.define ?? [];
	const isApproved = ({ name, source }: Tool): boolean =>
		!foreign.test(source) ||
		define.some((one) =>
			one.kind === 'mcp'
				? source === `mcp:${one.server}` && one.pins?.[name] !== undefined
				: one.kind === 'a2a' && source === `a2a:${one.name}` && one.description !== undefined,
		);
	const screened = await Promise.all(
		tools.map(async (tool) => {
			if (!screensTools || isApproved(tool)) return [tool];
			const reasons = await findOrdersInDescription(collectTexts([tool.description, tool.parameters]).join('\n'));
			const description = removeHidden(tool.description);
			if (reasons.length === 0) return [description === tool.description ? tool : { ...tool, description }];
			const found = describeReasons(reasons.slice(0, maxReasons), 'en');
			tell({
				kind: 'tool-left-out',
				tool: tool.name.slice(0, 64),
				source: tool.source,
				reason: `Its description ${found}. ${findFix(tool)}`,
			});
			return [];
		}),
	);
	return screened.flat();
}

/** Tells how somebody who trusts a tool keeps it. */
function findFix({ source }: Tool): string {
	if (source === 'n8n') return 'Change the description, or add Injection to Switch Off.';
	const keep = source.startsWith('mcp:') ? 'pin the tool' : 'write a "description" for it in the definition';
	return `If you trust it, ${keep}.`;
}

/** All texts of a schema that a model reads. */
function collectTexts(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(collectTexts);
}
