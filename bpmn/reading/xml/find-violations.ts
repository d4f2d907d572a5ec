import { nameText, prefixOf, type XmlElement } from './parse-xml';

/** An XML schema, as scripts/write-schemas.mjs writes it. Names have the prefix of their namespace; types of XML Schema have none. */
export interface XmlSchema {
	namespaces: Record<string, string>;
	/** `head`: the element in whose place it may be. */
	elements: Record<string, { type: string; head?: string }>;
	types: Record<string, SchemaType>;
	/** The texts that a type allows. */
	values: Record<string, string[]>;
}

interface SchemaType {
	base?: string;
	/** True if only the types that inherit it can be in a file. */
	isAbstract?: true;
	/** In order: names (elements, or `name=type`; `*` is anything), how often at least, and how often at most (-1: any number). */
	content: Array<[names: string, min: number, max: number]>;
	/** Types, with `!` where the attribute is required. */
	attributes: Record<string, string>;
}

/** A place that breaks a schema. Zeebe refuses a file that has one. */
export interface Violation {
	/** From 0. */
	line: number;
	/** The id of the element, or of the one around it that has one. */
	elementId?: string;
	reason: string;
}

interface WholeType {
	particles: Particle[];
	attributes: Map<string, { type: string; isRequired: boolean }>;
}

interface Particle {
	/** The types of the elements that may be here, by their names. */
	accepts: Map<string, string>;
	min: number;
	max: number;
}

const instance = 'http://www.w3.org/2001/XMLSchema-instance';
const name = new RegExp(`^${nameText}$`, 'u');
const qualifiedName = new RegExp(`^(?:${nameText}:)?${nameText}$`, 'u');
/** Ids that are not names, and booleans, are reported where they are read. */
const lexical: Record<string, (value: string) => boolean> = {
	QName: (value) => qualifiedName.test(value),
	IDREF: (value) => name.test(value),
	ID: (value) => value !== '',
	integer: (value) => /^[+-]?\d+$/.test(value),
	int: (value) => /^[+-]?\d+$/.test(value),
	double: (value) => /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|-?INF|NaN)$/.test(value),
};

/** Checks the order and number of elements, and attributes. Elements that the schema does not know are left to the reader. */
export class SchemaCheck {
	readonly #types = new Map<string, WholeType>();
	readonly #followers: Map<string, string[]>;

	/** @param language whose schema it is, as messages call it */
	constructor(
		private readonly schema: XmlSchema,
		private readonly language: string,
	) {
		const heads = Object.entries(schema.elements).filter(([, { head }]) => head !== undefined);
		this.#followers = new Map(
			[...Map.groupBy(heads, ([, { head }]) => head!)].map(([head, list]) => [head, list.map(([key]) => key)] as const),
		);
	}

	/** Returns the violations in the order of their lines. */
	findViolations(root: XmlElement): Violation[] {
		const violations: Violation[] = [];
		const open: Array<{ element: XmlElement; type: string; id?: string }> = [];
		const enter = (element: XmlElement, type: string | undefined, id?: string): void => {
			if (type !== undefined) open.push({ element, type: this.#readType(element) ?? type, id: element.attributes.get('id')?.trim() || id });
		};
		enter(root, this.schema.elements[this.#nameOf(root)]?.type);
		for (let next = open.pop(); next; next = open.pop()) {
			const { element, type, id } = next;
			const report = (reason: string, { line } = element): void => void violations.push({ line, elementId: id, reason });
			const whole = this.#resolve(type);
			if (whole === undefined) {
				const text = element.children.filter((child) => typeof child === 'string').join('');
				if (lexical[type]?.(text.trim()) === false) report(`<${element.name}> is "${text.trim()}", which is not ${describeType(type)}`);
				continue;
			}
			if (this.schema.types[type]?.isAbstract) report(`<${element.name}> is an abstract element of ${this.language}`);
			this.#checkAttributes(element, whole, report);
			if (whole.particles.some(({ accepts }) => accepts.has('*'))) continue;
			for (const [child, childType] of this.#matchContent(element, whole, report)) enter(child, childType, id);
		}
		return violations.sort((one, other) => one.line - other.line);
	}

	#checkAttributes({ name: tag, attributes }: XmlElement, whole: WholeType, report: (reason: string) => void): void {
		for (const [attribute, value] of attributes) {
			if (attribute.includes(':') || attribute === 'xmlns') continue;
			const { type } = whole.attributes.get(attribute) ?? {};
			const allowed = type === undefined ? undefined : this.schema.values[type];
			if (type === undefined) report(`<${tag}> has the attribute "${attribute}", which ${this.language} does not have`);
			else if (allowed && !allowed.includes(value))
				report(`the ${attribute} of <${tag}> is "${value}" instead of one of ${allowed.join(', ')}`);
			else if (lexical[type]?.(value.trim()) === false)
				report(`the ${attribute} of <${tag}> is "${value}", which is not ${describeType(type)}`);
		}
		for (const [attribute, { isRequired }] of whole.attributes)
			if (isRequired && !attributes.has(attribute)) report(`<${tag}> has no attribute "${attribute}"`);
	}

	/** Returns the elements whose types are known. */
	#matchContent(
		parent: XmlElement,
		{ particles }: WholeType,
		report: (reason: string, at?: XmlElement) => void,
	): Array<[XmlElement, string]> {
		const matched: Array<[XmlElement, string]> = [];
		const counts = particles.map(() => 0);
		let place = 0;
		let before = parent;
		for (const child of parent.children) {
			if (typeof child === 'string') continue;
			const key = this.#nameOf(child);
			const found = particles.findIndex(({ accepts }) => accepts.has(key));
			if (found < 0) {
				if (key in this.schema.elements) report(`<${child.name}> is not allowed in <${parent.name}>`, child);
				continue;
			}
			if (found < place)
				report(`<${child.name}> is after <${before.name}> in <${parent.name}>, but ${this.language} expects it before`, child);
			else [place, before] = [found, child];
			const { accepts, max } = particles[found]!;
			if (++counts[found]! === max + 1 && max >= 0) report(`<${parent.name}> has too many <${child.name}>`, child);
			matched.push([child, accepts.get(key)!]);
		}
		for (const [index, { accepts, min }] of particles.entries())
			if (counts[index]! < min) report(`<${parent.name}> has too few of <${[...accepts.keys()].slice(0, 4).join('>, <')}>`);
		return matched;
	}

	#nameOf({ namespace, local }: XmlElement): string {
		return `${this.schema.namespaces[namespace ?? ''] ?? ''}:${local}`;
	}

	/** Returns the type that an element names, such as `xsi:type="bpmn:tFormalExpression"`. */
	#readType({ attributes, prefixes }: XmlElement): string | undefined {
		const [, value] = [...attributes].find(([key]) => key.endsWith(':type') && prefixes.get(prefixOf(key)) === instance) ?? [];
		if (value === undefined) return undefined;
		const named = value.trim();
		const type = `${this.schema.namespaces[prefixes.get(prefixOf(named)) ?? ''] ?? ''}:${named.slice(named.indexOf(':') + 1)}`;
		return type in this.schema.types ? type : undefined;
	}

	#resolve(key: string): WholeType | undefined {
		const known = this.#types.get(key);
		if (known) return known;
		const type = this.schema.types[key];
		if (!type) return undefined;
		const base = type.base === undefined ? undefined : this.#resolve(type.base);
		const own = type.content.map(([names, min, max]) => ({
			accepts: new Map(names.split(' ').flatMap((one) => this.#accept(one))),
			min,
			max,
		}));
		const attributes = Object.entries(type.attributes).map(
			([attribute, written]) => [attribute, { type: written.replace('!', ''), isRequired: written.endsWith('!') }] as const,
		);
		const whole = { particles: [...(base?.particles ?? []), ...own], attributes: new Map([...(base?.attributes ?? []), ...attributes]) };
		this.#types.set(key, whole);
		return whole;
	}

	/** Returns an element, and those that may be in its place, with their types. */
	#accept(written: string): Array<[name: string, type: string]> {
		const [key = '', own] = written.split('=');
		const type = own ?? this.schema.elements[key]?.type ?? '';
		return [[key, type], ...(own ? [] : (this.#followers.get(key) ?? []).flatMap((follower) => this.#accept(follower)))];
	}
}

const describeType = (type: string): string => ({ integer: 'a whole number', int: 'a whole number', double: 'a number' })[type] ?? 'a name';
