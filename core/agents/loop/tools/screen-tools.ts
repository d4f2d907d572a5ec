import { removeHidden } from '../../../base/text/hidden-characters';
import { findOrdersInDescription } from '../../../guardrails/injection/judge-description';
import { describeReasons } from '../../../guardrails/injection/names';
import type { BreachKind, Tool } from '../../../ports';
import type { OddTool } from '../../../tools/prepare-tools';
import { findImitated } from '../../../tools/tool-warnings';
import type { AgentParts } from '../../agent-parts';

const maxReasons = 5;

interface ScreenedTools {
	tools: Tool[];
	/** What is left out, and why. */
	breaches: Array<{ kind: BreachKind; tool: Tool }>;
}

/**
 * Leaves out tools of servers and agents of others whose descriptions give the model orders, or whose names pass for those of others, and removes
 * hidden characters from the others. Texts that are part of the definition, or pinned in it, were approved with it.
 * @param others tools that are not screened
 * @param tell called for each tool that is left out
 */
export async function screenTools(
	tools: Tool[],
	others: Tool[],
	{ definition, screensTools }: Pick<AgentParts, 'definition' | 'screensTools'>,
	tell: (odd: OddTool) => void,
): Promise<ScreenedTools> {
	const define = definition.tools?.define ?? [];
	const isApproved = ({ name, source }: Tool): boolean =>
		source === 'definition' ||
		define.some((one) =>
			one.kind === 'mcp'
				? source === `mcp:${one.server}` && one.pins?.[name] !== undefined
				: one.kind === 'a2a' && source === `a2a:${one.name}` && one.description !== undefined,
		);
	const breaches: ScreenedTools['breaches'] = [];
	const screened = await Promise.all(
		tools.map(async (tool) => {
			if (!screensTools || isApproved(tool)) return [tool];
			const breach = (await findOrders(tool)) ?? findImitation(tool, [...tools, ...others]);
			const description = removeHidden(tool.description);
			if (!breach) return [description === tool.description ? tool : { ...tool, description }];
			breaches.push({ kind: breach.kind, tool });
			tell({ kind: 'tool-left-out', tool: tool.name.slice(0, 64), source: tool.source, reason: breach.reason });
			return [];
		}),
	);
	return { tools: screened.flat(), breaches };
}

async function findOrders({ description, parameters }: Tool): Promise<{ kind: BreachKind; reason: string } | undefined> {
	const reasons = await findOrdersInDescription(collectTexts([description, parameters]).join('\n'));
	if (reasons.length === 0) return undefined;
	return { kind: 'orders', reason: `Its description ${describeReasons(reasons.slice(0, maxReasons), 'en')}.` };
}

function findImitation(tool: Tool, all: Tool[]): { kind: BreachKind; reason: string } | undefined {
	const imitated = findImitated(tool, all);
	return imitated && { kind: 'imitation', reason: `Its name passes for ${imitated.name.slice(0, 64)} (${imitated.source}).` };
}

/** All texts of a schema that a model reads. */
function collectTexts(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(collectTexts);
}
