import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { StandardPart } from '../../core/guardrails/policy/standard-policy';
import type { ProviderName } from '../../core/ports/models/provider-names';
import { givenJson } from '../shared/given-json';
import { readImages } from '../shared/read-images';
import { textReader } from '../shared/read-text';
import { properties } from './properties';

/** Read the text fields of this node. */
const { readGivenText, readText } = textReader(properties);

interface Options extends IDataObject {
	/** Seconds. */
	timeout?: number;
	switchOff?: StandardPart[];
}

/**
 * The node's fields as a task; what they hold is checked where every host's tasks are.
 * @throws TroupeError INPUT_INVALID
 */
export async function readTask(context: IExecuteFunctions, item: number, models: string[], provider?: ProviderName): Promise<object> {
	const operation = readText(context, 'operation', item);
	const { timeout, switchOff, ...options } = context.getNodeParameter('options', item, {}) as Options;
	const common = { operation, ...(timeout && { timeoutMs: timeout * 1000 }) };
	const asked = { ...common, ...options, models, ...(switchOff?.length && { standard: { without: switchOff } }) };
	switch (operation) {
		case 'list':
			return { ...common, providers: [provider] };
		case 'embed':
			return { ...asked, texts: readTexts(context, item) };
		case 'estimate':
			return { ...common, ...options, models, ...readPrompt(context, item) };
		case 'structured':
			return { ...asked, ...(await readAsked(context, item)), schema: readSchema(context, item) };
		case 'extract':
			return { ...asked, ...readSource(context, item), schema: readSchema(context, item, 'Schema of Values') };
		default:
			return { ...asked, ...(await readAsked(context, item)) };
	}
}

function readPrompt(context: IExecuteFunctions, item: number) {
	const system = readText(context, 'system', item);
	return { prompt: readGivenText(context, 'prompt', item), ...(system && { system }) };
}

function readSource(context: IExecuteFunctions, item: number) {
	const system = readText(context, 'system', item);
	return { prompt: readGivenText(context, 'text', item), ...(system && { system }) };
}

async function readAsked(context: IExecuteFunctions, item: number) {
	const images = await readImages(context, item, readText(context, 'imageFields', item));
	return { ...readPrompt(context, item), ...(images.length > 0 && { images }) };
}

function readTexts(context: IExecuteFunctions, item: number): unknown[] {
	const value = context.getNodeParameter('text', item, '') as unknown;
	return Array.isArray(value) ? value : [readGivenText(context, 'text', item)];
}

function readSchema(context: IExecuteFunctions, item: number, label = 'JSON Schema'): unknown {
	return givenJson(context.getNodeParameter('schema', item), `The field "${label}"`);
}
