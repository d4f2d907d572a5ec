import type { ModelCall } from '../shared/model-call';
import { toOllamaError, type Connect } from './connection';
import { type ModelDetails, toDetails } from './wire/to-details';

/** @throws TroupeError MODEL_* or CANCELLED */
export async function readModelDetails(model: string, call: ModelCall, connect: Connect, signal: AbortSignal): Promise<ModelDetails> {
	try {
		const client = await connect(call, signal);
		return toDetails(await client.show({ model }));
	} catch (error) {
		throw toOllamaError(error, call, signal);
	}
}
