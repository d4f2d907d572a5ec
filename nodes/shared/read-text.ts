import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { nameField } from './name-field';

type ReadText = (context: IExecuteFunctions, name: string, item: number) => string;

export interface TextReader {
	/** A number becomes text, and a missing value becomes an empty text. @throws TroupeError INPUT_INVALID */
	readText: ReadText;
	/**
	 * Reads a text that must have a value, even an empty one. Where an expression misses its field, nothing would be checked, unnoticed.
	 * @throws TroupeError INPUT_INVALID
	 */
	readGivenText: ReadText;
}

/** @param properties of the node whose fields are read */
export function textReader(properties: readonly INodeProperties[]): TextReader {
	const readText: ReadText = (context, name, item) => {
		const value = readValue(context, name, item);
		if (value === null || value === undefined) return '';
		if (typeof value === 'string' || typeof value === 'number') return String(value);
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${nameField(properties, name)} is ${Array.isArray(value) ? 'a list' : `of type ${typeof value}`}; expected text.`,
			fix: 'Correct its expression.',
		});
	};
	const readGivenText: ReadText = (context, name, item) => {
		if ((readValue(context, name, item, null) ?? null) !== null) return readText(context, name, item);
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${nameField(properties, name)} has no value: its expression names a field that the item does not have.`,
			fix: 'Correct its expression. The text can be empty, but it must exist.',
		});
	};
	return { readText, readGivenText };
}

function readValue(context: IExecuteFunctions, name: string, item: number, otherwise: '' | null = ''): unknown {
	const [field = '', option] = name.split('.');
	if (option === undefined) return context.getNodeParameter(field, item, otherwise);
	return (context.getNodeParameter(field, item, {}) as Record<string, unknown>)[option] ?? otherwise;
}
