/**
 * Prompts as Dotprompt files (google.github.io/dotprompt): YAML between two lines of `---`, then a template of Handlebars. Rendered here and not by the
 * package `dotprompt`, in which a text of the data can forge a role (decision 0480).
 */
import { fillTemplate, type PromptData } from './fill-template';
import { readDotprompt, type Head } from './read-dotprompt';
import { toMessages, type Message } from './to-messages';

export interface RenderCall {
	/** The whole text of the file. */
	template: string;
	/** The texts that `{{>name}}` stands for. They have no head of their own. */
	partials?: Record<string, string>;
	/** Schemas that the head names. */
	schemas?: Record<string, Record<string, unknown>>;
	data?: PromptData;
	/** Fields that replace those of the head. `config` is merged, and so are the default values of the input. */
	options?: Head;
}

export interface RenderedPrompt extends Omit<Head, 'template'> {
	config: Record<string, unknown>;
	messages: Message[];
	/** The head as it was written. */
	raw?: Record<string, unknown>;
}

/**
 * Renders a prompt to the messages that a model is sent.
 * @param where the prompt, for errors
 * @throws TroupeError INPUT_INVALID at the line of the fault; INPUT_TOO_LARGE
 */
export async function renderDotprompt(call: RenderCall, where: string): Promise<RenderedPrompt> {
	const { head, body, raw } = readDotprompt(call.template, where, call.schemas, call.options);
	const input = { ...head.input?.default, ...call.data?.input };
	const pieces = await fillTemplate({ body, partials: call.partials, input, data: call.data, head }, where);
	return { ...head, messages: toMessages(pieces, call.data?.messages ?? []), ...(raw && { raw }) };
}
