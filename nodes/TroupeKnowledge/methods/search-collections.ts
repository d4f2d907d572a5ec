import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

export async function searchCollections(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const { listCollections } = await import('../list-collections');
	return { results: await listCollections(this, filter) };
}
