export const officialServers = {
	openai: 'https://api.openai.com/v1',
	anthropic: 'https://api.anthropic.com',
	google: 'https://generativelanguage.googleapis.com',
	/** The user's own server. */
	ollama: 'http://127.0.0.1:11434',
	cohere: 'https://api.cohere.com',
} as const;
