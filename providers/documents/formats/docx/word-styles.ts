import { isOn, walkXml, type ElementPlace } from './walk-xml';

/** ECMA-376, part 1, 17.3.1. */
export interface ParagraphProperties {
	style?: string;
	/** From 0; 9 is body text. */
	outline?: number;
	/** The id of its list; 0 for none. */
	list?: string;
	listLevel?: number;
}

/** ECMA-376, part 1, 17.3.2. */
export interface RunProperties {
	strike?: boolean;
	doubleStrike?: boolean;
	hidden?: boolean;
	/** `superscript`, `subscript` or `baseline`. */
	align?: string;
	/** Half points above the line. */
	position?: number;
}

interface Style extends ParagraphProperties {
	name: string;
	basedOn?: string;
	run: RunProperties;
}

/** Styles can be based on themselves. */
const maxChain = 20;

export class WordStyles {
	readonly #styles = new Map<string, Style>();
	readonly #runs = new Map<string, RunProperties>();
	#usual = '';

	constructor(xml: string) {
		let style: Style | undefined;
		walkXml(xml, {
			open: (name, attributes, place) => {
				const value = attributes['w:val'];
				if (name === 'w:style') {
					const id = attributes['w:styleId'] ?? '';
					const isParagraph = attributes['w:type'] === 'paragraph';
					style = (isParagraph || attributes['w:type'] === 'character') && !this.#styles.has(id) ? { name: '', run: {} } : undefined;
					// A style without an id cannot be named, nor lend its properties to styles without a base.
					if (style && id !== '') this.#styles.set(id, style);
					if (style && isParagraph && isOn(attributes['w:default'])) this.#usual = id;
				} else if (!style) return;
				else if (name === 'w:name' && place.path.at(-1) === 'w:style') style.name = value ?? '';
				else if (name === 'w:basedOn') style.basedOn = value;
				else if (place.path.at(-1) === 'w:rPr') readRunProperty(style.run, name, value, place, 'w:style');
				else readProperty(style, name, value, place, 'w:style');
			},
		});
	}

	/** Default: the usual style. */
	resolve(id = this.#usual): ParagraphProperties {
		const resolved: ParagraphProperties = {};
		for (const style of this.#listChain(id)) {
			resolved.outline ??= style.outline ?? outlineByName(style.name);
			resolved.list ??= style.list;
			resolved.listLevel ??= style.listLevel;
		}
		return resolved;
	}

	/** Returns what the styles of a paragraph and of a run in it say of the run: of two that strike or hide, one undoes the other (17.7.3). */
	resolveRun(paragraphStyle = this.#usual, runStyle = ''): RunProperties {
		const paragraph = this.#readRun(paragraphStyle);
		const run = this.#readRun(runStyle);
		return {
			strike: (paragraph.strike ?? false) !== (run.strike ?? false),
			doubleStrike: run.doubleStrike ?? paragraph.doubleStrike,
			hidden: (paragraph.hidden ?? false) !== (run.hidden ?? false),
			align: run.align ?? paragraph.align,
			position: run.position ?? paragraph.position,
		};
	}

	#readRun(id: string): RunProperties {
		let properties = this.#runs.get(id);
		if (!properties) {
			properties = Object.assign(
				{},
				...this.#listChain(id)
					.map((style) => style.run)
					.reverse(),
			) as RunProperties;
			this.#runs.set(id, properties);
		}
		return properties;
	}

	/** Nearest first. */
	#listChain(id: string): Style[] {
		const chain: Style[] = [];
		let style = this.#styles.get(id);
		for (; style && chain.length < maxChain; style = this.#styles.get(style.basedOn ?? '')) chain.push(style);
		return chain;
	}
}

function outlineByName(name: string): number | undefined {
	const level = /^heading ([1-9])$/i.exec(name)?.[1];
	if (level) return Number(level) - 1;
	return /^title$/i.test(name) ? 0 : undefined;
}

/** Excludes tracked earlier versions. */
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

/** Excludes tracked earlier versions. */
export function readRunProperty(
	properties: RunProperties,
	name: string,
	value: string | undefined,
	{ path }: ElementPlace,
	owner: 'w:r' | 'w:style',
): void {
	if (path.at(-1) !== 'w:rPr' || path.at(-2) !== owner) return;
	if (name === 'w:strike') properties.strike = isOn(value, true);
	if (name === 'w:dstrike') properties.doubleStrike = isOn(value, true);
	if (name === 'w:vanish') properties.hidden = isOn(value, true);
	if (name === 'w:vertAlign') properties.align = value;
	if (name === 'w:position') properties.position = Number.parseFloat(value ?? '');
}
