import { readFileSync } from 'node:fs';
import { Parser } from 'saxen';

/** Reads XML schemas that belong together, as the type `XmlSchema` of find-violations.ts describes. `prefixes` has the namespaces by the prefix that names get. */
export function readSchemas(files, prefixes) {
	const schema = {
		namespaces: Object.fromEntries(Object.entries(prefixes).map(([prefix, namespace]) => [namespace, prefix])),
		elements: {},
		types: {},
		values: {},
	};
	for (const file of files) new SchemaReader(parse(readFileSync(file, 'utf8')), schema).read();
	return schema;
}

/** Reads the constructs that the schemas of BPMN and DMN use. */
class SchemaReader {
	constructor(xsd, schema) {
		this.xsd = xsd;
		this.schema = schema;
		this.own = schema.namespaces[xsd.attributes.targetNamespace];
	}

	read() {
		for (const { local, attributes, children } of this.xsd.children) {
			const name = `${this.own}:${attributes.name}`;
			if (local === 'element') this.schema.elements[name] = this.readElement(attributes);
			else if (local === 'complexType')
				this.schema.types[name] = { ...this.readType(children), ...(attributes.abstract === 'true' && { isAbstract: true }) };
			else if (local === 'simpleType') this.readValues(name, children);
		}
	}

	/** Reads an element; `head` is the one in whose place it may be. */
	readElement({ type = '', substitutionGroup }) {
		return {
			type: this.resolve(type),
			...(substitutionGroup && { head: this.resolve(substitutionGroup) }),
		};
	}

	readType(children) {
		const type = { content: [], attributes: {} };
		const read = ({ local, attributes, children: parts, ...part }) => {
			if (local === 'extension') type.base = this.resolve(attributes.base);
			if (['complexContent', 'simpleContent', 'extension'].includes(local)) parts.forEach(read);
			if (local === 'sequence' || local === 'choice')
				type.content.push(...this.readParticles({ local, attributes, children: parts, ...part }));
			if (local === 'attribute' && attributes.name) type.attributes[attributes.name] = this.readAttribute(attributes);
		};
		children.forEach(read);
		return type;
	}

	/** Returns names, how often at least, and how often at most (-1: any number). A choice has several names; one of sequences may be there any number of times. */
	readParticles({ local, attributes, children }) {
		const limits = [Number(attributes.minOccurs ?? 1), attributes.maxOccurs === 'unbounded' ? -1 : Number(attributes.maxOccurs ?? 1)];
		if (local === 'any') return [['*', ...limits]];
		if (local === 'element') return [[this.readName(attributes, children), ...limits]];
		const parts = children.flatMap((part) => this.readParticles(part));
		if (local !== 'choice') return parts;
		const isOpen = children.some((part) => part.local === 'sequence') || parts.some(([, , most]) => most < 0);
		return [[parts.map(([name]) => name).join(' '), parts.some(([, least]) => least === 0) ? 0 : limits[0], isOpen ? -1 : limits[1]]];
	}

	/** Returns the name of a global element, or an element of the type's own as `name=type`. */
	readName({ ref, name, type }, children) {
		if (ref) return this.resolve(ref);
		const own = `${this.own}:${name}`;
		if (type) return `${own}=${this.resolve(type)}`;
		this.schema.types[own] = this.readType(children.find(({ local }) => local === 'complexType').children);
		return `${own}=${own}`;
	}

	/** Returns the type, with `!` where the attribute is required. */
	readAttribute({ type = 'xsd:string', use }) {
		return this.resolve(type) + (use === 'required' ? '!' : '');
	}

	/** Stores the texts that a type lists. A union with other types lists none: it allows what they allow. */
	readValues(name, children) {
		const restriction = children.find(({ local }) => local === 'restriction');
		const values = restriction?.children.filter(({ local }) => local === 'enumeration').map(({ attributes }) => attributes.value) ?? [];
		if (values.length > 0) this.schema.values[name] = values;
	}

	/** Returns a name with the prefix that it gets. Types of XML Schema itself have none. */
	resolve(qualified) {
		const [local, prefix] = qualified.split(':').reverse();
		const namespace = this.xsd.attributes[prefix === undefined ? 'xmlns' : `xmlns:${prefix}`];
		if (namespace === 'http://www.w3.org/2001/XMLSchema') return local;
		return `${this.schema.namespaces[namespace] ?? this.own}:${local}`;
	}
}

function parse(text) {
	const top = { children: [] };
	const open = [top];
	new Parser()
		.on('openTag', (name, readAttributes) => {
			const element = { local: name.slice(name.indexOf(':') + 1), attributes: { ...readAttributes() }, children: [] };
			open.at(-1).children.push(element);
			open.push(element);
		})
		.on('closeTag', () => void open.pop())
		.parse(text);
	return top.children[0];
}
