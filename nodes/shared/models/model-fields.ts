import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import type { ProviderName } from '../../../core/ports/models/provider-names';

interface ProviderFields {
	name: string;
	placeholder: string;
	/** In the names of the methods that search its models. */
	method: string;
	/** Absent where it has none. */
	embedding?: string;
}

export const providerFields: Record<ProviderName, ProviderFields> = {
	anthropic: {
		name: 'Anthropic',
		placeholder: 'claude-haiku-4-5',
		method: 'Anthropic',
	},
	google: {
		name: 'Google Gemini',
		placeholder: 'gemini-3.8-flash',
		method: 'Google',
		embedding: 'gemini-embedding-001',
	},
	ollama: {
		name: 'Ollama',
		placeholder: 'llama3.2',
		method: 'Ollama',
		embedding: 'nomic-embed-text',
	},
	openai: {
		name: 'OpenAI or Compatible',
		placeholder: 'gpt-4.1-mini',
		method: 'OpenAi',
		embedding: 'text-embedding-3-small',
	},
};

export function modelFields(show: (provider: string) => IDisplayOptions['show'], kind: 'chat' | 'embedding' = 'chat'): INodeProperties[] {
	return Object.entries(providerFields).flatMap(([provider, { placeholder: chat, embedding, method }]) => {
		const example = kind === 'chat' ? chat : embedding;
		return example ? [modelField(example, `search${method}${kind === 'chat' ? '' : 'Embedding'}Models`, show(provider))] : [];
	});
}

const modelField = (placeholder: string, searchListMethod: string, show: IDisplayOptions['show']): INodeProperties => ({
	displayName: 'Model Name',
	name: 'model',
	type: 'resourceLocator',
	default: { mode: 'name', value: placeholder },
	required: true,
	description: 'Name of the model at the provider. Choose it from the list, or type it.',
	displayOptions: { show },
	modes: [
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder },
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod, searchable: true } },
	],
});
