/** The model keys of the environment as credentials of the local n8n, so that the workflow asks the same models as the process does. */

const kinds = [
	{ provider: 'OpenAI', type: 'troupeOpenAiApi', prefix: 'OPENAI', needs: ['apiKey', 'baseUrl'] },
	{ provider: 'Anthropic', type: 'troupeAnthropicApi', prefix: 'ANTHROPIC', needs: ['apiKey'] },
];

/**
 * Reads the variables that docs/providers lists, as providers/from-environment.ts does for the command.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Array<{ id: string, name: string, type: string, data: { apiKey: string, baseUrl: string, model: string } }>}
 */
export function modelCredentials(env) {
	const value = (...names) => names.map((name) => env[name]?.trim()).find(Boolean) ?? '';
	return kinds.flatMap(({ provider, type, prefix, needs }) => {
		const data = {
			apiKey: value(`${prefix}_API_KEY`),
			baseUrl: value(`${prefix}_BASE_URL`),
			model: value(`TROUPE_${prefix}_MODEL`, `${prefix}_MODEL`),
		};
		return needs.some((field) => data[field]) ? [{ id: `troupeStart${provider}`, name: `${provider} (environment)`, type, data }] : [];
	});
}

/** The workflow with these credentials chosen in its Troupe agents. */
export function withCredentials(workflow, credentials) {
	const chosen = Object.fromEntries(credentials.map(({ id, name, type }) => [type, { id, name }]));
	const nodes = workflow.nodes.map((node) => (node.type === 'n8n-nodes-troupe.troupeAgent' ? { ...node, credentials: chosen } : node));
	return { ...workflow, nodes };
}
