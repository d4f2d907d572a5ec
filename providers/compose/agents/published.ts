import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { PromptTemplate } from '../../../core/agents/prompts/fill-any-prompt';
import type { AgentOfRun } from '../../../core/agents/agent-request';
import { isTroupeError, getErrorMessage, TroupeError, type TroupeErrorCode } from '../../../core/base/errors';
import type { PublishedAgents, PublishedVersion } from '../../../core/ports/manifests';

const scheme = 'registry:';

export interface AgentName {
	id: string;
	range?: string;
	/** True if it must come from the registry: folders have one version of each agent and no ranges. */
	isPublished: boolean;
}

export function readAgentName(text: string): AgentName {
	const isNamed = text.startsWith(scheme);
	const [id = '', ...range] = (isNamed ? text.slice(scheme.length) : text).split('@');
	return range.length > 0 ? { id, range: range.join('@').trim() || '*', isPublished: true } : { id, isPublished: isNamed };
}

/**
 * Finds a published agent; undefined if folders may have it. A resumed run uses the version it began with. @throws TroupeError AGENT_NOT_FOUND,
 * MANIFEST_*
 */
export async function findPublishedAgent(
	name: AgentName,
	published: PublishedAgents | undefined,
	run?: AgentOfRun,
	contact?: string,
): Promise<PublishedVersion | undefined> {
	const goesOn = run?.id === name.id;
	const found = await published?.find('agent', name.id, goesOn ? run.version : name.range, { goesOn, contact });
	if (found || !name.isPublished) return found;
	throw new TroupeError({
		code: 'AGENT_NOT_FOUND',
		message: `No agent ${JSON.stringify(name.id.slice(0, 64))} is published${published ? ' for this tenant' : ': no registry is configured'}.`,
		fix: 'Publish and approve it (`troupe manifest publish`, `approve`), set TROUPE_REGISTRY_URL, or name an agent in a folder, without a version range.',
		details: { id: name.id.slice(0, 64), range: name.range },
	});
}

export function findAgentFolder(id: string, folders: string[]): string {
	return folders.map((folder) => join(folder, id)).find((folder) => existsSync(folder)) ?? folders[0] ?? '.';
}

const invalidCodes: Record<PublishedVersion['kind'], TroupeErrorCode> = {
	agent: 'AGENT_INVALID',
	prompt: 'AGENT_INVALID',
	policy: 'POLICY_INVALID',
	template: 'TEMPLATE_INVALID',
	evaluation: 'INPUT_INVALID',
};

/** @throws TroupeError AGENT_INVALID, POLICY_INVALID, TEMPLATE_INVALID, INPUT_INVALID */
export function parsePublished({ kind, name, version, content }: PublishedVersion): unknown {
	try {
		return JSON.parse(content);
	} catch (cause) {
		throw new TroupeError({
			code: invalidCodes[kind],
			message: `The published ${kind} ${name} ${version} is not JSON: ${getErrorMessage(cause)}.`,
			fix: 'Publish a version that is valid JSON.',
			cause,
		});
	}
}

interface PublishedPrompt {
	template: PromptTemplate;
	version: PublishedVersion;
}

/** @throws TroupeError AGENT_INVALID, MANIFEST_* */
export async function findPrompt(
	{ id, promptReference }: AgentDefinition,
	published: PublishedAgents | undefined,
	run?: AgentOfRun,
	contact?: string,
): Promise<PublishedPrompt | undefined> {
	if (!promptReference) return undefined;
	const { name, range } = promptReference;
	const began = run?.id === id && run.prompt?.name === name ? run.prompt.version : undefined;
	const version = await published
		?.find('prompt', name, began ?? range, { goesOn: began !== undefined, contact })
		.catch((error: unknown) => throwAtField(error, id));
	if (!version) {
		throw new TroupeError({
			code: 'AGENT_INVALID',
			message: `promptReference of the agent ${id}: the prompt ${name} ${range} is not available: ${published ? 'no prompt of that name is published' : 'no registry is configured'}.`,
			fix: 'Publish and approve the prompt, or set TROUPE_REGISTRY_URL to the registry that has it.',
			details: { id, field: 'promptReference.name', prompt: name, range },
		});
	}
	return { template: { text: version.content, format: version.format }, version };
}

function throwAtField(error: unknown, id: string): never {
	if (!isTroupeError(error)) throw error;
	const { code, message, fix, retryable, details } = error;
	const told = `promptReference of the agent ${id}: ${message}`;
	throw new TroupeError({
		code,
		message: told,
		fix,
		retryable,
		details: { ...details, id, field: 'promptReference.range' },
		cause: error,
	});
}
