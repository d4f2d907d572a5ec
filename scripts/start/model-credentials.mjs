/** Turns the model keys of the environment into credentials of the local n8n, so that the workflow uses the same models as the process. */

const kinds = [
	{
		provider: 'OpenAI',
		type: 'troupeOpenAiApi',
		apiKey: ['OPENAI_API_KEY'],
		baseUrl: ['OPENAI_BASE_URL'],
		model: ['TROUPE_OPENAI_MODEL'],
		needs: ['apiKey', 'baseUrl'],
	},
	{
		provider: 'Anthropic',
		type: 'troupeAnthropicApi',
		apiKey: ['ANTHROPIC_API_KEY'],
		baseUrl: ['ANTHROPIC_BASE_URL'],
		model: ['TROUPE_ANTHROPIC_MODEL'],
		needs: ['apiKey'],
	},
	{
		provider: 'Google',
		type: 'troupeGoogleAiApi',
		apiKey: ['GOOGLE_API_KEY', 'GEMINI_API_KEY'],
		baseUrl: ['GOOGLE_GEMINI_BASE_URL'],
		model: ['TROUPE_GOOGLE_MODEL'],
		needs: ['apiKey'],
	},
	{
		provider: 'Ollama',
		type: 'troupeOllamaApi',
		apiKey: ['OLLAMA_API_KEY'],
		baseUrl: ['OLLAMA_HOST'],
		model: ['TROUPE_OLLAMA_MODEL'],
		needs: ['apiKey', 'baseUrl'],
		toUrl: toOllamaUrl,
	},
];

/**
 * Reads the variables that docs/providers lists, as providers/compose/settings/from-environment.ts does for the command.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Array<{ id: string, name: string, type: string, data: { apiKey: string, baseUrl: string, model: string } }>}
 */
export function modelCredentials(env) {
	const value = (names) => names.map((name) => env[name]?.trim()).find(Boolean) ?? '';
	return kinds.flatMap(({ provider, type, apiKey, baseUrl, model, needs, toUrl = (url) => url }) => {
		const data = { apiKey: value(apiKey), baseUrl: toUrl(value(baseUrl)), model: value(model) };
		return needs.some((field) => data[field]) ? [{ id: `troupeStart${provider}`, name: `${provider} (environment)`, type, data }] : [];
	});
}

/** Turns the address that Ollama listens on into a URL to call. */
function toOllamaUrl(host) {
	const url = host && URL.parse(host.includes('://') ? host : `http://${host.startsWith(':') ? '127.0.0.1' : ''}${host}`);
	if (!url) return host;
	if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1';
	if (url.port === '' && !host.includes('://')) url.port = '11434';
	return url.href.replace(/\/$/, '');
}

/** The model of agents defined in a form, when the environment names none. */
const usualModels = {
	troupeOpenAiApi: 'gpt-4.1-mini',
	troupeAnthropicApi: 'claude-haiku-4-5',
	troupeGoogleAiApi: 'gemini-3.8-flash',
	troupeOllamaApi: 'llama3.2',
};
const providers = { troupeOpenAiApi: 'openai', troupeAnthropicApi: 'anthropic', troupeGoogleAiApi: 'google', troupeOllamaApi: 'ollama' };

/** Selects these credentials in the Troupe agents of a workflow; an agent defined in a form uses the first of them. */
export function withCredentials(workflow, credentials) {
	const chosen = Object.fromEntries(credentials.map(({ id, name, type }) => [type, { id, name }]));
	const choose = (node) => ({ ...node, credentials: chosen, parameters: withModels(node.parameters, credentials) });
	const nodes = workflow.nodes.map((node) => (node.type === 'n8n-nodes-troupe.troupeAgent' ? choose(node) : node));
	return { ...workflow, nodes };
}

function withModels(parameters, credentials) {
	const [first] = credentials;
	if (!first) return parameters;
	const named = credentials.map(({ type }) => providers[type]);
	if (parameters?.source !== 'form') return { ...parameters, model: ['connected', ...named] };
	const value = first.data.model || usualModels[first.type];
	return { ...parameters, model: named[0], modelName: { __rl: true, mode: 'name', value }, credentialKind: 'troupe' };
}
