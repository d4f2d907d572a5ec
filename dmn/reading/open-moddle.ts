import type { DmnModdle, ModdleElement } from 'dmn-moddle';
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
const namespaces =
	/https?:\/\/www\.omg\.org\/spec\/DMN\/\d{8}\/(MODEL|DMNDI)\/?(?=["'])|https?:\/\/www\.omg\.org\/spec\/DMN\/\d{8}\/(dmn\.xsd)(?=["'])/g;
const knownNamespace = 'https://www.omg.org/spec/DMN/20191111/MODEL/';

/** @throws Error when it is not DMN */
export async function readXml(content: string): Promise<ModdleElement> {
	const moddle = await openModdle();
	const xml = content.replaceAll(namespaces, (_, part?: string) => knownNamespace.replace('MODEL', part ?? 'MODEL'));
	const { rootElement, warnings } = await moddle.fromXML(xml);
	const fault = warnings.find(({ message }) => isFault(message, xml));
	if (fault) throw new Error(fault.message);
	return rootElement;
}

/** What is in other namespaces, such as what a modeler adds, is left alone. */
function isFault(message: string, xml: string): boolean {
	const tag = /unparsable content <(?:([\w.-]+):)?[^>]*> detected/.exec(message);
	if (!tag) return /unclosed|missing|illegal|unexpected/i.test(message);
	const prefix = tag[1] === undefined ? '' : `:${tag[1]}`;
	return new RegExp(`\\sxmlns${prefix.replaceAll('.', '\\.')}\\s*=\\s*["']${knownNamespace}["']`).test(xml);
}
