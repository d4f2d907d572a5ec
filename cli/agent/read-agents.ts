import { getErrorMessage } from '../../core/base/errors';
import type { Terminal } from '../terminal/terminal';

/** Reads the definitions of all agents in the folders and in the package, by id. Warns on standard error about a definition that cannot be read. */
export async function readAgentDefinitions(folders: string[], terminal: Pick<Terminal, 'note'>): Promise<Map<string, unknown>> {
	const [{ listAgents, readAgentFile }, { packagedAgentsFolder }] = await Promise.all([
		import('../../providers/files/agent-files'),
		import('../../core/base/package-folder'),
	]);
	const all = [...folders, packagedAgentsFolder()];
	const agents = new Map<string, unknown>();
	for (const { id, path } of await listAgents(all)) {
		try {
			agents.set(id, (await readAgentFile(path, all)).definition);
		} catch (error) {
			terminal.note(`warning: ${getErrorMessage(error)}`);
		}
	}
	return agents;
}
