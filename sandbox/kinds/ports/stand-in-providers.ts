import type { ProviderName } from '../../../core/ports/models/provider-names';
import { TroupeError } from '../../../core/base/errors';
import type { Host } from '../../../providers/compose/hosts/host';

/** Provider hosts, and a key for their stand-ins: no stand-in gets a key of the host. */
const providers: ReadonlyMap<string, { host: string; provider: ProviderName; key: string }> = new Map([
	['openai', { host: 'api.openai.com', provider: 'openai', key: 'sk-fake' }],
	['anthropic', { host: 'api.anthropic.com', provider: 'anthropic', key: 'sk-ant-fake' }],
	['google', { host: 'generativelanguage.googleapis.com', provider: 'google', key: 'AIza-fake' }],
]);

/** Returns provider names among the stand-ins, and all stand-ins as `HOST=NAME`. @throws TroupeError INPUT_INVALID */
export function readStandIns(given: readonly string[]): { names: string[]; standIn: string[] } {
	const unknown = given.find((text) => !providers.has(text) && !text.includes('='));
	if (unknown !== undefined) throw unknownProvider(unknown);
	return {
		names: given.filter((text) => providers.has(text)),
		standIn: given.map((text) => (providers.has(text) ? `${providers.get(text)!.host}=${text}` : text)),
	};
}

/** Returns a host with these stand-ins at the providers' own addresses, without its keys. */
export function withStandIns(host: Host, names: readonly string[]): Host {
	const replaced = names.map((name) => {
		const { provider, key } = providers.get(name)!;
		return [provider, { apiKey: key, model: host.providers[provider]?.model }] as const;
	});
	return { ...host, providers: { ...host.providers, ...Object.fromEntries(replaced) } };
}

const unknownProvider = (name: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${name.slice(0, 200)}" is not a provider of models with a stand-in.`,
		fix: `Use ${[...providers.keys()].join(', ')}; for another host, HOST=NAME: --stand-in api.example.com=shop.`,
	});
