import { dirname } from 'node:path';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { packagedAgentsFolder } from '../../../core/base/package-folder';
import { getErrorMessage, isTroupeError } from '../../../core/base/errors';
import type { Host } from '../hosts/host';
import type { AgentFile } from '../../files/agent-files';

/** An agent that runs by its id: from a folder, the package or the followed registry. */
export interface AgentEntry {
	id: string;
	version: string | null;
	name: string | null;
	purpose: string | null;
	from: 'folder' | 'package' | 'registry';
	path: string | null;
	deprecated?: true;
	problems: string[];
	warnings: string[];
	missingTools?: string[];
}

interface Notes {
	note: (line: string) => void;
}

/** Lists the agents by id, those of the registry first where a run would take them. Says on standard error why the registry cannot be asked. */
export async function listInventory(host: Host, terminal: Notes): Promise<AgentEntry[]> {
	const { listAgents } = await import('../../files/agent-files');
	const packaged = packagedAgentsFolder();
	const files = await listAgents([...host.agentFolders, packaged]);
	const own = await Promise.all(
		files.map(async ({ id, path, folder }) => ({
			...(await judgeFile(path, [folder], host, id)),
			...(folder === packaged && fromPackage),
		})),
	);
	return [...(await listPublished(host, terminal)), ...own].sort((one, other) => one.id.localeCompare(other.id));
}

const fromPackage = { from: 'package' as const };

async function listPublished({ published }: Host, terminal: Notes): Promise<AgentEntry[]> {
	try {
		const versions = (await published?.list('agent')) ?? [];
		for (const { message } of (await published?.listRefused?.('agent')) ?? [])
			terminal.note(`warning: a published agent cannot run: ${message}`);
		return versions.map(({ name, version, purpose, state }) => ({
			id: name,
			version,
			name: null,
			purpose,
			from: 'registry',
			path: null,
			problems: [],
			warnings: [],
			...(state === 'deprecated' && { deprecated: true }),
		}));
	} catch (error) {
		terminal.note(`warning: the agents of the registry are not listed: ${getErrorMessage(error)}`);
		return [];
	}
}

/** Reads and checks one file. A wrong file is an entry with problems. @param wanted the id that the file is looked up by */
export async function judgeFile(path: string, folders: string[], host: Host, wanted?: string): Promise<AgentEntry> {
	let file: AgentFile | undefined;
	try {
		const { readAgentFile } = await import('../../files/agent-files');
		const { parseAgentDefinition } = await import('../../../core/agents/definition/parse-agent-definition');
		const { checkAgent } = await import('./check-agent');
		file = await readAgentFile(path, folders);
		const definition = await parseAgentDefinition(file.definition, file.path);
		const { problems, warnings, missingTools } = await checkAgent(definition, dirname(file.path), host);
		const isForeign = wanted !== undefined && definition.id !== wanted;
		const faults = [...(isForeign ? [`id must be "${wanted}", as the file or its folder is named`] : []), ...problems];
		return {
			...describe(definition),
			id: wanted ?? definition.id,
			from: 'folder',
			path: file.path,
			problems: faults,
			warnings,
			...(missingTools.length > 0 && { missingTools }),
		};
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		const { problems = [error.message] } = error.details as { problems?: string[] };
		const described = describe(file?.definition);
		return { ...described, id: wanted ?? described.id, from: 'folder', path: file?.path ?? path, problems, warnings: [] };
	}
}

function describe(definition: unknown): Pick<AgentEntry, 'id' | 'version' | 'name' | 'purpose'> {
	const { id, version, name, purpose } = (definition ?? {}) as Partial<Record<keyof AgentDefinition, unknown>>;
	const asText = (value: unknown) => (typeof value === 'string' ? value : null);
	return { id: asText(id) ?? '', version: asText(version), name: asText(name), purpose: asText(purpose) };
}
