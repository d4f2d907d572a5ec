import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import type { ProviderSettings } from '../../../providers/models/shared/provider-settings';

export type CredentialKind = 'n8n' | 'troupe';

/** The types of credentials that hold a provider's key. n8n's own are read on purpose: docs/decisions/n8n/0089. */
export const credentialTypes: Record<ProviderName, Record<CredentialKind, string>> = {
	anthropic: { n8n: 'anthropicApi', troupe: 'troupeAnthropicApi' },
	google: { n8n: 'googlePalmApi', troupe: 'troupeGoogleAiApi' },
	ollama: { n8n: 'ollamaApi', troupe: 'troupeOllamaApi' },
	openai: { n8n: 'openAiApi', troupe: 'troupeOpenAiApi' },
};

const labels: Record<ProviderName, Record<CredentialKind, string>> = {
	anthropic: { n8n: "n8n's Anthropic Credential", troupe: 'Anthropic Credential' },
	google: { n8n: "n8n's Google Gemini Credential", troupe: 'Google Credential' },
	ollama: { n8n: "n8n's Ollama Credential", troupe: 'Ollama Credential' },
	openai: { n8n: "n8n's OpenAI Credential", troupe: 'OpenAI-Compatible Credential' },
};

export const credentialName = (provider: ProviderName, kind: CredentialKind) => labels[provider][kind];

/** Address that n8n's own credentials hold until someone changes it. */
const official = /^https:\/\/(api\.openai\.com(\/v1)?|api\.anthropic\.com|generativelanguage\.googleapis\.com|api\.cohere\.(ai|com))\/*$/;

/**
 * A provider's settings as a credential of either kind holds them; n8n's own are read as n8n's nodes for the provider read them.
 * @param type of the credential
 */
export function toSettings(data: ICredentialDataDecryptedObject, type: string): ProviderSettings {
	const text = (name: string) => (typeof data[name] === 'string' ? data[name].trim() : '');
	const headers = buildHeaders(data, text);
	const address = text('baseUrl') || text('url') || text('host');
	return {
		apiKey: text('apiKey'),
		// n8n's nodes and its test of the credential send this header, and a gateway may read no other.
		...(type === credentialTypes.anthropic.n8n && { keyHeader: 'x-api-key' as const }),
		baseUrl: official.test(address) || address === '' ? undefined : address,
		model: text('model') || undefined,
		...(Array.isArray(data.needs) && data.needs.length > 0 && { needs: data.needs.map(String) }),
		...(Object.keys(headers).length > 0 && { headers }),
	};
}

/** n8n's own may name OpenAI's organization, and one header of a gateway. */
function buildHeaders({ header }: ICredentialDataDecryptedObject, text: (name: string) => string): Record<string, string> {
	const organization = text('organizationId');
	return {
		...(organization && { 'openai-organization': organization }),
		...(header === true && text('headerName') && { [text('headerName')]: text('headerValue') }),
	};
}
