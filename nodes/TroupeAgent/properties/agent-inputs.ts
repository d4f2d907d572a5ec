import type { INodeTypeDescription } from 'n8n-workflow';
import { requiredInput } from '../../shared/required-input';

/**
 * The node's inputs, as the editor works them out from the form: a chat model where the form lets a connected one answer, an output parser where one is
 * required. n8n evaluates the text by itself, without anything of this file.
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
