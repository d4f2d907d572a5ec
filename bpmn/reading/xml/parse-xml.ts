/** XML 1.0 with namespaces as Zeebe's parser reads it, for everything that reads BPMN or DMN. moddle's own reader (saxen) takes less and more. */

export interface XmlElement {
	/** As it is written, with its prefix. */
	name: string;
	local: string;
	namespace: string | undefined;
	/** Values by names as they are written, normalized (XML 1.0, 3.3.3). */
	attributes: Map<string, string>;
	/** Elements and texts; CDATA sections and references are part of the text. */
	children: Array<XmlElement | string>;
	/** The namespaces that prefixes stand for here; that of '' for names without a prefix. */
	prefixes: ReadonlyMap<string, string>;
	/** Lines from 0: where the start tag begins and ends, and where the end tag ends. */
	line: number;
	tagEnd: number;
	end: number;
}

const maxDepth = 500;
const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const builtIn = new Map([
	['xml', 'http://www.w3.org/XML/1998/namespace'],
	['xmlns', 'http://www.w3.org/2000/xmlns/'],
]);

/** XML 1.0, production 2. */
const forbidden = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
/** Close to XML 1.0, production 5. */
export const nameText = String.raw`[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{M}\p{Nd}._·-]*`;
const tagName = new RegExp(`(?:${nameText}:)?${nameText}`, 'uy');
/** The same for the names of nearly all files, in a quarter of the time. */
const plainTagName = /(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*(?=[\s=/>])/y;
/** XML 1.0, 4.1. An ampersand alone is found, to be refused. */
const reference = /&(?:#(\d{1,7});|#x([\da-fA-F]{1,6});|([\w.-]{1,30});)?/g;
const space = /[ \t\n]*/y;

/** @throws SyntaxError that begins with `line …` */
export function parseXml(content: string): XmlElement {
	return new XmlParser(content).parse();
}

class XmlParser {
	readonly #text: string;
	#at = 0;
	#line = 0;
	#nextEnd: number;
	readonly #open: XmlElement[] = [];
	#root: XmlElement | undefined;

	constructor(content: string) {
		// XML 1.0, 2.11: every line end is a line feed.
		this.#text = content.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
		this.#nextEnd = this.#findEnd(0);
	}

	parse(): XmlElement {
		const character = forbidden.exec(this.#text);
		if (character) this.#fail(`the character U+${toHex(character[0])} is not allowed`, character.index);
		if (this.#text.startsWith('<?xml ') || this.#text.startsWith('<?xml\n')) this.#skipTo('?>', 'declaration');
		while (this.#at < this.#text.length) {
			const next = this.#text.indexOf('<', this.#at);
			this.#readText(next < 0 ? this.#text.length : next);
			if (next >= 0) this.#readMarkup();
		}
		const open = this.#open.at(-1);
		if (open) this.#fail(`<${open.name}> is not closed`);
		if (!this.#root) this.#fail('it has no element');
		return this.#root;
	}

	#readText(end: number): void {
		const raw = this.#text.slice(this.#at, end);
		const holder = this.#open.at(-1);
		if (!holder && raw.trim() !== '') this.#fail('there is text outside the root element');
		if (raw.includes(']]>')) this.#fail('"]]>" is not allowed in a text');
		if (holder && raw !== '') this.#addText(holder, this.#resolve(raw, this.#at));
		this.#at = end;
	}

	#addText(holder: XmlElement, text: string): void {
		const last = holder.children.at(-1);
		if (typeof last === 'string') holder.children[holder.children.length - 1] = last + text;
		else holder.children.push(text);
	}

	#readMarkup(): void {
		const text = this.#text;
		if (text.startsWith('<!--', this.#at)) {
			const comment = this.#skipTo('-->', 'comment').slice(4);
			if (comment.includes('--') || comment.endsWith('-')) this.#fail('"--" is not allowed in a comment');
		} else if (text.startsWith('<![CDATA[', this.#at)) {
			const holder = this.#open.at(-1) ?? this.#fail('there is text outside the root element');
			this.#addText(holder, this.#skipTo(']]>', 'CDATA section').slice(9));
		} else if (text.startsWith('<!', this.#at)) this.#fail('a document type declaration is not allowed');
		else if (text.startsWith('<?', this.#at)) {
			if (/^<\?xml\s/i.test(this.#skipTo('?>', 'processing instruction'))) this.#fail('the XML declaration is not at the beginning');
		} else if (text[this.#at + 1] === '/') this.#readEndTag();
		else this.#readStartTag();
	}

	#skipTo(end: string, what: string): string {
		const index = this.#text.indexOf(end, this.#at + 2);
		if (index < 0) this.#fail(`a ${what} has no end`);
		const skipped = this.#text.slice(this.#at, index);
		this.#at = index + end.length;
		return skipped;
	}

	#readEndTag(): void {
		const element = this.#open.pop();
		this.#at += 2;
		const name = this.#readName();
		if (!element || name !== element.name) this.#fail(`</${name}> closes ${element ? `<${element.name}>` : 'nothing'}`);
		this.#match(space);
		this.#take('>', `in </${name}>`);
		element.end = this.#countLine();
	}

	#readStartTag(): void {
		if (!this.#open.length && this.#root) this.#fail('there is more than one root element');
		if (this.#open.length >= maxDepth) this.#fail(`it is nested deeper than ${maxDepth} elements`);
		const line = this.#countLine();
		this.#at++;
		const name = this.#readName();
		if (name === '') this.#fail('"<" does not begin a tag');
		const attributes = new Map<string, string>();
		for (let gap = this.#match(space); !'/>'.includes(this.#text[this.#at] ?? '>'); gap = this.#match(space)) {
			const attribute = this.#readName();
			if (gap === '' || attribute === '') this.#fail(`<${name}> has an attribute that is not written as name="value"`);
			if (attributes.has(attribute)) this.#fail(`<${name}> has the attribute "${attribute}" twice`);
			attributes.set(attribute, this.#readValue(name, attribute));
		}
		const isEmpty = this.#text[this.#at] === '/';
		if (isEmpty) this.#at++;
		this.#take('>', `in <${name}>`);
		this.#add({ name, attributes, line, tagEnd: this.#countLine() }, isEmpty);
	}

	#readValue(name: string, attribute: string): string {
		this.#match(space);
		this.#take('=', `after "${attribute}" in <${name}>`);
		this.#match(space);
		const quote = this.#text[this.#at];
		const end = quote === '"' || quote === "'" ? this.#text.indexOf(quote, this.#at + 1) : -1;
		if (end < 0) this.#fail(`the value of "${attribute}" in <${name}> is not in quotation marks`);
		const raw = this.#text.slice(this.#at + 1, end);
		if (raw.includes('<')) this.#fail(`the value of "${attribute}" in <${name}> contains "<": write &lt;`);
		// Those that are written as references stay.
		const value = this.#resolve(/[\t\n]/.test(raw) ? raw.replaceAll(/[\t\n]/g, ' ') : raw, this.#at + 1);
		this.#at = end + 1;
		return value;
	}

	#add({ name, attributes, line, tagEnd }: Pick<XmlElement, 'name' | 'attributes' | 'line' | 'tagEnd'>, isEmpty: boolean): void {
		const parent = this.#open.at(-1);
		const prefixes = readPrefixes(attributes, parent?.prefixes ?? builtIn);
		for (const written of [name, ...attributes.keys()]) {
			const prefix = prefixOf(written);
			if (prefix !== '' && !prefixes.has(prefix)) this.#fail(`the prefix "${prefix}" of "${written}" is not declared`);
		}
		const local = name.slice(name.indexOf(':') + 1);
		const element = { name, local, namespace: prefixes.get(prefixOf(name)), attributes, children: [], prefixes, line, tagEnd, end: tagEnd };
		if (parent) parent.children.push(element);
		else this.#root = element;
		if (!isEmpty) this.#open.push(element);
	}

	#resolve(raw: string, start: number): string {
		if (!raw.includes('&')) return raw;
		return raw.replaceAll(reference, (written: string, decimal?: string, hex?: string, name?: string, index: number = 0) => {
			const at = start + index;
			if (name !== undefined) return entities[name] ?? this.#fail(`the entity "${name}" is not declared`, at);
			const code = Number(decimal ?? (hex === undefined ? NaN : `0x${hex}`));
			if (Number.isNaN(code)) this.#fail('"&" does not begin a reference: write &amp;', at);
			const character = code <= 0x10ffff ? String.fromCodePoint(code) : '\0';
			return forbidden.test(character) ? this.#fail(`the reference ${written} is not a character of XML`, at) : character;
		});
	}

	#readName(): string {
		return this.#match(plainTagName) || this.#match(tagName);
	}

	#match(pattern: RegExp): string {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#text)?.[0] ?? '';
		this.#at += found.length;
		return found;
	}

	#take(text: string, where: string): void {
		if (!this.#text.startsWith(text, this.#at)) this.#fail(`"${text}" is missing ${where}`);
		this.#at += text.length;
	}

	#countLine(at = this.#at): number {
		while (this.#nextEnd < at) {
			this.#line++;
			this.#nextEnd = this.#findEnd(this.#nextEnd + 1);
		}
		return this.#line;
	}

	#findEnd(from: number): number {
		const index = this.#text.indexOf('\n', from);
		return index < 0 ? Infinity : index;
	}

	#fail(reason: string, at = this.#at): never {
		throw new SyntaxError(`line ${this.#countLine(at) + 1}: ${reason}`);
	}
}

export const prefixOf = (name: string): string => name.slice(0, Math.max(0, name.indexOf(':')));

function readPrefixes(attributes: Map<string, string>, around: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
	const declared = [...attributes].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
	if (declared.length === 0) return around;
	const prefixes = new Map(around);
	for (const [name, namespace] of declared) {
		if (namespace === '') prefixes.delete(name.slice(6));
		else prefixes.set(name.slice(6), namespace);
	}
	return prefixes;
}

const toHex = (character: string): string => character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
