import { providersFromEnvironment } from '../../providers/compose/settings/from-environment';
import { modelCredentials, withCredentials } from '../../scripts/start/model-credentials.mjs';

const environments: Array<Record<string, string>> = [
	{},
	{ OPENAI_API_KEY: 'key' },
	{ OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1', TROUPE_OPENAI_MODEL: 'llama3.2' },
	{ OPENAI_API_KEY: ' key ', OPENAI_MODEL: 'of another program' },
	{ ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' },
	{ ANTHROPIC_API_KEY: 'key', TROUPE_ANTHROPIC_MODEL: 'claude', OPENAI_API_KEY: ' ' },
	{ GEMINI_API_KEY: 'key', TROUPE_GOOGLE_MODEL: 'gemini' },
	{ GOOGLE_API_KEY: 'one', GEMINI_API_KEY: 'other', GOOGLE_GEMINI_BASE_URL: 'http://127.0.0.1:1' },
	...['0.0.0.0', ':11434', 'ollama.internal:80', 'http://127.0.0.1:11434/', '[::]:1', 'no address'].map((host) => ({ OLLAMA_HOST: host })),
	{ OLLAMA_API_KEY: 'key', TROUPE_OLLAMA_MODEL: 'llama3.2' },
];

test.each(environments)('gives n8n the models that the command reads from %j', (environment) => {
	const given = modelCredentials(environment).map(({ type, data }) => [type, data]);
	const { openai, anthropic, google, ollama } = providersFromEnvironment(environment);
	const read = [
		...(openai ? [['troupeOpenAiApi', { baseUrl: '', model: '', ...openai }]] : []),
		...(anthropic ? [['troupeAnthropicApi', { baseUrl: '', model: '', ...anthropic }]] : []),
		...(google ? [['troupeGoogleAiApi', { baseUrl: '', model: '', ...google }]] : []),
		...(ollama ? [['troupeOllamaApi', { baseUrl: '', model: '', ...ollama }]] : []),
	];
	expect(given).toEqual(read);
});

test('chooses the credentials in the workflow’s agents and nowhere else', () => {
	const nodes = [{ type: 'n8n-nodes-troupe.troupeAgent' }, { type: 'n8n-nodes-base.webhook' }];
	const workflow = withCredentials({ id: 'w', nodes }, modelCredentials({ OPENAI_API_KEY: 'key' }));
	expect(workflow).toEqual({
		id: 'w',
		nodes: [
			{
				...nodes[0],
				credentials: { troupeOpenAiApi: { id: 'troupeStartOpenAI', name: 'OpenAI (environment)' } },
				parameters: { model: ['connected', 'openai'] },
			},
			nodes[1],
		],
	});
});

test('lets an agent that is described by a form ask the first model', () => {
	const form = { type: 'n8n-nodes-troupe.troupeAgent', parameters: { source: 'form', model: 'none' } };
	const agentWith = (environment: Record<string, string>) =>
		withCredentials({ id: 'w', nodes: [form] }, modelCredentials(environment)).nodes[0] as typeof form;
	expect(agentWith({}).parameters).toEqual(form.parameters);
	expect(agentWith({ ANTHROPIC_API_KEY: 'key', OPENAI_BASE_URL: 'http://127.0.0.1:1', TROUPE_OPENAI_MODEL: 'mine' }).parameters).toEqual({
		source: 'form',
		model: 'openai',
		modelName: { __rl: true, mode: 'name', value: 'mine' },
		credentialKind: 'troupe',
	});
	expect(agentWith({ ANTHROPIC_API_KEY: 'key' }).parameters).toMatchObject({
		model: 'anthropic',
		modelName: { value: 'claude-haiku-4-5' },
	});
});
