/** A small template that works without a key: an agent that answers from a document. */
export function starterFiles(id: string): Array<{ path: string; content: string }> {
	const agent = {
		id: `${id}-agent`.slice(0, 63),
		version: '1.0.0',
		name: '@{company} answers',
		purpose: 'Answers questions about @{company} from its handbook.',
		capabilities: ['questions'],
		prompt: 'You answer customers of @{company} from its handbook, in their language, in one to three short sentences.',
		model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: true },
		knowledge: { documents: 'handbook', passages: 4, citations: 'required' },
		memory: { turns: 6 },
		guardrails: { personalData: { types: ['EMAIL_ADDRESS', 'PHONE_NUMBER'], action: 'token' } },
		limits: { messageCharacters: 4000, modelCalls: 3, outputTokens: 600, wallClockMs: 60_000 },
	};
	return [
		{ path: `agents/${agent.id}/agent.json`, content: `${JSON.stringify(agent, null, '\t')}\n` },
		{
			path: `agents/${agent.id}/handbook/opening-hours.md`,
			content: '# Opening hours\n\n@{company} is open from Monday to Friday, from 9 am to 6 pm.\n',
		},
	];
}
