import type { IAuthenticate, ICredentialType, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Names of TROUPE_OPENAI_NEEDS; see docs/agents/models.md. */
const serverNeeds: INodePropertyOptions[] = [
	{ name: 'Alternating Roles', value: 'alternating-roles', description: 'It refuses two messages of one role after each other' },
	{ name: 'JSON Objects', value: 'json-objects', description: 'It takes no schema, only the order to answer with JSON' },
	{ name: 'Loose Schemas', value: 'loose-schemas', description: 'It takes schemas, but not the field strict' },
	{ name: 'Max Completion Tokens', value: 'max-completion-tokens', description: 'It refuses max_tokens' },
	{ name: 'Max Tokens', value: 'max-tokens', description: 'It refuses max_completion_tokens' },
	{ name: 'No Reasoning Effort', value: 'no-reasoning-effort', description: 'It refuses reasoning_effort' },
	{ name: 'No Stream Usage', value: 'no-stream-usage', description: 'It refuses stream_options' },
	{
		name: 'No System Role',
		value: 'no-system-role',
		description: 'It refuses or ignores the system message: its text goes before the first question',
	},
	{ name: 'No Temperature', value: 'no-temperature', description: 'It refuses a temperature' },
	{ name: 'One Call a Turn', value: 'one-call-a-turn', description: 'It refuses a message with several tool calls' },
	{ name: 'Schemas as Text', value: 'schemas-as-text', description: 'It takes no schema: the prompt describes the answer' },
	{ name: 'Tools as Text', value: 'tools-as-text', description: 'It refuses or ignores tools: the prompt lists them' },
];

/** Or any server with its protocol: Ollama, vLLM, LM Studio, OpenRouter, Azure's v1 endpoint. */
export class TroupeOpenAiApi implements ICredentialType {
	name = 'troupeOpenAiApi';
	displayName = 'Troupe OpenAI-Compatible API';
	icon = { light: 'file:icons/openai.svg', dark: 'file:icons/openai.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-openai-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'sk-…',
			description: 'The key from platform.openai.com/api-keys, or the key of your own server. Leave empty for a server without keys.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'http://localhost:11434/v1',
			description: 'Leave empty for OpenAI. Otherwise the address of a server that speaks the same protocol; most of them end with /v1.',
		},
		{
			displayName: 'Model',
			name: 'model',
			type: 'string',
			default: '',
			placeholder: 'gpt-4.1-mini',
			description:
				'Replaces the model that an agent definition names for this provider. A node with a Model Name uses that one. Leave empty to keep their choice.',
		},
		{
			displayName: 'Server Needs',
			name: 'needs',
			type: 'multiOptions',
			options: serverNeeds,
			default: [],
			description:
				'What a server needs that speaks less than the whole protocol. The command "troupe model check" says it. Leave empty if you do not know: most of it is learned from what the server refuses.',
			displayOptions: { hide: { baseUrl: [''] } },
		},
	];

	authenticate: IAuthenticate = {
		type: 'generic',
		properties: { headers: { Authorization: '={{ $credentials.apiKey ? "Bearer " + $credentials.apiKey : undefined }}' } },
	};
}
