import { agentFolders } from '../../../core/base/home-folders';
import { packagedAgentsFolder } from '../../../core/base/package-folder';
import type { PublishedAgents } from '../../../core/ports/manifests';
import { listAgents } from '../../../providers/files/agent-files';

interface Choice {
	name: string;
	value: string;
	description?: string;
}

/** Folder agents by id, then registry agents by id and range. */
export async function listChoices(
	filter: string,
	published: Pick<PublishedAgents, 'list'> | undefined,
	warn: (error: unknown) => void,
): Promise<Choice[]> {
	const search = filter.trim().toLowerCase();
	const own = (await listAgents([...agentFolders(), packagedAgentsFolder()])).map(({ id }): Choice => ({ name: id, value: id }));
	const others = await publishedChoices(published).catch((error: unknown) => {
		warn(error);
		return [];
	});
	return [...own, ...others].filter(({ name }) => name.toLowerCase().includes(search));
}

async function publishedChoices(published: Pick<PublishedAgents, 'list'> | undefined): Promise<Choice[]> {
	const versions = (await published?.list('agent')) ?? [];
	const byName = new Map(versions.map(({ name, purpose }) => [name, purpose]));
	return [...byName].map(([name, purpose]) => ({ name: `${name} (from the registry)`, value: `${name}@*`, description: purpose }));
}
