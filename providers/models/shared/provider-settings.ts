/** How to reach one provider, as a host's credential or environment says. */
export interface ProviderSettings {
	/** May be empty where `baseUrl` names a server that asks for none, such as Ollama. */
	apiKey: string;
	/** The header that holds the key alone, where it is not the one of the provider's SDK; Anthropic's API has two. */
	keyHeader?: 'x-api-key';
	/** Default: the provider's own. */
	baseUrl?: string;
	/** Replaces the model of the agent's route for this provider. */
	model?: string;
	/** Sent with every call beside the key, such as a gateway's own or OpenAI's organization. Go before the key's header where they have its name. */
	headers?: Record<string, string>;
}
