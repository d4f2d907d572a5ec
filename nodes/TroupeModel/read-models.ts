import { type IExecuteFunctions, type INodeParameterResourceLocator, NodeConnectionTypes } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { ProviderName } from '../../core/ports/models/provider-names';
import type { ModelHost } from '../../providers/compose/hosts/model-host';
import { connectedChatModel } from '../shared/connected/connected-chat-model';
import { withTokens } from '../shared/connected/optional-model';
import { readSettings } from '../shared/read-credentials';

/** The models that a task may ask: one that is connected, or the one that is named, with its provider's settings. */
export interface ChosenModels extends Pick<ModelHost, 'model' | 'providers'> {
	/** `provider:model`; none for a connected one. */
	names: string[];
	provider?: ProviderName;
}

/** @throws TroupeError INPUT_INVALID */
export async function readModels(context: IExecuteFunctions, item: number): Promise<ChosenModels> {
	const source = context.getNodeParameter('source', item) as ProviderName | 'connected';
	if (source === 'connected') {
		const connected: unknown = await context.getInputConnectionData(NodeConnectionTypes.AiLanguageModel, item);
		const model = withTokens(context, item, connectedChatModel(connected));
		if (model) return { model, providers: {}, names: [] };
		throw invalid('No model is connected.', 'Connect one of n8n\'s chat model nodes, or choose another option in the field "Model".');
	}
	const settings = await readSettings(context, source, item);
	const providers = { [source]: settings };
	if (context.getNodeParameter('operation', item) === 'list') return { providers, names: [], provider: source };
	const { value } = context.getNodeParameter('model', item) as INodeParameterResourceLocator;
	const name = String(value ?? '').trim() || settings.model;
	if (!name) throw invalid('The field "Model Name" is empty.', 'Choose a model from the list, or type its name.');
	return { providers, names: [`${source}:${name}`], provider: source };
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}
