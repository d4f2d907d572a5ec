import { defaultTenant } from '../../../core/base/tenant';
import type { WantedTool } from '../../../core/ports/tools/wanted-tools';
import { toWantedName } from '../../../core/tools/wanted/wanted-name';
import type { VaultHost } from '../hosts/state-host';
import type { WantedToolStore } from '../../state/wanted-tools/wanted-tool-store';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from './state-place';

const opened = new OpenedOnce<WantedToolStore>();

export async function composeWantedTools(host: VaultHost): Promise<WantedToolStore | undefined> {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	return opened.get(place, async () => {
		const { openWantedTools } = await import('../../state/wanted-tools/wanted-tool-store');
		return openWantedTools(place);
	});
}

export async function noteWantedTool(
	{ tool, agent, source }: Pick<WantedTool, 'tool' | 'agent' | 'source'>,
	host: VaultHost,
): Promise<void> {
	const store = host.stateFolder === undefined && !host.database ? undefined : await composeWantedTools(host);
	await store?.note(host.tenant ?? defaultTenant, { tool: toWantedName(tool), agent, source });
}
