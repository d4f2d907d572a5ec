import { type ApprovalRules, underRules } from '../agents/approvals/approval-rules';
import { highestEffect, type ToolEffect } from '../ports/tools/tool-effect';
import { nameAgentTool } from './agent-name';
import { listCalls } from './effect';
import type { AgentTool } from './definition/agent-tools';
import type { ToolRule } from './definition/rules';
import type { ToolSettings } from './definition/tool-settings';
import { fitsName } from './tool-names';

/** How far another agent reaches. */
export interface AgentReach {
	/** The highest effect of its tools, and of the agents that it calls. */
	effect: ToolEffect;
	/** The highest effect that it can have while no person is asked, or none answers. */
	unasked: ToolEffect;
}

/** The parts of an agent's definition that say how far it reaches. */
type ReachSettings = Pick<ToolSettings, 'define' | 'rules' | 'approval' | 'handOver'>;
type ReadSettings = (call: AgentTool) => Promise<ReachSettings>;

/** Agents beyond these count as ones that cannot be read. */
const maxAgents = 200;
const unknown: AgentReach = { effect: 'irreversible', unasked: 'irreversible' };
const nothing: AgentReach = { effect: 'reads', unasked: 'reads' };

/**
 * Returns how far another agent reaches. One that cannot be read is `irreversible`.
 * @param read the tools and rules of an agent
 * @param host the rules of the host for approvals
 */
export async function findReach(call: AgentTool, read: ReadSettings, host: ApprovalRules = {}): Promise<AgentReach> {
	const team = await readTeam(call, read);
	const reaches = new Map([...team].map(([key, settings]) => [key, settings ? nothing : unknown]));
	const find = (tool: AgentTool) => reaches.get(nameCalled(tool)) ?? unknown;
	// Agents come after those that they call, so that most grow only once.
	const members = [...team].flatMap(([key, settings]) => (settings ? [{ key, settings }] : [])).reverse();
	// Agents can call each other in a circle: both go on until nothing grows. Silence is judged by the effect, so that is found first.
	settle(members, reaches, ({ settings }, { unasked }) => ({ effect: findEffect(settings, find), unasked }));
	settle(members, reaches, ({ settings }, { effect }) => ({ effect, unasked: findUnasked(settings, find, host) }));
	return find(call);
}

/** Returns whether another agent, or one that it calls, can ask for a person to go on. One that cannot be read does not count. */
export async function canAskPerson(call: AgentTool, read: ReadSettings): Promise<boolean> {
	const team = await readTeam(call, read);
	return [...team.values()].some((settings) => settings?.handOver === true);
}

/** Reads each agent once: where all call each other, the ways through a team are more than any memory. */
async function readTeam(first: AgentTool, read: ReadSettings): Promise<Map<string, ReachSettings | undefined>> {
	const team = new Map<string, ReachSettings | undefined>();
	const waiting = [first];
	for (let call = waiting.pop(); call && team.size < maxAgents; call = waiting.pop()) {
		if (team.has(nameCalled(call))) continue;
		const settings = await read(call).catch(() => undefined);
		team.set(nameCalled(call), settings);
		waiting.push(...(settings?.define ?? []).filter((tool) => tool.kind === 'agent'));
	}
	return team;
}

/** Names a called agent with its version. */
export const nameCalled = ({ agent, range = '' }: AgentTool): string => `${agent}@${range}`;

interface Member {
	key: string;
	settings: ReachSettings;
}

function settle(members: Member[], reaches: Map<string, AgentReach>, next: (member: Member, reach: AgentReach) => AgentReach): void {
	for (let grows = true; grows;) {
		grows = false;
		for (const member of members) {
			const before = reaches.get(member.key)!;
			const after = next(member, before);
			grows ||= after.effect !== before.effect || after.unasked !== before.unasked;
			reaches.set(member.key, after);
		}
	}
}

type FindCalled = (tool: AgentTool) => AgentReach;

const findEffect = ({ define = [] }: ReachSettings, find: FindCalled): ToolEffect =>
	highestEffect(define.flatMap((tool) => (tool.kind === 'agent' ? find(tool).effect : listCalls(tool).map(({ effect }) => effect))));

function findUnasked(settings: ReachSettings, find: FindCalled, host: ApprovalRules): ToolEffect {
	const isMade = (effect: ToolEffect, names: string[] | undefined, isAsked: boolean) =>
		(canBeAllowed(settings, names) && !isAsked) || canBeSilent(settings, effect, host, names);
	const unasked = (settings.define ?? []).flatMap((tool) => {
		if (tool.kind !== 'agent')
			return listCalls(tool).flatMap(({ names, effect }) =>
				isMade(effect, names, asksAlways(host) && effect === 'irreversible') ? [effect] : [],
			);
		const called = find(tool);
		// Without a rule that allows it, a person is asked before that agent is called.
		return isMade(called.effect, [nameAgentTool(tool)], false) ? [called.unasked] : [];
	});
	return highestEffect(unasked);
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
