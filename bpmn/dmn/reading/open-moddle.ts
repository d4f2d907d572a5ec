import type { DmnModdle, ModdleElement } from 'dmn-moddle';
import { restoreIds, restoreText, toAliases } from '../../reading/xml/aliases';
import { SchemaCheck, type Violation, type XmlSchema } from '../../reading/xml/find-violations';
import { parseXml, type XmlElement } from '../../reading/xml/parse-xml';
import { writeXml } from '../../reading/xml/write-xml';
import { laterProperties, laterTypes } from './later-elements';

interface Descriptor {
	types: Array<{ name: string; properties?: object[] }>;
}

let opening: Promise<DmnModdle> | undefined;

/** One for all files: it learns the types of DMN once. Loaded on first use. */
function openModdle(): Promise<DmnModdle> {
	return (opening ??= Promise.all([import('dmn-moddle'), import('dmn-moddle/resources/dmn/json/dmn13.json')]).then(
		([{ DmnModdle }, { default: descriptor }]) => new DmnModdle({ dmn: withLaterElements(descriptor) }),
	));
}

function withLaterElements(descriptor: Descriptor): Descriptor {
	const types = descriptor.types.map((type) => ({
		...type,
		properties: [...(type.properties ?? []), ...(laterProperties[type.name] ?? [])],
	}));
	return { ...descriptor, types: [...types, ...laterTypes] };
}

/** The namespaces of DMN 1.1 to 1.6. dmn-moddle knows that of 1.3, whose elements all of them have. */
const namespaces = /^https?:\/\/www\.omg\.org\/spec\/DMN\/\d{8}\/(?:(?:MODEL|(DMNDI))\/?|dmn\.xsd)$/;
const toKnown = (namespace: string): string =>
	namespace.replace(namespaces, (_, diagram = 'MODEL') => `https://www.omg.org/spec/DMN/20191111/${diagram as string}/`);
const isModel = (namespace: string | undefined): boolean => namespace !== undefined && toKnown(namespace).endsWith('/DMN/20191111/MODEL/');

let schema: Promise<SchemaCheck> | undefined;

/** Loads the schema on first use. */
const openSchema = (): Promise<SchemaCheck> =>
	(schema ??= import('./dmn-schema.json').then(({ default: dmn }) => new SchemaCheck(dmn as unknown as XmlSchema, 'DMN')));

/** Reads a model, with what breaks the schema of DMN 1.3. @throws Error when it is not DMN */
export async function readXml(content: string): Promise<{ rootElement: ModdleElement; violations: Violation[] }> {
	const moddle = await openModdle();
	const root = parseXml(content);
	const violations = (await openSchema()).findViolations(root);
	const aliases = prepare(root);
	const { rootElement, warnings } = await moddle.fromXML(writeXml(root));
	const fault = warnings.find(({ message }) => isFault(message, root));
	if (fault) throw new Error(restoreText(fault.message, aliases));
	restoreIds(rootElement, aliases);
	return { rootElement, violations };
}

/** Attributes that the schema types as ids, references, booleans or enumerations: without the white space around them. */
const tokens = /^(id|href|typeRef|outputTypeRef|isCollection|hitPolicy|aggregation|kind)$/;

/** Returns the aliases of its ids. */
function prepare(root: XmlElement): Map<string, string> {
	const references: Array<{ attributes: Map<string, string>; name: string; value: string }> = [];
	const open = [root];
	for (let element = open.pop(); element; element = open.pop()) {
		const { attributes, children, namespace } = element;
		for (const [name, value] of attributes) {
			if (value.includes('/spec/DMN/')) attributes.set(name, toKnown(value));
			if (!isModel(namespace) || !tokens.test(name)) continue;
			attributes.set(name, value.trim());
			if (name === 'id' || name === 'href') references.push({ attributes, name, value: value.trim() });
		}
		open.push(...children.filter((child) => typeof child !== 'string'));
	}
	const aliases = toAliases(references.flatMap(({ name, value }) => (name === 'id' ? [value] : [])));
	for (const { attributes, name, value } of references) {
		const id = value.slice(value.indexOf('#') + 1);
		attributes.set(name, value.slice(0, value.length - id.length) + (aliases.get(id) ?? id));
	}
	return aliases;
}

/** Returns true for a message about a fault. Elements in other namespaces are allowed, such as those that a modeler adds. */
function isFault(message: string, root: XmlElement): boolean {
	const tag = /unparsable content <(?:([\w.-]+):)?[^>]*> detected/.exec(message);
	if (!tag) return /unclosed|missing|illegal|unexpected/i.test(message);
	const hasModel = ({ prefixes, children }: XmlElement): boolean =>
		isModel(prefixes.get(tag[1] ?? '')) || children.some((child) => typeof child !== 'string' && hasModel(child));
	return hasModel(root);
}
