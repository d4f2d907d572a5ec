import type { ManifestDocument } from '../../../manifests/documents/documents';
import type { PackageManifest } from '../../../manifests/documents/package-manifest';
import type {
	EvaluationManifest,
	PolicyManifest,
	PromptManifest,
	TemplateManifest,
} from '../../../manifests/documents/published-manifests';
import { standardParts } from '../../../core/guardrails/policy/standard-policy';
import type { AgentReach } from '../../../core/tools/agent-reach';
import { agentFacts } from './agent-facts';
import { type Fact, list, permissionFacts, readText } from './fact';
import { printable, type Terminal } from '../../terminal/terminal';

/**
 * Lists what a run of it could do, for approvers and readers.
 * @param reaches how far the agents reach that it calls
 */
export function manifestFacts(manifest: ManifestDocument, terminal: Terminal, reaches?: ReadonlyMap<string, AgentReach>): string[] {
	const facts = listFacts(manifest, reaches).filter(([, value]) => value !== undefined && value.length > 0);
	const width = Math.max(...facts.map(([name]) => name.length));
	return facts.flatMap(([name, value]) =>
		(typeof value === 'string' ? [value] : value!).flatMap((text, index) =>
			printable(text)
				.split('\n')
				.map((line, part) => `${index + part === 0 ? terminal.style('dim', name.padEnd(width)) : ' '.repeat(width)}  ${line}`.trimEnd()),
		),
	);
}

function listFacts(manifest: ManifestDocument, reaches?: ReadonlyMap<string, AgentReach>): Fact[] {
	const good: Fact = ['good until', new Date(manifest.exp * 1000).toISOString()];
	return [['notes', manifest.notes], ...listOwnFacts(manifest, reaches), good];
}

function listOwnFacts(manifest: ManifestDocument, reaches?: ReadonlyMap<string, AgentReach>): Fact[] {
	if (manifest.kind === 'agent') return agentFacts(manifest, reaches);
	if (manifest.kind === 'prompt') return promptFacts(manifest);
	if (manifest.kind === 'policy') return policyFacts(manifest);
	if (manifest.kind === 'template') return templateFacts(manifest);
	if (manifest.kind === 'evaluation') return evaluationFacts(manifest);
	return packageFacts(manifest);
}

function promptFacts({ purpose, variables, content, format }: PromptManifest): Fact[] {
	return [
		['purpose', purpose],
		...(format ? [['format', 'Dotprompt'] satisfies Fact] : []),
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
		['protection', list(files).flatMap(describeSwitchedOff)],
		['installs', list(files).map(({ path, kind }) => `${String(path)} (${String(kind)})`)],
	];
}

/** Says which parts of the standard policy an agent, a workflow or a process of the template goes without. */
function describeSwitchedOff({ path, content }: Record<string, unknown>): string[] {
	const lists = [...readText(content).matchAll(/"(?:without|switchOff)"\s*:\s*\[([^\]]*)\]|key="standardWithout"\s+value="([^"]*)"/g)];
	const parts = standardParts.filter((part) => lists.some(([found]) => found.includes(part)));
	return parts.length === 0 ? [] : [`${String(path)}: the standard policy WITHOUT ${parts.join(', ')}`];
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
