import type { INodeTypeDescription } from 'n8n-workflow';

/**
 * The node's inputs, as the editor works them out from the form: a chat model where the form asks for a connected one. Version 1 always has it.
 * n8n evaluates the text by itself, without anything of this file.
 */
export const inputs: INodeTypeDescription['inputs'] = `={{
	((parameters, version) => [
		'main',
		...(version === 1 || (parameters.model ?? 'connected').includes('connected')
			? [{ type: 'ai_languageModel', displayName: 'Chat Model', maxConnections: 1,
				required: version > 1 && parameters.source === 'form' && parameters.model === 'connected' }]
			: []),
		{ type: 'ai_tool', displayName: 'Tool' },
	])($parameter, $nodeVersion)
}}`;
