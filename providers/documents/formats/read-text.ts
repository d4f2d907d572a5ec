import { isMap, isScalar, parseDocument } from 'yaml';
import { hostileYaml } from '../../../core/base/text/hostile-yaml';
import { withLineFeeds } from '../../../core/base/text/line-feeds';
import { readOutline } from '../../../core/base/text/outline';
import type { DocumentReading } from '../../../core/ports/knowledge/document-reader';
import { decodeDocument } from '../../../core/base/text/decode-document';
import { mediaTypes } from './shared/detect-type';
import { read, tooLarge } from './shared/reading';

/** A book has about one million characters. */
const maxBytes = 64 * 1024 * 1024;

export function readPlainText(bytes: Uint8Array, charset?: string): DocumentReading {
	if (bytes.length > maxBytes) return tooLarge('bytes', maxBytes);
	return read({ text: withLineFeeds(decodeDocument(bytes, charset)), format: 'plain', mediaType: mediaTypes.plain });
}

/** Front matter gives the title and is left out: it answers no questions. */
export function readMarkdown(bytes: Uint8Array, charset?: string): DocumentReading {
	if (bytes.length > maxBytes) return tooLarge('bytes', maxBytes);
	const { text, title } = withoutFrontMatter(withLineFeeds(decodeDocument(bytes, charset)));
	return read({ text, format: 'markdown', mediaType: mediaTypes.markdown, title: title ?? firstHeading(text) });
}

const maxFrontMatter = 64 * 1024;

function withoutFrontMatter(text: string): { text: string; title?: string } {
	const opening = /^---[ \t]*\r?\n/.exec(text);
	if (!opening) return { text };
	const rest = text.slice(opening[0].length, opening[0].length + maxFrontMatter);
	const closing = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m.exec(rest);
	const fields = closing && parseFields(rest.slice(0, closing.index));
	if (!fields) return { text };
	const title = fields.get('title')?.trim();
	return { text: text.slice(opening[0].length + closing.index + closing[0].length), title: title ? title.slice(0, maxTitle) : undefined };
}

const maxTitle = 300;

/** Returns scalar fields; others are ignored, so that no alias can expand. */
function parseFields(block: string): Map<string, string> | undefined {
	const contents = parseBlock(block);
	if (!isMap(contents)) return undefined;
	const fields = new Map<string, string>();
	for (const { key, value } of contents.items)
		if (isScalar(key) && isScalar(value)) fields.set(String(key.value).toLowerCase(), String(value.value));
	return fields;
}

/** Undefined if it is not YAML. Too deep nesting throws a RangeError. */
function parseBlock(block: string): unknown {
	try {
		const { contents, errors } = parseDocument(block, hostileYaml);
		return errors.length > 0 ? undefined : contents;
	} catch {
		return undefined;
	}
}

function firstHeading(text: string): string | undefined {
	const sections = readOutline({ text: text.slice(0, 4096), format: 'markdown' });
	return sections.find(({ level }) => level === 1)?.headingPath.at(-1);
}
