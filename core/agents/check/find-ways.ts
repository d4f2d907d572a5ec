import { listReachable } from '../../tools/agent-reach';
import { describeLimits } from '../../tools/describe-limits';
import type { ApprovalTerms, ToolRule } from '../../tools/definition/rules';
import type { ToolSettings } from '../../tools/definition/tool-settings';
import type { ToolEffect } from '../../ports/tools/tool-effect';
import { underRules } from '../approvals/approval-rules';
import type { Barrier, Way } from './flow-map';

interface Decided {
	/** Undefined if only the server knows them. */
	names?: string[];
	effect: ToolEffect;
	isAgent: boolean;
}

export function findWays(settings: ToolSettings, call: Decided): Way[] {
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

/** Silence that approves leaves nobody who looks. */
function ask(said: string, terms: ApprovalTerms = {}, effect: ToolEffect): Way {
	const isSilent = underRules(terms, effect).whenTimedOut === 'approve';
	return isSilent ? { barrier: 'nothing', between: `${said}, and silence approves` } : { barrier: 'person', between: said };
}

export function describeBounds({ arguments: patterns = {}, from = {}, callers, classes, after, limits }: ToolRule): string {
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
