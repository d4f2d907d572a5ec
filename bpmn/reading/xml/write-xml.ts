import type { XmlElement } from './parse-xml';

/** Writes an element in plain ASCII names and literal characters, as saxen reads them. Tags keep their lines. */
export function writeXml(root: XmlElement): string {
	const parts: string[] = [];
	let line = 0;
	const put = (text: string): void => {
		parts.push(text);
		line += text.split('\n').length - 1;
	};
	/** White space in a tag changes nothing. */
	const fillTo = (wanted: number): void => put('\n'.repeat(Math.max(0, wanted - line)));
	const write = ({ name, attributes, children, line: start, tagEnd, end }: XmlElement): void => {
		// A comment, because white space may be part of a text.
		if (start > line) put(`<!--${'\n'.repeat(start - line)}-->`);
		put(`<${toAscii(name)}${[...attributes].map(([key, value]) => ` ${toAscii(key)}="${escape(value)}"`).join('')}`);
		fillTo(tagEnd);
		if (children.length === 0) {
			put('/>');
			return;
		}
		put('>');
		for (const child of children) {
			if (typeof child === 'string') put(escape(child, true));
			else write(child);
		}
		put(`</${toAscii(name)}`);
		fillTo(end);
		put('>');
	};
	write(root);
	return parts.join('');
}

const escapes: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

const escape = (text: string, isText = false): string =>
	text.replaceAll(isText ? /[<>&\r]/g : /[<>&"\n\r\t]/g, (character) => escapes[character] ?? `&#${character.charCodeAt(0)};`);

const toAscii = (name: string): string => name.replaceAll(/[^\0-\x7f]/gu, (character) => `_u${character.codePointAt(0)!.toString(16)}_`);
