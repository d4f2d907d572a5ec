import type { Host } from './compose';
import type { ProviderSettings } from './provider-settings';

/**
 * The providers that a process's environment names; blank variables count as absent.
 * docs/providers lists the variables. OpenAI needs a key or a base URL, Anthropic a key.
 */
export function providersFromEnvironment(env: Record<string, string | undefined>): Host['providers'] {
	const openai = read(env, { key: 'OPENAI_API_KEY', baseUrl: 'OPENAI_BASE_URL', models: ['TROUPE_OPENAI_MODEL', 'OPENAI_MODEL'] });
	const anthropic = read(env, {
		key: 'ANTHROPIC_API_KEY',
		baseUrl: 'ANTHROPIC_BASE_URL',
		models: ['TROUPE_ANTHROPIC_MODEL', 'ANTHROPIC_MODEL'],
	});
	return {
		...((openai.apiKey || openai.baseUrl) && { openai }),
		...(anthropic.apiKey && { anthropic }),
	};
}

function read(env: Record<string, string | undefined>, names: { key: string; baseUrl: string; models: string[] }): ProviderSettings {
	const value = (name: string) => env[name]?.trim() || undefined;
	const baseUrl = value(names.baseUrl);
	const model = names.models.map(value).find((name) => name !== undefined);
	return { apiKey: value(names.key) ?? '', ...(baseUrl && { baseUrl }), ...(model && { model }) };
}
