import { isTroupeError } from '../../../core/base/errors';
import type { ChatRequest } from '../../../core/ports';

/** Models that refuse every temperature but their own, as reasoning models do, by their ids. */
const refusing = new Set<string>();
const maxModels = 100;

/** A request without a temperature, if the model refused one before. */
export const withoutRefused = (request: ChatRequest, id: string): ChatRequest =>
	refusing.has(id) ? { ...request, temperature: undefined } : request;

/**
 * Notes that a model refused the temperature that an agent asks for.
 * @returns whether to ask again, without it
 */
export function noteRefusal(error: unknown, { temperature }: ChatRequest, id: string): boolean {
	if (temperature === undefined || !isTroupeError(error) || error.details?.parameter !== 'temperature') return false;
	if (refusing.size >= maxModels) refusing.clear();
	refusing.add(id);
	return true;
}
