import { type ApprovalRules, underRules } from '../agents/approvals/approval-rules';
import { highestEffect, type ToolEffect } from '../ports';
import { nameAgentTool } from './agent-name';
import { listCalls } from './effect';
import type { AgentTool, ToolRule, ToolSettings } from './tool-definition';
import { fitsName } from './tool-names';

/** How far another agent reaches. */
export interface AgentReach {
	/** The highest effect of its tools, and of the agents that it calls. */
	effect: ToolEffect;
	/** The highest effect that it can have while no person is asked, or none answers. */
	unasked: ToolEffect;
}

/** The parts of an agent's definition that say how far it reaches. */
type ReachSettings = Pick<ToolSettings, 'define' | 'rules' | 'approval'>;
type ReadSettings = (call: AgentTool) => Promise<ReachSettings>;

/**
 * Returns how far another agent reaches. One that cannot be read is `irreversible`.
 * @param read the tools and rules of an agent
 * @param host the rules of the host for approvals
 */
export async function findReach(call: AgentTool, read: ReadSettings, host: ApprovalRules = {}, above: string[] = []): Promise<AgentReach> {
	if (above.includes(call.agent)) return { effect: 'reads', unasked: 'reads' };
	const settings = await read(call).catch(() => undefined);
	if (!settings) return { effect: 'irreversible', unasked: 'irreversible' };
	const path = [...above, call.agent];
	const reaches = await Promise.all(
		(settings.define ?? []).map(async (tool) => {
			if (tool.kind !== 'agent')
				return listCalls(tool).map(({ names, effect }) => {
					const isAsked = !canBeAllowed(settings, names) || (asksAlways(host) && effect === 'irreversible');
					return { effect, unasked: isAsked && !canBeSilent(settings, effect, host, names) ? ('reads' as const) : effect };
				});
			const { effect, unasked } = await findReach(tool, read, host, path);
			const names = [nameAgentTool(tool)];
			// Without a rule that allows it, a person is asked before that agent is called.
			const isMade = canBeAllowed(settings, names) || canBeSilent(settings, effect, host, names);
			return [{ effect, unasked: isMade ? unasked : ('reads' as const) }];
		}),
	);
	const all = reaches.flat();
	return { effect: highestEffect(all.map(({ effect }) => effect)), unasked: highestEffect(all.map(({ unasked }) => unasked)) };
}

/** Returns whether the host demands a person for each call that cannot be undone. */
const asksAlways = ({ irreversible, signed }: ApprovalRules): boolean => irreversible === 'ask' || signed !== undefined;

/** Returns whether a rule allows a call of this name, with some arguments. */
const canBeAllowed = ({ rules = [] }: ReachSettings, names?: string[]): boolean =>
	listReachable(rules, names).some((rule) => rule?.permission === 'allow');

/** Returns whether a call of this name, which a person is asked about, can be made because nobody answers. */
const canBeSilent = ({ rules = [], approval }: ReachSettings, effect: ToolEffect, host: ApprovalRules, names?: string[]): boolean =>
	listReachable(rules, names).some(
		(rule) => rule?.permission !== 'deny' && underRules({ ...approval, ...rule?.approval }, effect, host).whenTimedOut === 'approve',
	);

/** Lists the rules that can decide about a call of this name; undefined stands for a call that no rule fits. */
export function listReachable(rules: ToolRule[], names?: string[]): Array<ToolRule | undefined> {
	const fitting = rules.filter(({ tool }) => names?.some((name) => fitsName(tool, name)) ?? true);
	const decided = fitting.findIndex(
		({ tool, arguments: some, from, callers, classes }) => !some && !from && !callers && !classes && (names !== undefined || tool === '*'),
	);
	return decided < 0 ? [...fitting, undefined] : fitting.slice(0, decided + 1);
}
