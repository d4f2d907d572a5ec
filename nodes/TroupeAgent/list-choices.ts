import { agentFolders } from '../../core/home';
import { packagedAgentsFolder } from '../../core/package-folder';
import { listAgents } from '../../providers/files/agent-files';

/** Agents for the editor's list, by id. */
export async function listChoices(filter: string): Promise<Array<{ name: string; value: string }>> {
	const wanted = filter.trim().toLowerCase();
	const agents = await listAgents([...agentFolders(), packagedAgentsFolder()]);
	return agents.filter(({ id }) => id.includes(wanted)).map(({ id }) => ({ name: id, value: id }));
}
