import type { ProviderName } from '../../core/ports';

/** `openai:gpt-4.1-mini` in its parts; a colon in the model's own name stays there. */
export function splitModelName(name: string): { provider: ProviderName; model: string } {
	const colon = name.indexOf(':');
	return { provider: name.slice(0, colon) as ProviderName, model: name.slice(colon + 1) };
}
