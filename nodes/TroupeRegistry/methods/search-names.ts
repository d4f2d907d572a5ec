import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

/** Names of the chosen resource, or of what is rolled out. */
export async function searchNames(this: ILoadOptionsFunctions, filter?: string, cursor?: string): Promise<INodeListSearchResult> {
	const { listNames } = await import('../list-choices');
	return listNames(this, filter, cursor);
}
