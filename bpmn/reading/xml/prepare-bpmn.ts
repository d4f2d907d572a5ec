import type { ModdleWarning } from 'bpmn-moddle';
import { toAliases } from './aliases';
import { prefixOf, type XmlElement } from './parse-xml';

const model = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const diagram = 'http://www.omg.org/spec/BPMN/20100524/DI';

/** BPMN20.xsd: elements whose content is text with any markup. An engine reads the text at most. */
const mixed = new Set(['documentation', 'text', 'script']);
/** Elements and attributes that are a QName or an IDREF. */
const references =
	/Refs?$|^(incoming|outgoing|source|target|supports|default|definition|bpmnElement|choreographyActivityShape|labelStyle|sourceElement|targetElement)$/;
/** Attributes and elements that are an IDREF wherever they are; `sourceRef` and `targetRef` are of sequence flows and data associations. */
const idReferences =
	/^(default|dataObjectRef|flowNodeRef|inputDataRef|outputDataRef|(dataInput|dataOutput|optionalInput|optionalOutput|whileExecutingInput|whileExecutingOutput|inputSet|outputSet)Refs)$/;
const idReferring = /^(sequenceFlow|data(Input|Output)?Association)$/i;
const booleans =
	/^(cancelActivity|cancelRemainingInstances|instantiate|is[A-Z]\w*|mustUnderstand|parallelMultiple|testBefore|triggeredByEvent|waitForCompletion)$/;
const enumerations =
	/^(associationDirection|behavior|direction|eventGatewayType|gatewayDirection|itemKind|loopType|method|ordering|processType)$/;

/** Says whether the schema requires a reference of a BPMN element to be the id of something in the file. */
export const isIdReference = (element: string, name: string): boolean =>
	idReferences.test(name) || (/^(source|target)Ref$/.test(name) && idReferring.test(element));

interface PreparedBpmn {
	/** ASCII ids, each for one with other letters: bpmn-moddle takes no others. */
	aliases: Map<string, string>;
	/** As bpmn-moddle reports what it finds: lines from 0. */
	warnings: ModdleWarning[];
}

/** Makes ids, references and booleans as the schema types them: without white space, prefixes and markup that no engine reads. */
export function prepareBpmn(root: XmlElement): PreparedBpmn {
	const warnings: ModdleWarning[] = [];
	const ids = new Set<string>();
	const rewrites: Array<(aliases: Map<string, string>) => void> = [];
	const warn = ({ line }: XmlElement, reason: string): void => void warnings.push({ message: `line: ${line} nested error: ${reason}` });

	const readReference = (element: XmlElement, owner: string, name: string, value: string): string => {
		const reference = value.trim();
		const prefix = prefixOf(reference);
		if (prefix === '' || isIdReference(owner, name)) return reference;
		if (!element.prefixes.has(prefix)) warn(element, `the prefix "${prefix}" of ${name}="${reference}" is not declared`);
		return reference.slice(prefix.length + 1);
	};
	const prepareAttribute = (element: XmlElement, name: string, value: string): string => {
		if (name === 'id') {
			const id = value.trim();
			if (id.includes(':')) warn(element, `illegal ID <${id}>`);
			ids.add(id);
			return id;
		}
		if (references.test(name)) return readReference(element, element.local, name, value);
		if (enumerations.test(name)) return value.trim();
		if (!booleans.test(name)) return value;
		// The schema allows 1 for true, and Zeebe reads it as false (recorded from 8.6.0 and 8.8.21).
		const boolean = { true: 'true', false: 'false', 1: 'false', 0: 'false' }[value.trim()];
		if (boolean === undefined) warn(element, `${name}="${value}" is neither true nor false`);
		return boolean ?? value;
	};
	const prepareAttributes = (element: XmlElement): void => {
		const { attributes } = element;
		for (const [name, value] of attributes) {
			if (isTypeName(element, name)) attributes.set(name, value.trim());
			if (name.includes(':')) continue;
			const prepared = prepareAttribute(element, name, value);
			attributes.set(name, prepared);
			if (name === 'id' || references.test(name)) rewrites.push((aliases) => attributes.set(name, aliases.get(prepared) ?? prepared));
		}
	};
	const prepareReference = (element: XmlElement, owner: XmlElement | undefined): void => {
		const reference = readReference(element, owner?.local ?? '', element.local, readText(element));
		rewrites.push((aliases) => (element.children = [aliases.get(reference) ?? reference]));
	};
	const refuse = (element: XmlElement | undefined): void => {
		if (element) warn(element, `unrecognized element <${element.name}>`);
	};
	const prepare = (element: XmlElement, parent?: XmlElement): void => {
		const { local, namespace } = element;
		const isOfModel = namespace === model;
		if (!isOfModel && namespace !== diagram) return;
		// BPMN's schema has it as an element, bpmn-moddle as an attribute, and no engine reads it.
		if (isOfModel && local === 'globalScriptTask')
			element.children = element.children.filter((child) => typeof child === 'string' || child.local !== 'script');
		const inner = listElements(element);
		prepareAttributes(element);
		if (isOfModel && /^[A-Z]/.test(local)) refuse(element);
		if (isOfModel && mixed.has(local)) {
			refuse(inner[1]);
			element.children = [readText(element)];
		} else if (isOfModel && local === 'extension') element.children = [];
		else if (isOfModel && local === 'extensionElements') inner.filter((child) => child.namespace === undefined).forEach(refuse);
		else if (isOfModel && references.test(local) && inner.length === 0) prepareReference(element, parent);
		else for (const child of inner) prepare(child, element);
	};
	prepare(root);
	const aliases = toAliases(ids);
	for (const rewrite of rewrites) rewrite(aliases);
	return { aliases, warnings };
}

export const readText = ({ children }: XmlElement): string =>
	children.map((child) => (typeof child === 'string' ? child : readText(child))).join('');

const listElements = ({ children }: XmlElement): XmlElement[] => children.filter((child) => typeof child !== 'string');

const isTypeName = ({ prefixes }: XmlElement, name: string): boolean =>
	name.endsWith(':type') && prefixes.get(prefixOf(name)) === 'http://www.w3.org/2001/XMLSchema-instance';
