/** The settings of one provider, from a host's credential or environment. */
export interface ProviderSettings {
	/** Can be empty if the server at `baseUrl` needs none, such as Ollama. */
	apiKey: string;
	/** The header of the key, if it is not that of the provider's SDK; Anthropic's API has two. */
	keyHeader?: 'x-api-key';
	/** Default: the provider's own. */
	baseUrl?: string;
	/** Replaces the model of the agent's route for this provider. */
	model?: string;
	/** What the server needs that speaks less than the whole protocol, by the names of `troupe model check`; OpenAI's protocol only. */
	needs?: string[];
	/** Headers sent with every call, such as those of a gateway or OpenAI's organization. They replace the header of the key if the name is the same. */
	headers?: Record<string, string>;
}
