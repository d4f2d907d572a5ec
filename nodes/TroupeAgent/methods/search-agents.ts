import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { warnLog } from '../../shared/warn-log';

export async function searchAgents(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const [{ listChoices }, { findPublishedAgents }] = await Promise.all([
		import('./list-choices'),
		import('../request/find-published-agents'),
	]);
	return {
		results: await listChoices(
			filter,
			findPublishedAgents(this),
			(error) => void warnLog(this.logger, `Cannot list the registry's agents: ${String(error)}`),
		),
	};
}
