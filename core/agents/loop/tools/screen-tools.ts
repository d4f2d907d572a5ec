import { removeHidden } from '../../../base/text/hidden-characters';
import type { BreachKind } from '../../../ports/tools/containment';
import type { Tool } from '../../../ports/tools/tools';
import type { OddTool } from '../../../tools/prepare-tools';
import { findOrdered } from '../../../tools/orders-about-others';
import { describeOrders } from '../../../tools/tool-texts';
import { findImitated } from '../../../tools/tool-warnings';
import type { AgentParts } from '../../agent-parts';

/** n8n nodes pass on descriptions from packages or servers. */
const foreign = /^(?:mcp:|a2a:|n8n$)/;

interface ScreenedTools {
	tools: Tool[];
	breaches: Array<{ kind: BreachKind; tool: Tool }>;
}

/**
 * Leaves out foreign tools whose names or descriptions give orders, or whose names impersonate others; removes hidden characters from the rest. Texts
 * in the definition, or pinned there, were approved with it. @param tell called for each omitted tool
 */
export async function screenTools(
	tools: Tool[],
	{ definition, screensTools }: Pick<AgentParts, 'definition' | 'screensTools'>,
	tell: (odd: OddTool) => void,
): Promise<ScreenedTools> {
	const define = definition.tools?.define ?? [];
	const isApproved = ({ name, source }: Tool): boolean =>
		!foreign.test(source) ||
		define.some((one) =>
			one.kind === 'mcp'
				? source === `mcp:${one.server}` && one.pins?.[name] !== undefined
				: one.kind === 'a2a' && source === `a2a:${one.name}` && one.description !== undefined,
		);
	const breaches: ScreenedTools['breaches'] = [];
	const screened = await Promise.all(
		tools.map(async (tool) => {
			if (!screensTools || isApproved(tool)) return [tool];
			const breach = (await findOrders(tool, tools)) ?? findImitation(tool, tools);
			const description = removeHidden(tool.description);
			if (!breach) return [description === tool.description ? tool : { ...tool, description }];
			breaches.push({ kind: breach.kind, tool });
			tell({ kind: 'tool-left-out', tool: tool.name.slice(0, 64), source: tool.source, reason: `${breach.reason} ${findFix(tool)}` });
			return [];
		}),
	);
	return { tools: screened.flat(), breaches };
}

async function findOrders(tool: Tool, all: Tool[]): Promise<{ kind: BreachKind; reason: string } | undefined> {
	const orders = await describeOrders(tool, 'run');
	if (orders !== undefined) return { kind: 'orders', reason: `Its name or description ${orders}.` };
	const ordered = findOrdered(tool, all);
	return ordered && { kind: 'orders', reason: `Its description says how ${ordered.name.slice(0, 64)} (${ordered.source}) is used.` };
}

function findImitation(tool: Tool, all: Tool[]): { kind: BreachKind; reason: string } | undefined {
	const imitated = findImitated(tool, all);
	return imitated && { kind: 'imitation', reason: `Its name passes for ${imitated.name.slice(0, 64)} (${imitated.source}).` };
}

function findFix({ source }: Tool): string {
	if (source === 'n8n') return 'Change the description, or add Injection to Switch Off.';
	const keep = source.startsWith('mcp:') ? 'pin the tool' : 'write a "description" for it in the definition';
	return `If you trust it, ${keep}.`;
}
