import { messageOf } from '../../core/base/errors';
import type { Terminal } from '../terminal/terminal';

/** The definitions of all agents of the folders and of the package by id, as they were read; of one that cannot be read a line on standard error says why. */
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
			terminal.note(`warning: ${messageOf(error)}`);
		}
	}
	return agents;
}
