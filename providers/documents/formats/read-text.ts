import { isMap, isScalar, parseDocument } from 'yaml';
import type { DocumentReading } from '../../../core/ports';
import { decodeDocument } from './shared/decode-document';
import { mediaTypes } from './shared/detect-type';
import { read, tooLarge } from './shared/reading';

/** Of a plain text; a book has about one million characters. */
const mostBytes = 64 * 1024 * 1024;

export function readPlainText(bytes: Uint8Array, charset?: string): DocumentReading {
	if (bytes.length > mostBytes) return tooLarge('bytes', mostBytes);
	return read({ text: decodeDocument(bytes, charset), format: 'plain', mediaType: mediaTypes.plain });
}

/** Its front matter gives the title and is left out of the text, as it is about the document and answers nothing. */
export function readMarkdown(bytes: Uint8Array, charset?: string): DocumentReading {
	if (bytes.length > mostBytes) return tooLarge('bytes', mostBytes);
	const { text, title } = withoutFrontMatter(decodeDocument(bytes, charset));
	return read({ text, format: 'markdown', mediaType: mediaTypes.markdown, title: title ?? firstHeading(text) });
}

const mostFrontMatter = 64 * 1024;

function withoutFrontMatter(text: string): { text: string; title?: string } {
	const opening = /^---[ \t]*\r?\n/.exec(text);
	if (!opening) return { text };
	const rest = text.slice(opening[0].length, opening[0].length + mostFrontMatter);
	const closing = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m.exec(rest);
	const fields = closing && fieldsOf(rest.slice(0, closing.index));
	// A rule at the beginning of a text, and words up to the next: that is no front matter.
	if (!fields) return { text };
	const title = fields.get('title')?.trim();
	return { text: text.slice(opening[0].length + closing.index + closing[0].length), title: title ? title.slice(0, mostTitle) : undefined };
}

const mostTitle = 300;

/** The fields of one value each, if it is a YAML mapping at all; nothing else is looked at, so that no alias is followed and can grow. */
function fieldsOf(block: string): Map<string, string> | undefined {
	const contents = parseBlock(block);
	if (!isMap(contents)) return undefined;
	const fields = new Map<string, string>();
	for (const { key, value } of contents.items)
		if (isScalar(key) && isScalar(value)) fields.set(String(key.value).toLowerCase(), String(value.value));
	return fields;
}

/** Undefined where it is no YAML; what is nested too deep for the parser ends in a RangeError. */
function parseBlock(block: string): unknown {
	try {
		const { contents, errors } = parseDocument(block, { schema: 'failsafe', logLevel: 'silent' });
		return errors.length > 0 ? undefined : contents;
	} catch {
		return undefined;
	}
}

function firstHeading(text: string): string | undefined {
	const beginning = text.slice(0, 4096);
	const marked = /^# +([^\n]{1,300})$/m.exec(beginning)?.[1]?.replace(/\s+#*\s*$/, '');
	const underlined = /^([^\s#>|`~-][^\n]{0,300})\n=+\s*$/m.exec(beginning)?.[1];
	return (marked ?? underlined)?.trim() || undefined;
}
