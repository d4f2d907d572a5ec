import { isAddress } from '../../flow/destination';
import type { GuardrailPolicy, PolicyCheck } from '../../guardrails/policy/guardrail-policy';
import { readEffect, type ToolEffect } from '../../ports/tools/tool-effect';
import type { AgentReach } from '../../tools/agent-reach';
import { listReachable } from '../../tools/agent-reach';
import { describeLimits } from '../../tools/describe-limits';
import type { ApprovalTerms, ToolRule } from '../../tools/definition/rules';
import { effectOf, effectOfLeadTool } from '../../tools/effect';
import type { ToolDefinition, ToolSettings } from '../../tools/definition/tool-settings';
import { underRules } from '../approvals/approval-rules';
import { strongest, type FlowEffect, weakest } from './flow-map';
import type { Barrier, Way } from './flow-map';
import { type FlowDefinition, isListed, listTools, type NamedTool } from './list-sources';
import type { LeadToolName } from '../../leads/lead-tool-names';

interface Decided {
	/** Undefined if only the server knows them. */
	names?: string[];
	effect: ToolEffect;
	isAgent: boolean;
}

function findWays(settings: ToolSettings, call: Decided): Way[] {
	const { rules = [] } = settings;
	return listReachable(rules, call.names).map((rule): Way => {
		const decided = rule ? decideBy(rule, settings, call) : decideWithout(settings, call);
		if (!rule) return decided;
		const place = `tools.rules.${rules.indexOf(rule)}`;
		return { ...decided, rule: place, between: `${place}: ${decided.between}` };
	});
}

function decideWithout(settings: ToolSettings, call: Decided): Way {
	if (call.effect !== 'reads') return ask('no rule allows it: a person is asked', settings.approval, call.effect);
	return byFlow(settings, call, 'it only reads: no rule is needed', []);
}

function decideBy(rule: ToolRule, settings: ToolSettings, call: Decided): Way {
	const terms = { ...settings.approval, ...rule.approval };
	if (rule.permission === 'deny') return { barrier: 'denied', between: 'it is refused' };
	if (rule.permission === 'ask') return ask('a person is asked', terms, call.effect);
	const bounds = describeBounds(rule);
	const allowed = bounds === '' ? 'allowed' : `allowed ${bounds}`;
	const isBound = rule.arguments !== undefined || rule.limits !== undefined || rule.from !== undefined;
	if (rule.afterResults)
		return { barrier: isBound ? 'rule' : 'nothing', between: `${allowed}, wherever the values come from (afterResults)` };
	if (call.isAgent && call.effect !== 'reads')
		return ask(`${allowed}, but a person is asked once a text of others was read`, terms, call.effect);
	return byFlow(settings, call, allowed, Object.keys({ ...rule.arguments, ...rule.from }), isBound);
}

function byFlow({ flow = 'ask' }: ToolSettings, { isAgent }: Decided, allowed: string, free: string[], isBound = false): Way {
	if (flow === 'off' || isAgent) {
		const happens = isAgent ? 'that agent judges its own calls' : 'nobody looks where values come from';
		return { barrier: isBound ? 'rule' : 'nothing', between: `${allowed}; ${happens}` };
	}
	const except = free.length === 0 ? '' : `, except ${free.join(', ')}`;
	const barrier: Barrier = free.includes('*') ? 'rule' : flow === 'strict' ? 'strict' : 'values';
	const happens = flow === 'strict' ? 'values of others are refused' : 'a person is asked about values of others';
	return { barrier, between: `${allowed}; ${happens}${except}` };
}

function ask(said: string, terms: ApprovalTerms = {}, effect: ToolEffect): Way {
	const isSilent = underRules(terms, effect).whenTimedOut === 'approve';
	return isSilent ? { barrier: 'nothing', between: `${said}, and silence approves` } : { barrier: 'person', between: said };
}

function describeBounds({ arguments: patterns = {}, from = {}, callers, classes, after, limits }: ToolRule): string {
	return [
		...(Object.keys(patterns).length === 0 ? [] : [`if ${join(Object.entries(patterns).map(([name, one]) => `${name} matches ${one}`))}`]),
		...(Object.keys(from).length === 0 ? [] : [`if ${join(Object.entries(from).map(([name, one]) => `${name} is ${one}`))}`]),
		...(callers === undefined ? [] : [`for ${callers.join(', ')}`]),
		...(classes === undefined ? [] : [`after reading ${classes.join(' or ')}`]),
		...(after === undefined ? [] : [`after a call of ${after}`]),
		...(limits === undefined ? [] : [describeLimits(limits)]),
	].join(', ');
}

const join = (parts: string[]): string => parts.join(' and ');

/** Lists calls that matter: those that change something, tell others their arguments, or call agents. @param reaches of the called agents, by id */
export const listEffects = (definition: FlowDefinition, reaches: ReadonlyMap<string, AgentReach>): FlowEffect[] =>
	listTools(definition).flatMap((tool) => describe(tool, definition, reaches) ?? []);

function describe(
	tool: NamedTool,
	{ id, tools = {}, guardrails }: FlowDefinition,
	reaches: ReadonlyMap<string, AgentReach>,
): FlowEffect | undefined {
	const effect = findEffect(tool, reaches);
	const calls = tool.definition?.kind === 'agent' ? tool.definition.agent : undefined;
	const isAgent = calls !== undefined;
	const tells = !isAgent && effect === 'reads' && (isListed(tools.tells, tool) || addressArguments(tool.definition).length > 0);
	if (effect === 'reads' && !tells && !isAgent) return undefined;
	const decided = isAgent ? (reaches.get(calls)?.unasked ?? 'irreversible') : effect;
	const ruled = findWays(tools, { names: tool.names, effect: decided, isAgent });
	const ways = addDemands(ruled, guardrails?.policy, { effect, tells, ...(isAgent && { calls }) });
	return {
		agent: id,
		tool: tool.name,
		effect,
		tells,
		where: tool.where,
		barrier: weakest(ways.map((way) => way.barrier)),
		ways,
		...(isAgent && { calls }),
		...(!tool.definition && { isConnected: true }),
	};
}

function findEffect({ definition, name }: NamedTool, reaches: ReadonlyMap<string, AgentReach>): ToolEffect {
	if (!definition) return 'irreversible';
	if (definition.kind === 'agent') return reaches.get(definition.agent)?.effect ?? 'irreversible';
	if (definition.kind === 'leads') return effectOfLeadTool(name as LeadToolName);
	if (definition.kind === 'mcp' && !name.endsWith('*')) return readEffect(definition.effects ?? {}, name);
	return effectOf(definition);
}

export function addressArguments(tool: ToolDefinition | undefined): string[] {
	const parameters = tool && 'parameters' in tool ? tool.parameters?.properties : undefined;
	return Object.keys(parameters ?? {}).filter((name) => isAddress({ name, value: '' }));
}

/** Adds the effect of the policy's `foreign-values` to the ways of a call: no rule lifts it. */
function addDemands(ways: Way[], policy: Partial<GuardrailPolicy> = {}, call: Pick<FlowEffect, 'effect' | 'tells' | 'calls'>): Way[] {
	// A called agent judges its own calls; of a reading call, addresses are judged, which `tells` has.
	if (call.calls !== undefined || (call.effect === 'reads' && !call.tells)) return ways;
	const demands = (policy.checks ?? []).flatMap(describeDemand);
	if (demands.length === 0) return ways;
	return ways.map((way) =>
		way.barrier === 'denied' ? way : { ...way, barrier: strongest(way.barrier, 'values'), between: [way.between, ...demands].join('; ') },
	);
}

/** A check that holds only sometimes, or is only logged, stands in no way. */
function describeDemand(check: PolicyCheck): string[] {
	if (check.check !== 'foreign-values') return [];
	const { stages = ['tool-arguments'], action, onArguments = action, when, unless, free = [] } = check;
	if (!stages.includes('tool-arguments') || when !== undefined || unless !== undefined) return [];
	if (onArguments === 'log' || onArguments === 'pass') return [];
	const except = free.length === 0 ? '' : `, except ${free.join(', ')}`;
	return [`the policy ${onArguments === 'ask-person' ? 'asks a person about' : 'refuses'} values of others${except}`];
}
