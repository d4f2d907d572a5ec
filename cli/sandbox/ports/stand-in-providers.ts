import { parseRequestPattern, type ProviderName } from '../../../core/ports';
import type { Host } from '../../../providers/compose/host';
import { type StandInName, toStandInName } from '../../../sandbox/traffic/stand-ins';
import type { TrafficRule } from '../../../sandbox/traffic/traffic-rules';

/** Where the providers of models are, and a key that their stand-ins accept: no stand-in gets a key of the host. */
const providers: Partial<Record<StandInName, { host: string; provider: ProviderName; key: string }>> = {
	openai: { host: 'api.openai.com', provider: 'openai', key: 'sk-fake' },
	anthropic: { host: 'api.anthropic.com', provider: 'anthropic', key: 'sk-ant-fake' },
	google: { host: 'generativelanguage.googleapis.com', provider: 'google', key: 'AIza-fake' },
};

/** Whether it names a provider's stand-in without the host that it takes the place of. */
export const isProviderStandIn = (text: string): boolean => !text.includes('=') && providers[toStandInName(text)] !== undefined;

/** Returns the rule of a provider's stand-in. @throws TroupeError INPUT_INVALID */
export function toStandInRule(name: string): TrafficRule {
	const standIn = toStandInName(name);
	return { action: 'stand-in', pattern: parseRequestPattern(`* ${providers[standIn]!.host}`), standIn };
}

/** Returns the host with the providers of these stand-ins, at their own addresses and without its keys. */
export function withStandIns(host: Host, names: readonly string[]): Host {
	const replaced = names.map((name) => {
		const { provider, key } = providers[toStandInName(name)]!;
		return [provider, { apiKey: key, model: host.providers[provider]?.model }] as const;
	});
	return { ...host, providers: { ...host.providers, ...Object.fromEntries(replaced) } };
}
