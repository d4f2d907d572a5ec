/** Agent definitions on disk: `<folder>/<id>.json` or `<folder>/<id>/agent.json`. */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { describeRefusal, readConfinedFile } from './confined-file';
import { decodeText } from '../../core/base/text/decode-text';
import { isDefinitionId } from '../../core/base/text/definition-id';

export interface AgentFile {
	path: string;
	folder: string;
	sha256: string;
	definition: unknown;
}

interface ListedAgent {
	id: string;
	path: string;
	folder: string;
}

const maxDefinitionBytes = 256 * 1024;
const maxListed = 1000;

/** The first folder wins. @throws TroupeError AGENT_NOT_FOUND with the searched places and existing ids, AGENT_INVALID */
export async function findAgent(id: string, folders: string[]): Promise<AgentFile> {
	if (!isDefinitionId(id)) {
		throw new TroupeError({
			code: 'AGENT_NOT_FOUND',
			message: `"${id.slice(0, 64)}" is not a valid agent id: expected lower-case letters, digits and hyphens.`,
			fix: 'Specify the id of an agent or the path of its file.',
		});
	}
	for (const folder of folders) {
		for (const path of [join(folder, `${id}.json`), join(folder, id, 'agent.json')]) {
			const file = await tryAgentFile(path, [folder]);
			if (file) return withMatchingId(file, id);
		}
	}
	throw await agentNotFound(id, folders);
}

/** The path must be in one of `folders` after following symbolic links. @throws TroupeError AGENT_NOT_FOUND, AGENT_INVALID */
export async function readAgentFile(path: string, folders: string[]): Promise<AgentFile> {
	const file = await tryAgentFile(path, folders);
	if (file) return file;
	throw new TroupeError({
		code: 'AGENT_NOT_FOUND',
		message: `The agent file ${path} does not exist.`,
		fix: 'Check the path; relative paths start at the current folder.',
		details: { path },
	});
}

/** Lists the agents of all folders by id. If two folders have the same id, the first wins. Missing folders are ignored. */
export async function listAgents(folders: string[]): Promise<ListedAgent[]> {
	const found = new Map<string, ListedAgent>();
	for (const folder of folders) {
		for (const agent of await listFolder(folder)) if (!found.has(agent.id)) found.set(agent.id, agent);
	}
	return [...found.values()].sort((left, right) => left.id.localeCompare(right.id)).slice(0, maxListed);
}

async function tryAgentFile(path: string, folders: string[]): Promise<AgentFile | undefined> {
	const read = await readConfinedFile(path, folders, maxDefinitionBytes);
	if (read.kind === 'missing') return undefined;
	if (read.kind !== 'file') {
		throw new TroupeError({
			code: 'AGENT_INVALID',
			message: `The agent file ${path} ${describeRefusal(read)}.`,
			fix:
				read.kind === 'outside'
					? 'Move the agent into an agent folder, or add its folder to TROUPE_AGENTS.'
					: 'Put a readable JSON file there.',
			details: { path, folders },
			cause: read.kind === 'unreadable' ? read.cause : undefined,
		});
	}
	return {
		path: read.path,
		folder: dirname(read.path),
		sha256: createHash('sha256').update(read.bytes).digest('hex'),
		definition: parseDefinition(read.bytes, path),
	};
}

function parseDefinition(bytes: Buffer, path: string): unknown {
	try {
		return JSON.parse(decodeText(bytes, path));
	} catch (cause) {
		throw new TroupeError({
			code: 'AGENT_INVALID',
			message: `The agent file ${path} is not JSON: ${(cause as Error).message}.`,
			fix: 'Correct the file.',
			details: { path },
			cause,
		});
	}
}

// The gate admits agents by id: a file must not carry another agent's name.
function withMatchingId(file: AgentFile, id: string): AgentFile {
	const written: unknown = (file.definition as { id?: unknown } | null)?.id;
	if (written === id) return file;
	throw new TroupeError({
		code: 'AGENT_INVALID',
		message: `The agent file ${file.path} was looked up as "${id}", but has another "id".`,
		fix: `Name the file after the agent's id, or set "id": "${id}" in it.`,
		details: { path: file.path, expected: id, actual: typeof written === 'string' ? written.slice(0, 64) : typeof written },
	});
}

async function agentNotFound(id: string, folders: string[]): Promise<TroupeError> {
	const known = (await listAgents(folders)).map((agent) => agent.id);
	return new TroupeError({
		code: 'AGENT_NOT_FOUND',
		message: `Agent "${id}" not found. Looked for ${id}.json and ${id}/agent.json in: ${folders.join(', ') || 'no folder'}.`,
		fix:
			known.length > 0
				? `Use one of: ${known.join(', ')}, or add its folder to TROUPE_AGENTS.`
				: 'Put the agent in one of these folders, or add its folder to TROUPE_AGENTS.',
		details: { id, folders },
	});
}

async function listFolder(folder: string): Promise<ListedAgent[]> {
	const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
		throw new TroupeError({
			code: 'AGENT_INVALID',
			message: `The agent folder ${folder} cannot be listed (${error.code}).`,
			fix: 'Check its permissions.',
			details: { folder },
			cause: error,
		});
	});
	const agents: ListedAgent[] = [];
	for (const entry of entries) {
		const isDefinition = entry.name.endsWith('.json');
		const id = isDefinition ? entry.name.slice(0, -'.json'.length) : entry.name;
		if (!isDefinitionId(id)) continue;
		const path = isDefinition ? join(folder, entry.name) : join(folder, id, 'agent.json');
		if ((await readConfinedFile(path, [folder], maxDefinitionBytes)).kind === 'file') agents.push({ id, path, folder });
	}
	return agents;
}
