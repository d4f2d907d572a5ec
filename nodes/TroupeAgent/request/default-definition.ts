/** Initial value of "Define as JSON": a complete agent with the most changed fields. */
export const defaultDefinition = {
	id: 'assistant',
	version: '1.0.0',
	name: 'Assistant',
	purpose: 'Answers short questions politely and says so when it does not know.',
	prompt: 'You are a helpful assistant. Answer in the language of the message, in a few sentences. When you do not know, say so.',
	model: {
		route: [
			{ provider: 'openai', model: 'gpt-4.1-mini' },
			{ provider: 'anthropic', model: 'claude-haiku-4-5' },
		],
	},
	memory: { turns: 6 },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'], action: 'token' } },
	limits: { messageCharacters: 8000, outputTokens: 800, wallClockMs: 60000 },
};
