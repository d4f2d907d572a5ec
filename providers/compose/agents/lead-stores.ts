import { dirname } from 'node:path';
import { isTroupeError } from '../../../core/base/errors';
import type { LeadStore } from '../../../core/ports/leads';
import { listAgents } from '../../files/agent-files';
import type { Host } from '../hosts/host';
import type { AgentReference } from './agent-reference';
import { openLeadStore } from './leads';
import { readDefinition } from './read-definition';

interface NamedLeadStore {
	/** Such as `leads of vendas at abcd.supabase.co`. */
	name: string;
	store: LeadStore;
}

/** Opens the lead stores of the agents of folders and of the registry, each once. @returns also the agents that could not be read, with the reason */
export async function openLeadStores(host: Host): Promise<{ stores: NamedLeadStore[]; unread: Array<{ agent: string; reason: string }> }> {
	const stores = new Map<string, LeadStore>();
	const unread: Array<{ agent: string; reason: string }> = [];
	for (const { agent, reference, folders } of await listReferences(host, unread)) {
		try {
			const { definition } = await readDefinition(reference, { ...host, agentFolders: folders });
			for (const tool of definition.tools?.define ?? [])
				if (tool.kind === 'leads') stores.set(`leads of ${tool.team} at ${new URL(tool.url).host}`, openLeadStore(tool, host).store);
		} catch (fault) {
			unread.push({ agent, reason: describe(fault) });
		}
	}
	return { stores: [...stores].map(([name, store]) => ({ name, store })), unread };
}

async function listReferences(
	{ agentFolders, published }: Host,
	unread: Array<{ agent: string; reason: string }>,
): Promise<Array<{ agent: string; reference: AgentReference; folders: string[] }>> {
	const files = (await listAgents(agentFolders)).map(({ id, path, folder }) => ({
		agent: id,
		reference: { kind: 'file' as const, path },
		folders: [folder, dirname(path)],
	}));
	try {
		const ids = new Set(((await published?.list('agent')) ?? []).map(({ name }) => name));
		return [...files, ...[...ids].map((id) => ({ agent: id, reference: { kind: 'id' as const, id }, folders: agentFolders }))];
	} catch (fault) {
		if (isTroupeError(fault) && fault.code === 'TRUST_ROOT_MISSING') return files;
		unread.push({ agent: 'those of the registry', reason: describe(fault) });
		return files;
	}
}

/** The message of a fault can contain a path of the machine. */
const describe = (fault: unknown): string =>
	`are unknown (${isTroupeError(fault) ? fault.code : 'its file cannot be read'}): see \`troupe agent validate\``;
