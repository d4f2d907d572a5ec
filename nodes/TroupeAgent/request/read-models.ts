import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { ChatModel } from '../../../core/ports/models/models';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import type { Host } from '../../../providers/compose/hosts/host';
import { optionalModel } from '../../shared/connected/optional-model';
import { readProviderSettings } from '../../shared/read-credentials';
import { isForm } from './read-reference';

export interface ModelChoice {
	connected: boolean;
	providers: ProviderName[];
}

export function readModelChoice(context: IExecuteFunctions, item: number): ModelChoice {
	const field = context.getNodeParameter('model', item) as string | string[];
	const connected = field === 'connected' || field.includes('connected');
	const providers = [field].flat().filter((choice) => choice !== 'connected' && choice !== 'none');
	return { connected, providers: providers as ProviderName[] };
}

/** @throws TroupeError INPUT_INVALID for a missing credential, or a missing chat model that the form requires */
export async function readModels(
	context: IExecuteFunctions,
	item: number,
	{ connected, providers }: ModelChoice,
): Promise<{ model?: ChatModel; providers: Host['providers'] }> {
	const settings = await readProviderSettings(context, providers, item);
	const model = connected ? await optionalModel(context, item) : undefined;
	if (!isForm(context, item)) return { model, providers: settings };
	if (connected && !model) throw notConnected();
	return { model, providers: withoutModelNames(settings) };
}

/** The form names its model; the credential's model is for definitions. */
const withoutModelNames = (settings: Host['providers']): Host['providers'] =>
	Object.fromEntries(Object.entries(settings).map(([provider, each]) => [provider, { ...each, model: undefined }]));

function notConnected(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'No chat model is connected to the Chat Model input.',
		fix: 'Connect a chat model, or choose another option in the field "Model": a provider with your credential, or None to quote documents.',
	});
}
