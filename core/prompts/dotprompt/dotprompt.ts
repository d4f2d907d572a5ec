/**
 * Dotprompt files (google.github.io/dotprompt): YAML between two lines of `---`, then a Handlebars template. Not rendered by the package `dotprompt`,
 * where data can forge a role (decision 0480).
 */
import { fillTemplate, type PromptData } from './fill-template';
import { readDotprompt, type Head } from './read-dotprompt';
import { toMessages, type Message } from './to-messages';

export interface RenderCall {
	template: string;
	partials?: Record<string, string>;
	schemas?: Record<string, Record<string, unknown>>;
	data?: PromptData;
	/** Replace fields of the head. `config` and default values of the input are merged. */
	options?: Head;
}

export interface RenderedPrompt extends Omit<Head, 'template'> {
	config: Record<string, unknown>;
	messages: Message[];
	raw?: Record<string, unknown>;
}

/** @param where the prompt, for errors @throws TroupeError INPUT_INVALID at the line of the fault; INPUT_TOO_LARGE */
export async function renderDotprompt(call: RenderCall, where: string): Promise<RenderedPrompt> {
	const { head, body, raw } = readDotprompt(call.template, where, call.schemas, call.options);
	const input = { ...head.input?.default, ...call.data?.input };
	const pieces = await fillTemplate({ body, partials: call.partials, input, data: call.data, head }, where);
	return { ...head, messages: toMessages(pieces, call.data?.messages ?? []), ...(raw && { raw }) };
}
