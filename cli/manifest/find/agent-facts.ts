import type { AgentManifest } from '../../../manifests/documents/published-manifests';
import type { AgentReach } from '../../../core/tools/agent-reach';
import { effectOf, findUsualEffect } from '../../../core/tools/effect';
import { listEffects } from '../../../core/agents/check/list-effects';
import { type FlowDefinition, listSources } from '../../../core/agents/check/list-sources';
import { describeLimits } from '../../../core/tools/describe-limits';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { AgentTool } from '../../../core/tools/definition/agent-tools';
import type { ApprovalTerms, RuleLimits } from '../../../core/tools/definition/rules';
import type { ToolDefinition } from '../../../core/tools/definition/tool-settings';
import { type Fact, list, permissionFacts, readText } from './fact';

/** Fields of a definition that have a line of their own, or that the manifest itself shows. */
const told = new Set(['$schema', 'id', 'version', 'name', 'purpose', 'capabilities', 'prompt', 'promptReference', 'guardrails', 'limits']);
const toldOf: Record<string, Set<string>> = {
	model: new Set(['route']),
	tools: new Set(['define', 'rules', 'askPerson', 'handOver', 'approval', 'flow', 'trustedResults', 'tells', 'extract']),
};

/** Lists what an approver of an agent decides about: everything that its definition says. */
export function agentFacts(
	{ purpose, capabilities, prompt, content, permissions }: AgentManifest,
	reaches?: ReadonlyMap<string, AgentReach>,
): Fact[] {
	const definition = JSON.parse(content) as Record<string, unknown>;
	const tools = (definition.tools ?? {}) as Record<string, unknown>;
	return [
		['purpose', purpose],
		['can', capabilities.join(', ')],
		['model', describeRoute(definition.model)],
		['tools', list(tools.define).map((tool) => toolLine(tool, reaches))],
		['secrets', list(tools.define).flatMap(secretLines)],
		['permissions', list(tools.rules).map(ruleLine)],
		...permissionFacts(permissions),
		['values of others', describeFlow(tools, definition.knowledge)],
		['reads by values', Object.entries(tools.extract ?? {}).map(([name, schema]) => `${name}: ${JSON.stringify(schema)}`)],
		['reached by them', listReached(definition, reaches)],
		['asks people', tools.askPerson === true ? 'when the model decides to' : undefined],
		['asks for a person', tools.handOver === true ? 'when the model decides to' : undefined],
		['decisions', tools.approval === undefined ? undefined : describeTerms(tools.approval as ApprovalTerms)],
		['protection', describeProtection(definition.guardrails as Partial<AgentDefinition['guardrails']> | undefined)],
		['guardrails', definition.guardrails === undefined ? 'none' : JSON.stringify(definition.guardrails)],
		['limits', definition.limits === undefined ? 'none' : JSON.stringify(definition.limits)],
		['also', listRest(definition)],
		['prompt', prompt ? `${prompt.name} ${prompt.range}, as published` : readText(definition.prompt)],
	];
}

/** Says what every agent has and this one has not. */
function describeProtection({ standard, grounded, images, personalData }: Partial<AgentDefinition['guardrails']> = {}): string {
	const off = standard?.without ?? [];
	const policy = off.length === 0 ? 'the standard policy' : `the standard policy WITHOUT ${off.join(', ')}`;
	const own = grounded === undefined ? [] : [`the policy grounded${grounded === true ? '' : ` WITHOUT ${grounded.without.join(', ')}`}`];
	return [
		policy,
		...own,
		...(images === 'judge' ? ['a JUDGE decides about messages with images'] : []),
		...(personalData?.restore === 'all' ? ['replies SHOW PERSONAL DATA OF OTHERS'] : []),
	].join('; ');
}

/** Describes who decides about a call, until when, and what silence means. */
function describeTerms({ approver, timeoutMs, escalateTo = [], whenTimedOut, message }: ApprovalTerms): string {
	const asked = [approver, ...escalateTo.map((next) => next.approver)].filter((one) => one !== undefined);
	const silence = {
		approve: 'if nobody decides in time, the call is MADE WITHOUT A PERSON, unless it cannot be undone',
		decline: 'if nobody decides in time, the call is declined',
		end: 'if nobody decides in time, the run ends',
	};
	return [
		asked.length === 0 ? undefined : `asks ${asked.join(', then ')}`,
		timeoutMs === undefined ? undefined : `for ${timeoutMs / 1000} s`,
		whenTimedOut === undefined ? undefined : silence[whenTimedOut],
		message === undefined ? undefined : `the question is ${JSON.stringify(message)}`,
	]
		.filter((part) => part !== undefined)
		.join('; ');
}

/** Says which secrets leave, and where to. */
function secretLines(tool: Record<string, unknown>): string[] {
	const names = new Set([...JSON.stringify(tool).matchAll(/\$\{([A-Za-z0-9_]+)\}/g)].map(([, name]) => name!));
	const target = readText(tool.url) || readText(tool.command) || readText(tool.nodeType) || readText(tool.kind);
	return [...names].map((name) => `${name} to ${target}`);
}

/** Lists the other fields as they are: signers see every new field. */
function listRest(definition: Record<string, unknown>): string[] {
	const rest = Object.entries(definition).flatMap(([name, value]): Array<[string, unknown]> => {
		if (told.has(name)) return [];
		const shown = toldOf[name];
		if (shown === undefined) return [[name, value]];
		const others = Object.entries(value as object).filter(([key]) => !shown.has(key));
		return others.map(([key, other]) => [`${name}.${key}`, other]);
	});
	return rest.map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
}

function describeRoute(model: unknown): string {
	const names = list((model as { route?: unknown } | undefined)?.route).map((one) => `${String(one.provider)}/${String(one.model)}`);
	return names.join(', then ');
}

function toolLine(tool: Record<string, unknown>, reaches?: ReadonlyMap<string, AgentReach>): string {
	const { kind, name, server, method, url, command, args, pins, effects, ...other } = tool;
	const { agent, range = '*', handOver, nodeType, credentials, key, tools, folder, programs, requests } = other;
	const commandArguments: unknown[] = Array.isArray(args) ? args : [];
	const called =
		typeof agent === 'string' ? `${agent} ${readText(range)}${handOver === undefined ? '' : ', which answers the customer'}` : undefined;
	const using = credentials === undefined ? undefined : `with ${JSON.stringify(credentials)}`;
	const only = kind === 'leads' && Array.isArray(tools) ? `only ${tools.join(', ')}` : undefined;
	const withPrograms = Array.isArray(programs) && programs.length > 0 ? `also starts ${programs.join(', ')}` : undefined;
	const withFolders = kind === 'mcp' && Array.isArray(other.folders) ? `with the folders ${JSON.stringify(other.folders)}` : undefined;
	const withVariables = kind === 'mcp' && other.env !== undefined ? `with the variables ${JSON.stringify(other.env)}` : undefined;
	const withCopy = typeof folder === 'string' ? `gets a copy of ${folder}` : undefined;
	const withRequests = Array.isArray(requests) ? `asks ${requests.join(', ')}` : undefined;
	const withKey = typeof key === 'string' ? `with ${key}` : undefined;
	const target = [
		method,
		url,
		command,
		...commandArguments,
		called,
		nodeType,
		using,
		withKey,
		only,
		withCopy,
		withFolders,
		withVariables,
		withPrograms,
		withRequests,
	]
		.filter((part) => typeof part === 'string')
		.join(' ');
	const unpinned = kind === 'mcp' && pins === undefined ? ', not pinned: the server can change its tools' : '';
	const others = kind === 'mcp' && effects !== undefined ? `, except ${JSON.stringify(effects)}` : '';
	const effect =
		kind === 'agent'
			? describeReach(reaches?.get(String(agent)))
			: `, ${effectOf(tool as unknown as Exclude<ToolDefinition, AgentTool>)}${loweredFrom(tool as unknown as ToolDefinition)}${others}`;
	return `${String(name ?? server ?? agent ?? kind)} (${String(kind)}): ${target}${effect}${unpinned}${contractOf(other)}`;
}

/** Says that the author takes a question from people. */
function loweredFrom(tool: ToolDefinition): string {
	const usual = findUsualEffect(tool);
	return usual === undefined ? '' : ` BY ITS AUTHOR'S WORD (by its method ${usual})`;
}

/** Describes the most that a called agent can do, and its unasked part. */
const describeReach = (reach?: AgentReach): string =>
	reach === undefined ? ', with the effect of its tools' : `, ${reach.effect}; without a question: ${reach.unasked}`;

const contractOf = ({ limits, outputSchema, outputSchemas, identity }: Record<string, unknown>): string =>
	`${identity === undefined ? '' : `, told who calls: ${JSON.stringify(identity)}`}${limits === undefined ? '' : `, limits ${JSON.stringify(limits)}`}${outputSchema === undefined ? '' : ', results checked by a schema'}${outputSchemas === undefined ? '' : `, results of ${Object.keys(outputSchemas as object).join(', ')} checked by a schema`}`;

/** Says for each call that changes something or tells others its arguments what stands between it and the texts of others. */
function listReached(definition: Record<string, unknown>, reaches: ReadonlyMap<string, AgentReach> = new Map()): string[] {
	const flow = definition as unknown as FlowDefinition;
	const sources = listSources(flow).flatMap(({ name, trusted }) => (trusted ? [] : [name]));
	if (sources.length === 0) return [];
	return listEffects(flow, reaches).map(({ tool, effect, tells, barrier, ways }) => {
		const between = ways.map((way) => way.between).join('; or ');
		const said = barrier === 'nothing' ? `NOTHING STANDS BETWEEN ${sources.join(', ')} and it: ${between}` : between;
		return `${tool} (${tells ? 'tells others its arguments' : effect}): ${said}`;
	});
}

/** Says what happens to calls whose values stand only in texts of others, and what counts as such a text. */
function describeFlow(
	{ define, flow = 'ask', trustedResults = [], tells = [] }: Record<string, unknown>,
	knowledge: unknown = {},
): string | undefined {
	const documents = [knowledge as Record<string, unknown>, ...list(define)].flatMap(describeTrustedDocuments);
	if (list(define).length === 0 && flow === 'ask' && documents.length === 0) return undefined;
	const trusted = list(trustedResults).map(String);
	const telling = list(tells).map(String);
	const happens = {
		ask: 'a person is asked about a call that has them',
		strict: 'a call that has them is refused',
		off: 'NOBODY LOOKS AT THEM: the rules alone decide',
	};
	return [
		happens[flow as keyof typeof happens],
		...(trusted.length > 0 ? [`what ${trusted.join(', ')} say is TRUSTED`] : []),
		...documents,
		...(telling.length > 0 ? [`${telling.join(', ')} tell others their arguments`] : []),
	].join('; ');
}

function describeTrustedDocuments({ collection, documents, trustedDocuments }: Record<string, unknown>): string[] {
	const origins = list(trustedDocuments).map(String);
	return origins.length > 0 ? [`values in documents of ${readText(collection ?? documents)} from ${origins.join(', ')} are TRUSTED`] : [];
}

function ruleLine({
	tool,
	permission,
	callers,
	classes,
	arguments: conditions,
	from,
	after: first,
	limits,
	afterResults,
	approval,
}: Record<string, unknown>): string {
	const where = conditions === undefined ? '' : ` where ${JSON.stringify(conditions)}`;
	const terms = approval === undefined ? '' : `; ${describeTerms(approval as ApprovalTerms)}`;
	const whom = callers === undefined ? '' : ` for ${(callers as string[]).join(', ')}`;
	const after = classes === undefined ? '' : ` after reading ${(classes as string[]).join(' or ')}`;
	const origin =
		from === undefined
			? ''
			: ` if ${Object.entries(from as object)
					.map(([name, of]) => `${name} is ${String(of)}`)
					.join(' and ')}`;
	const ordered = afterResults === true ? ', ALSO AFTER RESULTS AND PASSAGES, whoever wrote them' : '';
	const preceded = first === undefined ? '' : ` after a call of ${readText(first)}`;
	const within = limits === undefined ? '' : `, ${describeLimits(limits as RuleLimits)}`;
	return `${String(tool)}: ${String(permission)}${whom}${after}${preceded}${where}${origin}${within}${ordered}${terms}`;
}
