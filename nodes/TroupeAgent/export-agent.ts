import type { IExecuteFunctions, INodeParameterResourceLocator } from 'n8n-workflow';
import { parseAgentDefinition } from '../../core/agents/definition/parse-agent-definition';
import type { AgentDefinition } from '../../core/agents/definition/agent-definition';
import { TroupeError } from '../../core/base/errors';
import type { Routed } from '../shared/run-items';
import { readToolRules } from './form/read-tool-rules';
import type { Options } from './compose-parts';
import { readModelChoice } from './request/read-models';
import { readReference } from './request/read-reference';
import { showWarnings } from '../shared/show-warnings';

/** A file for the command line and processes: the definition in the item, and as a binary field. @throws TroupeError INPUT_INVALID, AGENT_INVALID */
export async function exportAgent(context: IExecuteFunctions, item: number): Promise<Routed> {
	const options = context.getNodeParameter('options', item, {}) as Options;
	const reference = readReference(context, item, readToolRules(context, item, options));
	if (reference.kind !== 'inline') throw isFileAlready(context, item);
	await parseAgentDefinition(reference.definition, 'The agent');
	const definition = addConnectedModel(context, reference.definition as AgentDefinition);
	if (asksConnected(context) && (definition.model?.route ?? []).length === 0) showWarnings(context, [noRoute]);
	const file = `${JSON.stringify(definition, null, '\t')}\n`;
	const binary = await context.helpers.prepareBinaryData(Buffer.from(file), `${definition.id}.json`, 'application/json');
	return { output: 0, json: { definition }, binary: { data: binary } };
}

const asksConnected = (context: IExecuteFunctions) => readModelChoice(context, 0).connected;

const noRoute =
	'The file contains no model, because it cannot include the connected chat model. Add a model to model.route before you run the file outside n8n.';

const providerOfNode: Record<string, AgentDefinition['model']['route'][number]['provider']> = {
	lmChatAnthropic: 'anthropic',
	lmChatGoogleGemini: 'google',
	lmChatOllama: 'ollama',
	lmChatOpenAi: 'openai',
};

/** A connected model of a known provider becomes the route's first; outside n8n nothing is connected. */
function addConnectedModel(context: IExecuteFunctions, definition: AgentDefinition): AgentDefinition {
	if (!asksConnected(context) || (definition.model?.route ?? []).length > 0) return definition;
	const [node] = context.getParentNodes(context.getNode().name, {
		connectionType: 'ai_languageModel',
		depth: 1,
		includeNodeParameters: true,
	});
	const provider = providerOfNode[node?.type.split('.').at(-1) ?? ''];
	const { model, modelName } = (node?.parameters ?? {}) as Record<
		'model' | 'modelName',
		string | INodeParameterResourceLocator | undefined
	>;
	const choice = model ?? modelName;
	const name = typeof choice === 'object' ? String(choice.value ?? '') : (choice ?? '').replace(/^models\//, '');
	if (!provider || !name) return definition;
	return { ...definition, model: { ...definition.model, route: [{ provider, model: name }] } };
}

function isFileAlready(context: IExecuteFunctions, item: number): TroupeError {
	const { value } = context.getNodeParameter('agent', item) as INodeParameterResourceLocator;
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The agent "${String(value ?? '')}" already has a definition file, so there is nothing to export.`,
		fix: 'Set "Agent From" to "Form" or "Define as JSON".',
	});
}
