import { validRange } from 'semver';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { withPromptReference } from '../../../core/prompts/prompt-reference';
import { readDotpromptUse } from '../../../core/prompts/describe-prompt';
import { isDotprompt } from '../../../core/prompts/dotprompt/split-head';
import { isVersionLabel } from '../../../core/base/version-label';
import { maxPrompt, findStrayBraces, listVariables } from '../../../core/prompts/prompt-template';
import type {
	AgentManifest,
	EvaluationManifest,
	PolicyManifest,
	PromptManifest,
	TemplateManifest,
} from '../../documents/published-manifests';
import { isSame } from './json-changes';
import { type JsonKind, readDefinition } from './read-definition';

/**
 * Returns problems with their fields; empty if valid. Injected by the host: rules for agents, policies, templates, sets and Dotprompt schemas belong
 * to core. @param readAgents reads the unrevoked published definitions of an agent
 */
export type CheckContent = (kind: JsonKind | 'prompt', document: unknown, where: string, readAgents: ReadAgents) => Promise<string[]>;

export type ReadAgents = (call: { agent: string; range: string }) => Promise<unknown[]>;

/** Checks the definition's schema, and that the manifest's fields match it. @throws TroupeError AGENT_INVALID, pointing at each field */
export async function checkAgentContent(manifest: AgentManifest, check: CheckContent, readAgents: ReadAgents): Promise<void> {
	const { name, version } = manifest.package;
	const where = `The agent ${name} ${version}`;
	const unreadable = unreadableIn({ purpose: [manifest.purpose], capabilities: manifest.capabilities });
	const definition = readDefinition(manifest.content, where);
	const problems = await check('agent', definition, where, readAgents);
	const claimed = { id: name, version, purpose: manifest.purpose, capabilities: manifest.capabilities, promptReference: manifest.prompt };
	refuse(where, [...unreadable, ...problems, ...findContradictions(definition, claimed), ...badRange(manifest)]);
}

function findContradictions(document: Record<string, unknown>, claimed: Record<string, unknown>): string[] {
	return Object.entries(claimed)
		.filter(([field, value]) => !isSame(ofDefinition(document, field), value))
		.map(([field, value]) => `${field} is not what the manifest says: ${JSON.stringify(value)?.slice(0, 200) ?? 'none'}`);
}

function badRange({ prompt }: AgentManifest): string[] {
	if (prompt === undefined || isVersionLabel(prompt.range) || validRange(prompt.range) !== null) return [];
	return [
		`promptReference.range ${JSON.stringify(prompt.range.slice(0, 100))} is not a version range, such as ^1.2, or a label, such as production`,
	];
}

/** @throws TroupeError POLICY_INVALID, pointing at each field */
export const checkPolicyContent = (manifest: PolicyManifest, check: CheckContent): Promise<void> =>
	checkDocument(manifest, check, 'POLICY_INVALID');

/** @throws TroupeError TEMPLATE_INVALID, pointing at each field */
export const checkTemplateContent = (manifest: TemplateManifest, check: CheckContent): Promise<void> =>
	checkDocument(manifest, check, 'TEMPLATE_INVALID');

/** @throws TroupeError INPUT_INVALID, pointing at each field */
export const checkEvaluationContent = (manifest: EvaluationManifest, check: CheckContent): Promise<void> =>
	checkDocument(manifest, check, 'INPUT_INVALID');

async function checkDocument(
	{ kind, content, purpose, package: { name, version } }: PolicyManifest | TemplateManifest | EvaluationManifest,
	check: CheckContent,
	code: DocumentCode,
): Promise<void> {
	const where = `The ${kind} ${name} ${version}`;
	const document = readDefinition(content, where, kind);
	const problems = [
		...unreadableIn({ purpose: [purpose] }),
		...(await check(kind, document, where, async () => [])),
		...findContradictions(document, { id: name, version, purpose }),
	];
	refuse(where, problems, code);
}

/** @throws TroupeError AGENT_INVALID */
export async function checkPromptContent(manifest: PromptManifest, check: CheckContent): Promise<void> {
	const {
		content,
		purpose,
		variables,
		package: { name, version },
	} = manifest;
	const { used, faults } = manifest.format ? await readDotpromptContent(content) : readPlainContent(content);
	const repeated = variables.filter((variable, index) => variables.indexOf(variable) !== index);
	const problems = [
		...unreadableIn({ purpose: [purpose] }),
		...faults,
		...used.filter((variable) => !variables.includes(variable)).map((variable) => `variables lacks ${variable}, which is in the text`),
		...variables.filter((variable) => !used.includes(variable)).map((variable) => `variables: ${variable} is not in the text`),
		...repeated.map((variable) => `variables: ${variable} is listed twice`),
	];
	if (content.length > maxPrompt) problems.push(`content has ${content.length} characters; the max is ${maxPrompt}`);
	const isReadable = manifest.format !== undefined && problems.length === 0;
	refuse(`The prompt ${name} ${version}`, isReadable ? await checkSchema(content, check) : problems);
}

const checkSchema = async (content: string, check: CheckContent): Promise<string[]> =>
	(await check('prompt', content, 'content', async () => [])).map((problem) => problem.replace(/\.$/, ''));

interface PromptContent {
	used: string[];
	faults: string[];
}

function readPlainContent(content: string): PromptContent {
	const faults = findStrayBraces(content).map((braces) => `content: ${braces}, which do not belong to a {{variable}}`);
	const isOther = isDotprompt(content);
	return { used: listVariables(content), faults: isOther ? ['format is missing: the head of the text is one of Dotprompt'] : faults };
}

async function readDotpromptContent(content: string): Promise<PromptContent> {
	if (!isDotprompt(content)) return { used: [], faults: ['format is dotprompt, and the text has no head with a field of it'] };
	try {
		const { variables, problems, faults, ownFields } = await readDotpromptUse(content, 'content');
		const own = ownFields.map((field) => `content: its head has ${field}, which the manifest says`);
		const lines = faults.map(
			({ start, message }) => `content: line ${content.slice(0, start).split('\n').length}: ${message.slice(0, -1)}`,
		);
		return { used: variables, faults: [...own, ...problems.map((problem) => `content: ${problem}`), ...lines] };
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return { used: [], faults: [error.message.replace(/\.$/, '')] };
	}
}

/** PostgreSQL cannot store U+0000, and other readers treat it as the end of the text. */
const unreadableIn = (fields: Record<string, readonly string[]>): string[] =>
	Object.entries(fields)
		.filter(([, texts]) => texts.some((text) => text.includes('\0')))
		.map(([field]) => `${field} contains the character U+0000`);

function ofDefinition(definition: Record<string, unknown>, field: string): unknown {
	const value = definition[field];
	if (field === 'capabilities') return value ?? [];
	if (field !== 'promptReference' || value === undefined) return value;
	const { name, range } = withPromptReference(definition).promptReference as { name?: unknown; range?: unknown };
	return { name, range };
}

type DocumentCode = 'AGENT_INVALID' | 'POLICY_INVALID' | 'TEMPLATE_INVALID' | 'INPUT_INVALID';

function refuse(where: string, all: string[], code: DocumentCode = 'AGENT_INVALID'): void {
	if (all.length === 0) return;
	const problems = all.slice(0, 10);
	throw new TroupeError({
		code,
		message: `${where} cannot be published: ${problems.join('; ')}.`,
		fix: 'Correct these fields and sign it again.',
		details: { where, problems },
	});
}
