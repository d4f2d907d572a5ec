import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

/** The agents that this n8n can run: those of its agent folders, then the package's own. */
export async function searchAgents(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const { listChoices } = await import('../list-choices');
	return { results: await listChoices(filter) };
}
