import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

/** Versions of the chosen resource, with their state. */
export async function searchManifests(this: ILoadOptionsFunctions, filter?: string, cursor?: string): Promise<INodeListSearchResult> {
	const { listVersions } = await import('../list-choices');
	return listVersions(this, filter, cursor);
}
