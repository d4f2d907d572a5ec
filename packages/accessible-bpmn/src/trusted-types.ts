/**
 * bpmn-js and diagram-js make their own small parts (overlays, breadcrumbs, the logo) from strings, so a page with
 * `require-trusted-types-for 'script'` needs a default policy. This one takes markup of those parts only.
 */

const tags: Readonly<Record<string, readonly string[]>> = {
	div: [],
	ul: [],
	li: [],
	span: [],
	button: ['type'],
	a: ['href', 'target', 'rel'],
	b: [],
	p: [],
	h2: [],
	h3: [],
	body: [],
	svg: ['xmlns', 'viewbox', 'width', 'height', 'fill', 'version'],
	path: ['d', 'fill', 'fill-rule', 'clip-rule', 'stroke', 'stroke-width'],
	g: ['fill', 'stroke', 'fill-rule', 'transform'],
	rect: ['x', 'y', 'width', 'height', 'fill', 'rx'],
	circle: ['cx', 'cy', 'r', 'fill'],
};
const anywhere = ['class', 'title', 'draggable', 'tabindex', 'role'];
const attribute = /\s+([a-z][\w-]*)(?:="([^"<>]*)")?/gi;
const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z][\w-]*(?:="[^"<>]*")?)*)\s*\/?>/giy;
const maxLength = 20_000;
const address = /^(?:#|https?:\/\/(?:www\.)?bpmn\.io(?:\/|$))/;

/** Returns whether the markup has nothing but the tags and attributes that bpmn-js writes. Text in it has to be escaped. */
export function allowsMarkup(markup: string): boolean {
	if (markup.length > maxLength) return false;
	let position = 0;
	while (position < markup.length) {
		const start = markup.indexOf('<', position);
		if (start === -1) return !markup.slice(position).includes('>');
		if (markup.slice(position, start).includes('>')) return false;
		tag.lastIndex = start;
		const [whole, , name = '', attributes = ''] = tag.exec(markup) ?? [];
		if (whole === undefined || !allowsAttributes(name.toLowerCase(), attributes)) return false;
		position = start + whole.length;
	}
	return true;
}

function allowsAttributes(name: string, text: string): boolean {
	if (!Object.hasOwn(tags, name)) return false;
	return [...text.matchAll(attribute)].every(([, key = '', value = '']) => {
		const own = key.toLowerCase();
		if (own === 'href') return tags[name]?.includes('href') === true && address.test(value);
		return anywhere.includes(own) || own.startsWith('data-') || own.startsWith('aria-') || tags[name]?.includes(own) === true;
	});
}

interface TrustedTypes {
	createPolicy(name: string, rules: { createHTML: (markup: string) => string }): unknown;
}

/**
 * Creates the policy `default` of the page, which a page can have once. Where the browser has no Trusted Types, nothing happens. If the page has a default
 * policy of its own, call `allowsMarkup` in it instead.
 * @returns whether a policy was created
 */
export function createDefaultPolicy(): boolean {
	const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
	if (!trustedTypes) return false;
	trustedTypes.createPolicy('default', {
		createHTML(markup) {
			if (allowsMarkup(markup)) return markup;
			throw new TypeError(`Markup was refused: ${markup.slice(0, 80)}. Only what bpmn-js writes for its own parts is allowed.`);
		},
	});
	return true;
}
