import type { Environment, Setting } from '../../../core/base/settings/setting-names';
import { readListSetting, readSetting } from '../../../core/base/settings/settings';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import type { Host } from '../hosts/host';
import type { ProviderSettings } from '../../models/shared/provider-settings';

/** Keys and addresses use the vendor's variables; the model is Troupe's. */
interface Variables {
	keys: Setting[];
	baseUrl: Setting;
	model: Setting;
	/** True if a base URL suffices: the server may need no key. */
	keyless?: boolean;
	needs?: Setting;
}

const variables: Record<ProviderName, Variables> = {
	openai: {
		keys: ['OPENAI_API_KEY'],
		baseUrl: 'OPENAI_BASE_URL',
		model: 'TROUPE_OPENAI_MODEL',
		keyless: true,
		needs: 'TROUPE_OPENAI_NEEDS',
	},
	anthropic: { keys: ['ANTHROPIC_API_KEY'], baseUrl: 'ANTHROPIC_BASE_URL', model: 'TROUPE_ANTHROPIC_MODEL' },
	google: { keys: ['GOOGLE_API_KEY', 'GEMINI_API_KEY'], baseUrl: 'GOOGLE_GEMINI_BASE_URL', model: 'TROUPE_GOOGLE_MODEL' },
	ollama: { keys: ['OLLAMA_API_KEY'], baseUrl: 'OLLAMA_HOST', model: 'TROUPE_OLLAMA_MODEL', keyless: true },
};

/** Blank variables count as absent. docs/providers lists the variables. */
export function providersFromEnvironment(env: Environment): Host['providers'] {
	const providers: Host['providers'] = {};
	for (const [name, named] of Object.entries(variables) as Array<[ProviderName, Variables]>) {
		const settings = read(env, named);
		if (settings.apiKey || (named.keyless && settings.baseUrl)) providers[name] = settings;
	}
	if (providers.ollama?.baseUrl) providers.ollama.baseUrl = toOllamaUrl(providers.ollama.baseUrl);
	return providers;
}

export const listModelSettings = (env: Environment): Array<{ provider: string; name: Setting; model: string }> =>
	Object.entries(variables).flatMap(([provider, { model: name }]) => {
		const model = readSetting(name, env);
		return model === undefined ? [] : [{ provider, name, model }];
	});

function read(env: Environment, { keys, baseUrl, model: modelSetting, needs }: Variables): ProviderSettings {
	const apiKey = keys.map((name) => readSetting(name, env)).find((value) => value !== undefined) ?? '';
	const url = readSetting(baseUrl, env);
	const model = readSetting(modelSetting, env);
	const needed = needs && readListSetting(needs, env);
	return { apiKey, ...(url && { baseUrl: url }), ...(model && { model }), ...(needed && { needs: needed }) };
}

/** Ollama's server listens on the same variable: `0.0.0.0`, `:11434` and `host:port` are valid. */
function toOllamaUrl(host: string): string {
	const withScheme = host.includes('://') ? host : `http://${host.startsWith(':') ? '127.0.0.1' : ''}${host}`;
	const url = URL.parse(withScheme);
	if (!url) return host;
	if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1';
	if (url.port === '' && !host.includes('://')) url.port = '11434';
	return url.href.replace(/\/$/, '');
}
