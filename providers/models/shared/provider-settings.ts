export interface ProviderSettings {
	/** Empty if the server at `baseUrl` needs no key, such as Ollama. */
	apiKey: string;
	/** Default: the header of the provider's SDK. Anthropic's API has two. */
	keyHeader?: 'x-api-key';
	/** Default: the provider's own. */
	baseUrl?: string;
	model?: string;
	/** Needs of a server with a partial protocol, as named by `troupe model check`; OpenAI's protocol only. */
	needs?: string[];
	/** Sent with every call, such as a gateway's or OpenAI's organization. Override the key's header of the same name. */
	headers?: Record<string, string>;
}
