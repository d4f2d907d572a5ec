/** The API of each vendor, where no other base URL is configured. */
export const officialServers = {
	openai: 'https://api.openai.com/v1',
	anthropic: 'https://api.anthropic.com',
	google: 'https://generativelanguage.googleapis.com',
	/** A server of the user's own. */
	ollama: 'http://127.0.0.1:11434',
	cohere: 'https://api.cohere.com',
} as const;
