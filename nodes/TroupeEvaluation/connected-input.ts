import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { ChatModel } from '../../core/ports/models/models';
import { optionalModel } from '../shared/connected/optional-model';

/** @param what needs it. @throws TroupeError INPUT_INVALID without one */
export async function connectedInput(context: IExecuteFunctions, item: number, what: string): Promise<ChatModel> {
	const model = await optionalModel(context, item);
	if (model) return model;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${what} need a model, and none is connected to this node.`,
		fix: 'Connect a chat model to the input "Model".',
	});
}
