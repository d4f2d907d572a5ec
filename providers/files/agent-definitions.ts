import { getErrorMessage } from '../../core/base/errors';

/** Reads all agents of the folders and the package, by id. Reports unreadable ones. */
export async function readAgentDefinitions(folders: string[], { note }: { note: (line: string) => void }): Promise<Map<string, unknown>> {
	const [{ listAgents, readAgentFile }, { packagedAgentsFolder }] = await Promise.all([
		import('./agent-files'),
		import('../../core/base/package-folder'),
	]);
	const all = [...folders, packagedAgentsFolder()];
	const agents = new Map<string, unknown>();
	for (const { id, path } of await listAgents(all)) {
		try {
			agents.set(id, (await readAgentFile(path, all)).definition);
		} catch (error) {
			note(`warning: ${getErrorMessage(error)}`);
		}
	}
	return agents;
}
