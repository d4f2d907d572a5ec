import { findNear } from '../../../core/base/text/near-text';
import { listProperties } from '../../../bpmn/templates';
import type { Fault, NodeStep } from '../../tree/plan-tree';
import type { DoerWords } from '../words';
import { faultOf, listGiven } from './fill-faults';

interface Place {
	path: string;
	words: DoerWords;
}

/** Compares the parameters of a step with what its job type reads. */
export function fillJobType(step: NodeStep, { path, words }: Place): Fault[] {
	const properties = listProperties(step.node!);
	const names = (property: (typeof properties)[number]): string[] => {
		const { type, name, key } = property.binding;
		return type === 'zeebe:input' && name !== undefined ? [name] : type === 'zeebe:taskHeader' && key !== undefined ? [key] : [];
	};
	const known = [...new Set(properties.flatMap(names))];
	const given = listGiven(step.parameters);
	const unknown = given.filter((name) => !known.includes(name.split('.')[0]!) && !known.includes(name));
	// A default such as `=conversation` needs a variable of this name.
	const isFilled = (value: string | undefined) =>
		value !== undefined && (!value.startsWith('=') || (step.reads ?? []).includes(value.slice(1)));
	const required = properties.filter(({ constraints, condition, value }) => constraints?.notEmpty && !condition && !isFilled(value));
	const missing = required.flatMap(names).filter((name) => !given.includes(name) && !(step.reads ?? []).includes(name));
	return [
		...unknown.map((name) =>
			faultOf('unknown-parameter', `${path}/parameters`, name, words.unknownParameter(step.name, name, nearOrAll(name, known))),
		),
		...missing.map((name) => faultOf('missing-parameter', `${path}/parameters`, name, words.parameter(step.name, name))),
	];
}

function nearOrAll(name: string, known: string[]): string[] {
	const near = findNear(name, known);
	return near === undefined ? known.slice(0, 20) : [near];
}
