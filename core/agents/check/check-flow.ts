import type { AgentTool } from '../../tools/definition/agent-tools';
import { findReach, nameCalled, type AgentReach } from '../../tools/agent-reach';
import type { ToolRule } from '../../tools/definition/rules';
import { fitsName } from '../../tools/tool-names';
import { barriers, strongest } from './flow-map';
import type { Flaw, FlowRuleId } from './flow-rules';
import type { AgentFlow, FlowEffect, FlowMap, FlowPath, FlowSource, Way } from './flow-map';
import { flowRules } from './flow-rules';
import { addressArguments, listEffects } from './list-effects';
import { isListed, listSources, listTools, type FlowDefinition } from './list-sources';
import type { NamedTool } from './list-sources';

const outsideKinds: ReadonlySet<string> = new Set(['a2a', 'agent', 'sandbox-browser']);
/** Words in names of tools and n8n nodes that read messages or publications of strangers. */
const outside = new Set([
	'mail',
	'mails',
	'email',
	'emails',
	'imap',
	'inbox',
	'mailbox',
	'gmail',
	'outlook',
	'message',
	'messages',
	'chat',
	'slack',
	'telegram',
	'whatsapp',
	'discord',
	'web',
	'webpage',
	'website',
	'page',
	'url',
	'rss',
	'feed',
	'browse',
	'crawl',
	'scrape',
	'internet',
	'ticket',
	'tickets',
	'review',
	'reviews',
	'comment',
	'comments',
	'issue',
	'issues',
	'form',
	'forms',
	'post',
	'posts',
]);
const engines = new Set(['web', 'internet', 'online', 'google', 'bing', 'news', 'duckduckgo', 'tavily', 'brave']);

/** Returns whether strangers write a tool's results, by its kind, name and address. */
function isFromOutside({ name, definition }: NamedTool): boolean {
	if (outsideKinds.has(definition?.kind ?? '') || addressArguments(definition).length > 0) return true;
	const node = definition?.kind === 'n8n-node' ? splitWords(definition.nodeType.split('.').at(-1) ?? '') : [];
	return [...splitWords(name), ...node].some((word) => outside.has(word));
}

/** Returns whether a tool searches the web, by its name: the search provider reads the question. */
function isSearchOutside({ name }: NamedTool): boolean {
	const words = splitWords(name);
	return words.includes('search') && words.some((word) => engines.has(word));
}

/** Splits `getWebPage`, `get_web_page` and `get-web-page` alike. */
const splitWords = (name: string): string[] =>
	name
		.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z0-9]+/);

/** Finds ways for foreign texts to act, in an agent and its team, errors first. @param definitions of the agents of the map, by id */
function findFlaws(map: FlowMap, definitions: ReadonlyMap<string, FlowDefinition>): Flaw[] {
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
	rule,
	level,
	agent,
	where,
	message,
	fix: flowRules[rule].fix,
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

/** Lists calls reached by foreign texts, also through called agents. Of several paths, the weakest counts. */
function listPaths(agent: AgentFlow, agents: readonly AgentFlow[]): FlowPath[] {
	const sources = agent.sources.filter(({ trusted }) => !trusted);
	if (sources.length === 0) return [];
	const known = new Map(agents.map((one) => [one.id, one]));
	const isEnd = ({ calls }: FlowEffect) => calls === undefined || (known.get(calls)?.isUnread ?? !known.has(calls));
	const ends = [...findRoutes(agent, known)].flatMap(([id, gates]) =>
		known.get(id)!.effects.flatMap((effect) => (isEnd(effect) ? [{ effect, gates }] : [])),
	);
	return sources.flatMap((source) => ends.map(({ effect, gates }) => toPath(source, effect, gates)));
}

function findRoutes(first: AgentFlow, known: ReadonlyMap<string, AgentFlow>): Map<string, FlowEffect[]> {
	const routes = new Map<string, FlowEffect[]>([[first.id, []]]);
	const isDone = new Set<string>();
	for (let next = findWeakest(routes, isDone); next; next = findWeakest(routes, isDone)) {
		const [id, route] = next;
		isDone.add(id);
		for (const call of known.get(id)!.effects) {
			if (call.calls === undefined || isDone.has(call.calls) || !known.has(call.calls)) continue;
			const further = [...route, call];
			const other = routes.get(call.calls);
			if (!other || isWeaker(further, other)) routes.set(call.calls, further);
		}
	}
	return routes;
}

const findWeakest = (routes: ReadonlyMap<string, FlowEffect[]>, isDone: ReadonlySet<string>): [string, FlowEffect[]] | undefined =>
	[...routes]
		.filter(([id]) => !isDone.has(id))
		.reduce<[string, FlowEffect[]] | undefined>((least, one) => (least && !isWeaker(one[1], least[1]) ? least : one), undefined);

const rank = (route: readonly FlowEffect[]): number => barriers.indexOf(strongest(...route.map(({ barrier }) => barrier)));

const isWeaker = (one: readonly FlowEffect[], other: readonly FlowEffect[]): boolean =>
	rank(one) < rank(other) || (rank(one) === rank(other) && one.length < other.length);

function toPath(source: FlowSource, effect: FlowEffect, gates: readonly FlowEffect[]): FlowPath {
	const steps = [...gates, effect];
	const say = (one: FlowEffect) =>
		one.ways
			.filter(({ barrier }) => barrier === one.barrier)
			.map(({ between }) => between)
			.join('; or ');
	return {
		source,
		effect,
		barrier: strongest(...steps.map(({ barrier }) => barrier)),
		between: steps.map((one) => (steps.length === 1 ? say(one) : `${one.agent} calls ${one.tool}: ${say(one)}`)).join('; then '),
	};
}

type ReadFlowDefinition = (call: AgentTool) => Promise<FlowDefinition>;

/** Max agents followed; a run calls 20 by default. */
const maxAgents = 200;

interface Member {
	flow: AgentFlow;
	definition?: FlowDefinition;
}

interface CheckedFlow extends FlowMap {
	flaws: Flaw[];
}

export async function checkFlow(definition: FlowDefinition, read: ReadFlowDefinition): Promise<CheckedFlow> {
	const members = await readMembers(definition, keepAnswers(read));
	const agents = [...members.values()].map(({ flow }) => flow);
	const map = { agents, paths: agents.flatMap((agent) => listPaths(agent, agents)) };
	const definitions = new Map([...members].flatMap(([id, member]) => (member.definition ? [[id, member.definition] as const] : [])));
	return { ...map, flaws: findFlaws(map, definitions) };
}

function keepAnswers<Answer>(ask: (call: AgentTool) => Promise<Answer>): (call: AgentTool) => Promise<Answer> {
	const answers = new Map<string, Promise<Answer>>();
	return (call) => {
		const answer = answers.get(nameCalled(call)) ?? ask(call);
		answers.set(nameCalled(call), answer);
		return answer;
	};
}

async function readMembers(definition: FlowDefinition, read: ReadFlowDefinition): Promise<Map<string, Member>> {
	const members = new Map<string, Member>();
	const reach = keepAnswers((call) => findReach(call, async (one) => (await read(one)).tools ?? {}));
	const visit = async (id: string, one: FlowDefinition | undefined, caller?: string): Promise<void> => {
		const known = members.get(id);
		if (known) {
			if (caller !== undefined && !known.flow.calledBy.includes(caller)) known.flow.calledBy.push(caller);
			return;
		}
		if (members.size >= maxAgents) return;
		members.set(id, { flow: await describe(id, one, caller, reach), definition: one });
		for (const tool of one?.tools?.define ?? [])
			if (tool.kind === 'agent') await visit(tool.agent, await read(tool).catch(() => undefined), id);
	};
	await visit(definition.id, definition);
	return members;
}

async function describe(
	id: string,
	definition: FlowDefinition | undefined,
	caller: string | undefined,
	reach: (call: AgentTool) => Promise<AgentReach>,
): Promise<AgentFlow> {
	const calledBy = caller === undefined ? [] : [caller];
	if (!definition) return { id, calledBy, sources: [], effects: [], isUnread: true };
	const calls = (definition.tools?.define ?? []).filter((tool) => tool.kind === 'agent');
	const reaches = new Map<string, AgentReach>();
	for (const call of calls) reaches.set(call.agent, await reach(call));
	return { id, calledBy, sources: listSources(definition), effects: listEffects(definition, reaches) };
}
