import { defaultTenant } from '../../../core/base/tenant';
import type { ToolRequest } from '../../../core/ports/tools/tool-requests';
import { toRequestName } from '../../../core/tools/requests/request-name';
import type { VaultHost } from '../hosts/state-host';
import type { ToolRequestStore } from '../../state/requests/tool-request-store';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from './state-place';

const opened = new OpenedOnce<ToolRequestStore>();

/** Opens the requests for tools: the shared database, or `state.db` in the state folder; undefined without either. */
export async function composeToolRequests(host: VaultHost): Promise<ToolRequestStore | undefined> {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	return opened.get(place, async () => {
		const { openToolRequests } = await import('../../state/requests/tool-request-store');
		return openToolRequests(place);
	});
}

/** Counts a request, if the host stores anything. */
export async function noteToolRequest(
	{ tool, agent, source }: Pick<ToolRequest, 'tool' | 'agent' | 'source'>,
	host: VaultHost,
): Promise<void> {
	const store = host.stateFolder === undefined && !host.database ? undefined : await composeToolRequests(host);
	await store?.note(host.tenant ?? defaultTenant, { tool: toRequestName(tool), agent, source });
}
