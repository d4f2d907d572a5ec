import type { ProviderName } from '../../core/ports/models/provider-names';

/** Splits `openai:gpt-4.1-mini`; further colons belong to the model's name. */
export function splitModelName(name: string): { provider: ProviderName; model: string } {
	const colon = name.indexOf(':');
	return { provider: name.slice(0, colon) as ProviderName, model: name.slice(colon + 1) };
}
