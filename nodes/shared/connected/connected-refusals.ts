import { isTroupeError } from '../../../core/base/errors';
import type { ChatRequest } from '../../../core/ports/models/models';
import { type Format, formatFor } from './connected-format';

/** Models that refuse every temperature but their own, as reasoning models do, by their ids. */
const withoutTemperature = new Set<string>();

/** Models that refuse to be held to a schema, by their ids and the schema. */
const withoutFormat = new Set<string>();

const maxNoted = 100;

/** Asks again without what the model refuses, and remembers it. */
export function adapting<Answer>(
	request: ChatRequest,
	{ id, model }: { id: string; model: object },
	ask: (request: ChatRequest, format: Format | undefined) => Promise<Answer>,
): Promise<Answer> {
	const formatted = `${id} ${JSON.stringify(request.responseSchema?.schema)}`;
	const format = withoutFormat.has(formatted) ? undefined : formatFor(model, request);
	const inWords = () => askUntilDeadline(request, id, (asked) => ask(asked, undefined));
	if (!format) return inWords();
	return askUntilDeadline(request, id, (asked) => ask(asked, format)).catch(async (error: unknown) => {
		if (!isTroupeError(error) || error.code !== 'MODEL_BAD_REQUEST') throw error;
		const answer = await inWords();
		note(withoutFormat, formatted);
		return answer;
	});
}

/** A model that refused a temperature before is asked without one. */
function askUntilDeadline<Answer>(request: ChatRequest, id: string, ask: (request: ChatRequest) => Promise<Answer>): Promise<Answer> {
	const bare: ChatRequest = { ...request, temperature: undefined };
	if (request.temperature === undefined || withoutTemperature.has(id)) return ask(bare);
	return ask(request).catch((error: unknown) => {
		if (!isTroupeError(error) || error.details?.parameter !== 'temperature') throw error;
		note(withoutTemperature, id);
		return ask(bare);
	});
}

function note(set: Set<string>, entry: string): void {
	if (set.size >= maxNoted) set.clear();
	set.add(entry);
}
