import { findNear } from '../../../core/base/text/near-text';
import { type ElementTemplate, listProperties } from '../../../bpmn/templates';
import type { Fault, NodeStep } from '../../tree/plan-tree';
import { faultOf, listGiven, type Place } from './fill-faults';
import { inferText, isRaw } from './infer-text';
import { inferValue } from './infer-value';
import { takeVariables } from './take-variables';

type Property = ElementTemplate['properties'][number];

/** The parameter of a message that people read. */
const sentText = 'text';

export function fillJobType(step: NodeStep, { path, words, known, incoming = [] }: Place): { step: NodeStep; faults: Fault[] } {
	const properties = listProperties(step.node!);
	const names = [...new Set(properties.flatMap(namesOf))];
	const fixed = properties.filter(({ choices, binding }) => choices || binding.type === 'zeebe:taskHeader').flatMap(namesOf);
	const parameters = takeVariables(step.parameters ?? {}, known, (name) => !fixed.includes(name));
	const isMessage = step.node === 'troupe:send';
	if (isMessage && isRaw(parameters[sentText], known)) delete parameters[sentText];
	const given = listGiven(parameters);
	const required = listRequired(properties, parameters);
	const missing: string[] = [];
	for (const { binding, value, name } of required) {
		if (given.includes(name)) continue;
		const isInput = binding.type === 'zeebe:input';
		const meant = isInput ? [...(value?.startsWith('=') ? [value.slice(1)] : []), name] : [];
		const isText = isMessage && name === sentText;
		const fields = isText ? known.filter((field) => !incoming.includes(field.name)) : known;
		const reads = isText ? step.reads?.filter((one) => !incoming.includes(one)) : step.reads;
		const variable = meant.map((one) => inferValue(one, { ...(reads && { reads }) }, fields)).find((one) => one !== undefined);
		if (variable !== undefined) parameters[name] = `=${variable}`;
		else if (isInput && name === 'reason') parameters[name] = step.needs;
		else if (isText && inferText(step) !== undefined) parameters[name] = inferText(step);
		else missing.push(name);
	}
	const unknown = given.filter((name) => !names.includes(name.split('.')[0]!) && !names.includes(name));
	const place = `${path}/parameters`;
	return {
		step: Object.keys(parameters).length > 0 ? { ...step, parameters } : step,
		faults: [
			...unknown.map((name) => faultOf('unknown-parameter', place, name, words.unknownParameter(step.name, name, nearOrAll(name, names)))),
			...missing.map((name) => faultOf('missing-parameter', place, name, words.parameter(step.name, name))),
		],
	};
}

export const namesRequired = (jobType: string): string[] => listRequired(listProperties(jobType), {}).map(({ name }) => name);

const namesOf = ({ binding: { type, name, key } }: Property): string[] =>
	type === 'zeebe:input' && name !== undefined ? [name] : type === 'zeebe:taskHeader' && key !== undefined ? [key] : [];

function listRequired(properties: readonly Property[], given: Record<string, unknown>): Array<Property & { name: string }> {
	const required = properties.filter(
		({ constraints, condition, value, ...rest }) =>
			constraints?.notEmpty &&
			!('optional' in rest && rest.optional) &&
			isShown(condition, properties, given) &&
			(value === undefined || value.startsWith('=')),
	);
	const named = required.flatMap((property) => namesOf(property).map((name) => ({ ...property, name })));
	return [...new Map(named.map((one) => [one.name, one])).values()];
}

function isShown(condition: Property['condition'], properties: readonly Property[], given: Record<string, unknown>): boolean {
	if (condition?.property === undefined || !condition.oneOf) return true;
	const chooser = properties.find(({ id }) => id === condition.property);
	const chosen =
		chooser &&
		namesOf(chooser)
			.map((name) => given[name])
			.find((value) => typeof value === 'string');
	if (typeof chosen === 'string') return condition.oneOf.includes(chosen);
	const others = properties.filter((one) => one.condition?.property === condition.property);
	const taken = others.find((one) => namesOf(one).some((name) => given[name] !== undefined));
	if (taken) return taken.condition!.oneOf!.some((value) => condition.oneOf!.includes(value));
	return chooser?.value !== undefined && condition.oneOf.includes(chooser.value);
}

function nearOrAll(name: string, known: string[]): string[] {
	const near = findNear(name, known);
	return near === undefined ? known.slice(0, 20) : [near];
}
