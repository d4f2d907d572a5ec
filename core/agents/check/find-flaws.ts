import type { ToolRule } from '../../tools/definition/rules';
import { fitsName } from '../../tools/tool-names';
import type { FlowEffect, FlowMap, FlowSource, Way } from './flow-map';
import { type Flaw, flowRules, type FlowRuleId } from './flow-rules';
import { addressArguments } from './list-effects';
import { type FlowDefinition, isListed, listTools, type NamedTool } from './list-sources';
import { isFromOutside, isSearchOutside } from './outside-tools';

/** Finds ways for foreign texts to act, in an agent and its team, errors first. @param definitions of the agents of the map, by id */
export function findFlaws(map: FlowMap, definitions: ReadonlyMap<string, FlowDefinition>): Flaw[] {
	const flaws = map.agents.flatMap((agent) => {
		const definition = definitions.get(agent.id);
		if (!definition)
			return [flaw('agent-unread', agent.id, 'tools.define', `the agent ${agent.id} cannot be read, so nobody knows what it does`)];
		return [
			...agent.effects.flatMap((effect) => judgeEffect(effect, map, definition)),
			...judgeTrusted(definition),
			...judgeReads(definition),
			...judgeSums(definition),
		];
	});
	return [...flaws.filter(({ level }) => level === 'error'), ...flaws.filter(({ level }) => level !== 'error')];
}

const flaw = (rule: FlowRuleId, agent: string, where: string, message: string, level: Flaw['level'] = flowRules[rule].level): Flaw => ({
	...{ rule, level, agent, where, message, fix: flowRules[rule].fix },
});

const isFinal = ({ effect, isConnected }: FlowEffect): boolean =>
	!isConnected && (effect === 'irreversible' || effect === 'reversible-elsewhere');

function judgeEffect(effect: FlowEffect, { paths }: FlowMap, definition: FlowDefinition): Flaw[] {
	if (effect.calls !== undefined) return [];
	// The result of a call cannot order the first one.
	const isOther = ({ agent, name }: FlowSource) => agent !== effect.agent || name !== effect.tool || effect.isConnected;
	const open = paths.filter((path) => path.effect === effect && path.barrier === 'nothing' && isOther(path.source));
	const sources = [...new Set(open.map(({ source }) => source.name))];
	const first = effect.ways.find(({ barrier }) => barrier === 'nothing');
	const message = `${effect.tool} (${effect.tells ? 'tells others its arguments' : effect.isConnected ? 'connected by the host' : effect.effect}) can be ordered by ${sources.join(', ')}: ${first && sayWithoutPlace(first)}`;
	return [
		...(sources.length === 0
			? []
			: [flaw('effect-unguarded', effect.agent, first?.rule ?? effect.where, message, isFinal(effect) ? 'error' : 'warning')]),
		...effect.ways.flatMap((way) => judgeWay(way, effect, definition)),
	];
}

function judgeWay(way: Way, effect: FlowEffect, definition: FlowDefinition): Flaw[] {
	const { rules = [] } = definition.tools ?? {};
	const rule = rules[Number(way.rule?.split('.').at(-1))];
	const where = way.rule ?? effect.where;
	const of = (id: FlowRuleId, said: string) => flaw(id, effect.agent, where, `${effect.tool}: ${said}`);
	const isAllowed = rule?.permission === 'allow';
	const tool = listTools(definition).find((one) => one.where === effect.where && one.name === effect.tool);
	return [
		...(isAllowed && rule.afterResults && way.barrier === 'rule' && !effect.tells
			? [of('effect-after-results', sayWithoutPlace(way))]
			: []),
		...(isAllowed && isFinal(effect) && !rule.limits && !hasLimit(tool)
			? [of('limit-missing', `no limit in a run: ${sayWithoutPlace(way)}`)]
			: []),
		...(way.between.includes('silence approves') ? [of('silence-approves', sayWithoutPlace(way))] : []),
	];
}

const sayWithoutPlace = ({ rule, between }: Way): string => (rule === undefined ? between : between.slice(rule.length + 2));

function hasLimit(tool: NamedTool | undefined): boolean {
	const limits = tool?.definition?.limits;
	if (!tool?.definition || !limits) return false;
	if (tool.definition.kind !== 'mcp' && tool.definition.kind !== 'leads') return typeof limits.calls === 'number';
	const byName = limits as Record<string, { calls?: number } | undefined>;
	return (byName[tool.name] ?? byName['*'])?.calls !== undefined;
}

function judgeTrusted(definition: FlowDefinition): Flaw[] {
	const { trustedResults = [] } = definition.tools ?? {};
	return listTools(definition)
		.filter((tool) => isListed(trustedResults, tool) && isFromOutside(tool))
		.map(({ name }) =>
			flaw(
				'trusted-from-outside',
				definition.id,
				'tools.trustedResults',
				`${name} reads what others write, and its results count as words of somebody who may decide`,
			),
		);
}

/** Addresses are judged anyway, but not other arguments. */
function judgeReads(definition: FlowDefinition): Flaw[] {
	const { tells } = definition.tools ?? {};
	return listTools(definition).flatMap((tool) => {
		const addresses = addressArguments(tool.definition);
		if (isListed(tells, tool) || !isReadOnly(tool) || (addresses.length === 0 && !isSearchOutside(tool))) return [];
		const why = addresses.length > 0 ? `it takes an address (${addresses.join(', ')})` : 'it searches outside';
		return [flaw('read-tells-unlisted', definition.id, tool.where, `${tool.name} shows others what it asks for: ${why}`)];
	});
}

function isReadOnly({ definition, name }: NamedTool): boolean {
	if (!definition) return false;
	if (definition.kind === 'http') return (definition.effect ?? (definition.method === 'GET' ? 'reads' : 'irreversible')) === 'reads';
	if (definition.kind === 'mcp') return definition.effects?.[name] === 'reads';
	return 'effect' in definition && definition.effect === 'reads';
}

const currency = /^(?:currency|moeda|ccy|currency_?code|iso_?currency)$/i;

function judgeSums(definition: FlowDefinition): Flaw[] {
	const tools = listTools(definition);
	return (definition.tools?.rules ?? []).flatMap((rule: ToolRule, index) => {
		if (!rule.limits?.sum) return [];
		const named = tools.filter(({ names = [] }) => names.some((name) => fitsName(rule.tool, name)));
		const mixed = named.flatMap(({ name, definition: one }) => {
			const parameters = one && 'parameters' in one ? Object.keys(one.parameters?.properties ?? {}) : [];
			return parameters
				.filter((parameter) => currency.test(parameter) && !rule.arguments?.[parameter])
				.map((parameter) => `${name} has the argument ${parameter}`);
		});
		return mixed.map((said) =>
			flaw('currency-mixed', definition.id, `tools.rules.${index}.limits.sum`, `${said}, which the rule leaves open`),
		);
	});
}
