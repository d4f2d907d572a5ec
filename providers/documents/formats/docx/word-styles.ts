import { isOn, walkXml, type ElementPlace } from './walk-xml';

/** Properties of a paragraph, or of a style of paragraphs (ECMA-376, part 1, 17.3.1). */
export interface ParagraphProperties {
	style?: string;
	/** From 0; 9 is body text. */
	outline?: number;
	/** The id of its list; 0 for none. */
	list?: string;
	listLevel?: number;
}

interface Style extends ParagraphProperties {
	name: string;
	basedOn?: string;
}

/** Styles can be based on themselves. */
const maxChain = 20;

/** The styles of paragraphs, and what they take from the styles that they are based on. */
export class WordStyles {
	readonly #styles = new Map<string, Style>();
	#usual = '';

	constructor(xml: string) {
		let style: Style | undefined;
		walkXml(xml, {
			open: (name, attributes, place) => {
				const value = attributes['w:val'];
				if (name === 'w:style') {
					const id = attributes['w:styleId'] ?? '';
					style = attributes['w:type'] === 'paragraph' && !this.#styles.has(id) ? { name: '' } : undefined;
					if (style) this.#styles.set(id, style);
					if (style && isOn(attributes['w:default'])) this.#usual = id;
				} else if (!style) return;
				else if (name === 'w:name' && place.path.at(-1) === 'w:style') style.name = value ?? '';
				else if (name === 'w:basedOn') style.basedOn = value;
				else readProperty(style, name, value, place, 'w:style');
			},
		});
	}

	/** Returns the properties of a style, or of the usual one. */
	resolve(id = this.#usual): ParagraphProperties {
		const resolved: ParagraphProperties = {};
		let style = this.#styles.get(id);
		for (let depth = 0; style && depth < maxChain; depth += 1) {
			resolved.outline ??= style.outline ?? outlineByName(style.name);
			resolved.list ??= style.list;
			resolved.listLevel ??= style.listLevel;
			style = style.basedOn === undefined ? undefined : this.#styles.get(style.basedOn);
		}
		return resolved;
	}
}

function outlineByName(name: string): number | undefined {
	const level = /^heading ([1-9])$/i.exec(name)?.[1];
	if (level) return Number(level) - 1;
	return /^title$/i.test(name) ? 0 : undefined;
}

/** Reads an element of the properties that belong to a paragraph or a style, not to an earlier version of it that is tracked. */
export function readProperty(
	properties: ParagraphProperties,
	name: string,
	value: string | undefined,
	{ path }: ElementPlace,
	owner: 'w:p' | 'w:style',
): void {
	const inNumbering = path.at(-1) === 'w:numPr';
	if (path.at(inNumbering ? -2 : -1) !== 'w:pPr' || path.at(inNumbering ? -3 : -2) !== owner || value === undefined) return;
	if (name === 'w:pStyle') properties.style = value;
	if (name === 'w:outlineLvl') properties.outline = Number(value);
	if (inNumbering && name === 'w:numId') properties.list = value;
	if (inNumbering && name === 'w:ilvl') properties.listLevel = Number(value);
}
