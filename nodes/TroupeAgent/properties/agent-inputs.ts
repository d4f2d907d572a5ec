import type { INodeTypeDescription } from 'n8n-workflow';
import { requiredInput } from '../../shared/required-input';

/**
 * Computed by the editor: a chat model input if the form uses a connected one, an output parser input if required. n8n evaluates the text alone,
 * without anything of this file.
 */
export const agentInputs: INodeTypeDescription['inputs'] = `={{
	((parameters) => {
		const model = parameters.model ?? 'connected';
		const takesModel = model.includes('connected');
		const needsModel = parameters.source === 'form' && model === 'connected';
		const takesParser = parameters.hasOutputParser && (parameters.outputFormat ?? 'parser') === 'parser';
		return [
			{ type: 'main' },
			...(takesModel ? [{ type: 'ai_languageModel', displayName: 'Chat Model', required: needsModel ? ${requiredInput} : false, maxConnections: 1 }] : []),
			{ type: 'ai_memory', displayName: 'Memory', required: false, maxConnections: 1 },
			{ type: 'ai_tool', displayName: 'Tool', required: false },
			...(takesParser ? [{ type: 'ai_outputParser', displayName: 'Output Parser', required: false, maxConnections: 1 }] : []),
		];
	})($parameter)
}}`;
