import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { isTool } from '../../shared/is-tool';
import { readTask } from '../properties/task-field';
import { readText } from '../read-text';

const mostFields = 10;

/** With images, the text can be empty. @throws TroupeError INPUT_INVALID if it is empty, with its expression and the fields of the item */
export function readMessage(context: IExecuteFunctions, item: number, hasImages: boolean): string {
	const message = readText(context, 'message', item);
	if (message.trim() !== '') return message;
	// Anthropic refuses a blank text.
	if (hasImages) return '';
	const raw = rawParameter(context, 'message');
	const expression = raw.startsWith('=') ? raw.slice(1) : undefined;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The field "Message" is empty${expression ? `: its expression ${expression} returned nothing` : ''}. Expected the text that the agent answers.`,
		fix: `Connect the trigger On chat message (n8n's Chat Trigger), which provides the message as chatInput, or set "Message" to the field that contains the text. ${listFields(context, item)}`,
		details: { field: 'message' },
	});
}

/** True if the field Conversation ID has an expression for a missing value; false for an empty field. */
export function missesConversation(context: IExecuteFunctions, item: number): boolean {
	if (isTool(context) || readTask(context, item) !== 'run') return false;
	return readText(context, 'conversationId', item) === '' && rawParameter(context, 'conversationId') !== '';
}

function rawParameter(context: IExecuteFunctions, name: string): string {
	const raw = context.getNode().parameters[name];
	return typeof raw === 'string' ? raw : '';
}

/** Names and kinds only: the values may be personal data. */
function listFields(context: IExecuteFunctions, item: number): string {
	const { json = {}, binary = {} } = context.getInputData()[item] ?? {};
	const files = Object.entries(binary).map(([name, { mimeType }]) => `${name} (${mimeType})`);
	const fields = `The item has${list(Object.keys(json)) || ' no fields.'}`;
	return files.length === 0 ? fields : `${fields} Without a text, its files are not sent to the model${list(files)}`;
}

function list(names: string[]): string {
	return names.length === 0 ? '' : `: ${names.slice(0, mostFields).join(', ')}${names.length > mostFields ? ', …' : ''}.`;
}
