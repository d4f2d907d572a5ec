import { highestEffect, type ToolEffect } from '../ports';
import { nameAgentTool } from './agent-name';
import { listCalls } from './effect';
import type { AgentTool, ToolRule, ToolSettings } from './tool-definition';
import { fitsName } from './tool-names';

/** How far another agent reaches. */
export interface AgentReach {
	/** The highest effect of its tools, and of the agents that it calls. */
	effect: ToolEffect;
	/** The highest effect that it can have while no person is asked. */
	unasked: ToolEffect;
}

/** The parts of an agent's definition that say how far it reaches. */
type ReachSettings = Pick<ToolSettings, 'define' | 'rules'>;
type ReadSettings = (call: AgentTool) => Promise<ReachSettings>;

/**
 * Returns how far another agent reaches. One that cannot be read is `irreversible`.
 * @param read the tools and rules of an agent
 * @param asksAlways the host demands a person for each call that cannot be undone
 */
export async function findReach(call: AgentTool, read: ReadSettings, asksAlways = false, above: string[] = []): Promise<AgentReach> {
	if (above.includes(call.agent)) return { effect: 'reads', unasked: 'reads' };
	const settings = await read(call).catch(() => undefined);
	if (!settings) return { effect: 'irreversible', unasked: 'irreversible' };
	const { define = [], rules = [] } = settings;
	const path = [...above, call.agent];
	const reaches = await Promise.all(
		define.map(async (tool) => {
			if (tool.kind !== 'agent')
				return listCalls(tool).map(({ names, effect }) => {
					const isAsked = !canBeAllowed(rules, names) || (asksAlways && effect === 'irreversible');
					return { effect, unasked: isAsked ? ('reads' as const) : effect };
				});
			const { effect, unasked } = await findReach(tool, read, asksAlways, path);
			// Without a rule that allows it, a person is asked before that agent is called.
			return [{ effect, unasked: canBeAllowed(rules, [nameAgentTool(tool)]) ? unasked : ('reads' as const) }];
		}),
	);
	const all = reaches.flat();
	return { effect: highestEffect(all.map(({ effect }) => effect)), unasked: highestEffect(all.map(({ unasked }) => unasked)) };
}

/** Returns whether a rule allows a call of this name, with some arguments. */
function canBeAllowed(rules: ToolRule[], names?: string[]): boolean {
	const fitting = rules.filter(({ tool }) => names?.some((name) => fitsName(tool, name)) ?? true);
	const decided = fitting.findIndex(
		({ tool, arguments: some, permission }) => permission !== 'allow' && !some && (names !== undefined || tool === '*'),
	);
	return fitting.slice(0, decided < 0 ? undefined : decided).some(({ permission }) => permission === 'allow');
}
