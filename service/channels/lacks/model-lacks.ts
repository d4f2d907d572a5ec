import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { Lack } from '../../../core/ports/channels/lacks';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import { openProvider } from '../../../providers/models/open-provider';
import { askInTime } from './lack';
import type { LackPlace } from './lack-place';

/** Asks providers to accept the keys of an agent's models. Calls no model, so it costs nothing. */
export async function findModelLacks({ model }: AgentDefinition, neededBy: string, { host, asks, signal }: LackPlace): Promise<Lack[]> {
	if (!asks || host.model || host.carrier) return [];
	const names = [...new Set(model.route.map(({ provider }) => provider))] as ProviderName[];
	const found = await Promise.all(
		names.map(async (name) => {
			const settings = host.providers[name];
			if (!settings) return [];
			return askInTime(
				async (limited) => {
					await (await openProvider(name, settings, { ...(host.fetch && { fetch: host.fetch }) })).listModels(limited);
					return [];
				},
				{ kind: 'model', name, neededBy },
				signal,
			);
		}),
	);
	return found.flat();
}
