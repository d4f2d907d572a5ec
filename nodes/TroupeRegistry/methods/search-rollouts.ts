import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

/** The rollouts of the tenant. */
export async function searchRollouts(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const { listRollouts } = await import('../list-choices');
	return listRollouts(this, filter);
}
