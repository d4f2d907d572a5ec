import {
	type AgentManifest,
	type EvaluationManifest,
	type ManifestDocument,
	type PackageManifest,
	type PolicyManifest,
	type PromptManifest,
	type TemplateManifest,
} from '../../../manifests/documents/documents';
import type { Capabilities } from '../../../core/ports';
import { plain, type Terminal } from '../../terminal/terminal';

/** Lists what a run of it could do, for approvers and readers. */
export function manifestFacts(manifest: ManifestDocument, terminal: Terminal): string[] {
	const facts = listFacts(manifest).filter(([, value]) => value !== undefined && value.length > 0);
	const width = Math.max(...facts.map(([name]) => name.length));
	return facts.flatMap(([name, value]) =>
		(typeof value === 'string' ? [value] : value!).flatMap((text, index) =>
			plain(text)
				.split('\n')
				.map((line, part) => `${index + part === 0 ? terminal.style('dim', name.padEnd(width)) : ' '.repeat(width)}  ${line}`.trimEnd()),
		),
	);
}

type Fact = [name: string, value: string | string[] | undefined];

function listFacts(manifest: ManifestDocument): Fact[] {
	const good: Fact = ['good until', new Date(manifest.exp * 1000).toISOString()];
	if (manifest.kind === 'agent') return [...agentFacts(manifest), good];
	if (manifest.kind === 'prompt') return [...promptFacts(manifest), good];
	if (manifest.kind === 'policy') return [...policyFacts(manifest), good];
	if (manifest.kind === 'template') return [...templateFacts(manifest), good];
	if (manifest.kind === 'evaluation') return [...evaluationFacts(manifest), good];
	return [...packageFacts(manifest), good];
}

function agentFacts({ purpose, capabilities, prompt, content, permissions }: AgentManifest): Fact[] {
	const definition = JSON.parse(content) as Record<string, unknown>;
	const tools = (definition.tools ?? {}) as Record<string, unknown>;
	return [
		['purpose', purpose],
		['can', capabilities.join(', ')],
		['model', describeRoute(definition.model)],
		['tools', list(tools.define).map(toolLine)],
		['permissions', list(tools.rules).map(ruleLine)],
		...permissionFacts(permissions),
		['asks people', tools.askPerson === true ? 'when the model decides to' : undefined],
		['guardrails', definition.guardrails === undefined ? 'none' : JSON.stringify(definition.guardrails)],
		['limits', definition.limits === undefined ? 'none' : JSON.stringify(definition.limits)],
		['prompt', prompt ? `${prompt.name} ${prompt.range}, as published` : readText(definition.prompt)],
	];
}

function promptFacts({ purpose, variables, content }: PromptManifest): Fact[] {
	return [
		['purpose', purpose],
		['variables', variables.join(', ')],
		['text', content],
	];
}

function policyFacts({ purpose, content }: PolicyManifest): Fact[] {
	const { onFailure = 'block', checks } = JSON.parse(content) as { onFailure?: string; checks?: unknown };
	return [
		['purpose', purpose],
		['if a check fails', onFailure],
		[
			'checks',
			list(checks).map(({ check, action, ...options }) => `${String(check)}: ${String(action)} ${describeOptions(options)}`.trim()),
		],
	];
}

function templateFacts({ purpose, content }: TemplateManifest): Fact[] {
	const { category, needs, parameters, files } = JSON.parse(content) as Record<string, unknown>;
	return [
		['purpose', purpose],
		['category', readText(category)],
		['needs', Array.isArray(needs) ? needs.map(String) : []],
		['parameters', list(parameters).map(({ name, title }) => `${String(name)}: ${String(title)}`)],
		['installs', list(files).map(({ path, kind }) => `${String(path)} (${String(kind)})`)],
	];
}

/** Lists its demands, which an approver decides about. */
function evaluationFacts({ purpose, content }: EvaluationManifest): Fact[] {
	const { agent, judge, cases, recordings } = JSON.parse(content) as Record<string, unknown>;
	const { sha256 } = (recordings ?? {}) as { sha256?: string };
	const caseLine = ({ name, expect }: Record<string, unknown>) =>
		`${String(name)}: ${list(expect)
			.map(({ assert }) => String(assert))
			.join(', ')}`;
	return [
		['purpose', purpose],
		['agent', typeof agent === 'string' ? agent : 'a definition of its own'],
		['judge', readText(judge)],
		['recordings', sha256 ?? 'none'],
		['cases', list(cases).map(caseLine)],
	];
}

const describeOptions = (options: Record<string, unknown>): string => (Object.keys(options).length > 0 ? JSON.stringify(options) : '');

function packageFacts(manifest: PackageManifest): Fact[] {
	const { nodes, jobTypes, agents, commands, unlistedAgents, covers, files, fileList, permissions } = manifest;
	const { dependencies = [], nestedPackages = [] } = manifest;
	return [
		['nodes', nodes.map(({ name, versions }) => `${name} ${versions.join(', ')}`)],
		['job types', jobTypes.join(', ')],
		['agents', agents.map(({ id, version }) => `${id} ${version}`)],
		['commands', commands?.join(', ')],
		['other agents', unlistedAgents === 'allow' ? 'are allowed too' : 'are not allowed'],
		['files', `${fileList?.count ?? files.length}, and no others below ${covers.join(', ')}`],
		...permissionFacts(permissions),
		['contains', nestedPackages.map(({ path, version }) => `${path} ${version}`)],
		['depends on', dependencies.map(({ name, version, sha256 }) => `${name} ${version}, ${sha256.slice(0, 12)}`)],
	];
}

/** Nothing for a manifest without a list, which restricts nothing. */
function permissionFacts(permissions: Capabilities | undefined): Fact[] {
	if (permissions === undefined) return [];
	const { requests = [], files = [], programs = [], environment = [], nodeTypes = [], tools = [] } = permissions;
	const allowed = [
		...requests.map((request) => `request ${request}`),
		...files.map(({ path, access }) => `${access} ${path}`),
		...programs.map((program) => `start ${program}`),
		...environment.map((name) => `read the variable ${name}`),
		...nodeTypes.map((type) => `use the node ${type}`),
		...tools.map((tool) => `use the tool ${tool}`),
	];
	return [['may only', allowed.length === 0 ? 'compute' : allowed]];
}

function describeRoute(model: unknown): string {
	const names = list((model as { route?: unknown } | undefined)?.route).map((one) => `${String(one.provider)}/${String(one.model)}`);
	return names.join(', then ');
}

function toolLine({ kind, name, server, method, url, command, args, readOnly, pins, ...other }: Record<string, unknown>): string {
	const { agent, range = '*', handOver, nodeType, credentials, key, tools, folder, programs, requests } = other;
	const commandArguments: unknown[] = Array.isArray(args) ? args : [];
	const called =
		typeof agent === 'string' ? `${agent} ${readText(range)}${handOver === undefined ? '' : ', which answers the customer'}` : undefined;
	const using = credentials === undefined ? undefined : `with ${JSON.stringify(credentials)}`;
	const only = kind === 'leads' && Array.isArray(tools) ? `only ${tools.join(', ')}` : undefined;
	const withPrograms = Array.isArray(programs) && programs.length > 0 ? `also starts ${programs.join(', ')}` : undefined;
	const withCopy = typeof folder === 'string' ? `gets a copy of ${folder}` : undefined;
	const withRequests = Array.isArray(requests) ? `asks ${requests.join(', ')}` : undefined;
	const withKey = typeof key === 'string' ? `with ${key}` : undefined;
	const target = [method, url, command, ...commandArguments, called, nodeType, using, withKey, only, withCopy, withPrograms, withRequests]
		.filter((part) => typeof part === 'string')
		.join(' ');
	const unpinned = kind === 'mcp' && pins === undefined ? ', not pinned: the server can change its tools' : '';
	return `${String(name ?? server ?? agent ?? kind)} (${String(kind)}): ${target}${readOnly === true ? ', reads only' : ''}${unpinned}`;
}

function ruleLine({ tool, permission, arguments: conditions }: Record<string, unknown>): string {
	return `${String(tool)}: ${String(permission)}${conditions === undefined ? '' : ` where ${JSON.stringify(conditions)}`}`;
}

const readText = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): Array<Record<string, unknown>> => (Array.isArray(value) ? (value as Array<Record<string, unknown>>) : []);
