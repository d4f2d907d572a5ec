import { type ApprovalRules, underRules } from '../agents/approvals/approval-rules';
import { highestEffect, type ToolEffect } from '../ports/tools/tool-effect';
import { nameAgentTool } from './agent-name';
import { listCalls } from './effect';
import type { AgentTool } from './definition/agent-tools';
import type { ToolRule } from './definition/rules';
import type { ToolSettings } from './definition/tool-settings';
import { fitsName } from './tool-names';

export interface AgentReach {
	effect: ToolEffect;
	/** Highest effect while no person is asked, or none answers. */
	unasked: ToolEffect;
}

type ReachSettings = Pick<ToolSettings, 'define' | 'rules' | 'approval' | 'handOver'>;
type ReadSettings = (call: AgentTool) => Promise<ReachSettings>;

/** Further agents count as unreadable. */
const maxAgents = 200;
const unknown: AgentReach = { effect: 'irreversible', unasked: 'irreversible' };
const nothing: AgentReach = { effect: 'reads', unasked: 'reads' };

/** An unreadable agent is `irreversible`. @param read the tools and rules of an agent @param host the host's rules for approvals */
export async function findReach(call: AgentTool, read: ReadSettings, host: ApprovalRules = {}): Promise<AgentReach> {
	const team = await readTeam(call, read);
	const reaches = new Map([...team].map(([key, settings]) => [key, settings ? nothing : unknown]));
	const find = (tool: AgentTool) => reaches.get(nameCalled(tool)) ?? unknown;
	const members = [...team].flatMap(([key, settings]) => (settings ? [{ key, settings }] : [])).reverse();
	// Agents can call each other in a circle: both go on until nothing grows. Silence depends on the effect, so the effect comes first.
	settle(members, reaches, ({ settings }, { unasked }) => ({ effect: findEffect(settings, find), unasked }));
	settle(members, reaches, ({ settings }, { effect }) => ({ effect, unasked: findUnasked(settings, find, host) }));
	return find(call);
}

/** Includes called agents. An unreadable one does not count. */
export async function canAskPerson(call: AgentTool, read: ReadSettings): Promise<boolean> {
	const team = await readTeam(call, read);
	return [...team.values()].some((settings) => settings?.handOver === true);
}

/** Reads each agent once: where all call each other, the paths through a team exceed any memory. */
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
		// Without an allowing rule, a person is asked before that agent is called.
		return isMade(called.effect, [nameAgentTool(tool)], false) ? [called.unasked] : [];
	});
	return highestEffect(unasked);
}

const asksAlways = ({ irreversible, signed }: ApprovalRules): boolean => irreversible === 'ask' || signed !== undefined;

const canBeAllowed = ({ rules = [] }: ReachSettings, names?: string[]): boolean =>
	listReachable(rules, names).some((rule) => rule?.permission === 'allow');

const canBeSilent = ({ rules = [], approval }: ReachSettings, effect: ToolEffect, host: ApprovalRules, names?: string[]): boolean =>
	listReachable(rules, names).some(
		(rule) => rule?.permission !== 'deny' && underRules({ ...approval, ...rule?.approval }, effect, host).whenTimedOut === 'approve',
	);

/** Undefined stands for a call that no rule fits. */
export function listReachable(rules: ToolRule[], names?: string[]): Array<ToolRule | undefined> {
	const fitting = rules.filter(({ tool }) => names?.some((name) => fitsName(tool, name)) ?? true);
	const decided = fitting.findIndex(
		({ tool, arguments: some, from, callers, classes }) => !some && !from && !callers && !classes && (names !== undefined || tool === '*'),
	);
	return decided < 0 ? [...fitting, undefined] : fitting.slice(0, decided + 1);
}
