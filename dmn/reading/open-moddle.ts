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
	const types = descriptor.types.map((type) => ({ ...type, properties: [...(type.properties ?? []), ...(laterProperties[type.name] ?? [])] }));
	return { ...descriptor, types: [...types, ...laterTypes] };
}

/** The namespaces of DMN 1.1 to 1.6. dmn-moddle knows that of 1.3, whose elements all of them have. */
const namespaces = /https?:\/\/www\.omg\.org\/spec\/DMN\/\d{8}\/(?:MODEL\/?|dmn\.xsd)(?=["'])/g;
const knownNamespace = 'https://www.omg.org/spec/DMN/20191111/MODEL/';

/** @throws Error when it is not DMN */
export async function readXml(content: string): Promise<ModdleElement> {
	const moddle = await openModdle();
	const { rootElement, warnings } = await moddle.fromXML(content.replaceAll(namespaces, knownNamespace));
	const broken = warnings.find(({ message }) => /unparsable content|missing|unclosed|expected|illegal/i.test(message));
	if (broken) throw new Error(broken.message);
	return rootElement;
}
