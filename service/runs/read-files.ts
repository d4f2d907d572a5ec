import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { TroupeError } from '../../core/base/errors';
import { closed, optional } from '../../core/base/shape';
import { writeFile } from '../../core/base/text/write-file';
import { maxTextLength } from '../../core/json-schema/close-schema';
import type { DocumentReader } from '../../core/ports/knowledge/document-reader';
import { text } from '../../manifests/registry/api/fields';
import { decodeBase64 } from '../http/decode-base64';

const maxFileBytes = 20 * 1024 * 1024;
export const maxFiles = 5;

const file = closed({
	name: text(255),
	content: Type.String({ description: 'The bytes of the file, as base64.', minLength: 1, maxLength: Math.ceil(maxFileBytes / 3) * 4 }),
	...optional({ mediaType: text(200) }),
});
export type InputFile = Static<typeof file>;

export const files = Type.Optional(Type.Array(file, { maxItems: maxFiles }));

/**
 * Adds files' texts in markup that no file text can end. @throws TroupeError INPUT_INVALID for a file without a text, or texts that are too long for
 * a message; as DocumentReader.read
 */
export async function withFiles(message: string, sent: InputFile[], reader: DocumentReader, signal: AbortSignal): Promise<string> {
	const read = await Promise.all(sent.map((one) => readFile(one, reader, signal)));
	const whole = [message, ...read].filter((one) => one !== '').join('\n\n');
	if (whole.length <= maxTextLength) return whole;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The message has ${whole.length} characters${sent.length > 0 ? ' with the texts of its files' : ''}; the max is ${maxTextLength}.`,
		fix: 'Send the parts that matter, or add the rest to a collection that the agent searches.',
	});
}

async function readFile({ name, content, mediaType }: InputFile, reader: DocumentReader, signal: AbortSignal): Promise<string> {
	const reading = await reader.read(decodeBase64(content, 'content'), { name, mediaType }, signal);
	if (reading.kind === 'read') return writeFile(name, reading.document.text);
	const { failure, message, fix } = reading;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The file ${JSON.stringify(name)} has no text that an agent could read: ${message}`,
		fix,
		details: { failure },
	});
}
