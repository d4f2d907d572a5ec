import type { RestCalls } from '../../../engine-adapter/zeebe/without-rest';
import { text } from '../../../engine-adapter/zeebe/rest-searches';
import type { KnownProcess } from './open-doers';

const maxVersions = 1_000;

/** Each in its newest version. @throws TroupeError NOT_SUPPORTED for an older cluster */
export async function listProcesses(rest: RestCalls, tenantId?: string): Promise<KnownProcess[]> {
	const body = {
		filter: tenantId === undefined ? {} : { tenantId },
		sort: [{ field: 'version', order: 'DESC' }],
		page: { limit: maxVersions },
	};
	const { items } = await rest.call<{ items: Array<Record<string, unknown>> }>({
		subject: 'Searching processes',
		path: '/process-definitions/search',
		body,
	});
	const known = new Map<string, KnownProcess>();
	for (const item of items) {
		const id = text(item.processDefinitionId);
		if (!known.has(id)) known.set(id, { id, name: text(item.name) || id, version: text(item.version) });
	}
	return [...known.values()];
}
