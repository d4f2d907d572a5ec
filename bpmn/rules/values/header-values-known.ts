import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { findNearName } from '../../../core/base/text/near-name';
import { findSyntaxFault } from '../../feel/syntax-fault';
import { type ElementTemplate, listProperties } from '../../templates';
import { findExtension, listElements, readJobType, readText } from '../moddle';

type Property = ElementTemplate['properties'][number];

/** A header that no worker reads, or whose value it refuses, makes the task do something else. See docs/rules/header-values-known.md. */
export function headerValuesKnown(): Rule {
	return {
		check(node, reporter) {
			const properties = listProperties(readJobType(node)).filter(({ binding }) => binding.type === 'zeebe:taskHeader');
			if (properties.length === 0) return;
			for (const header of listElements(findExtension(node, 'zeebe:TaskHeaders'), 'values')) {
				const problem = findProblem(header, properties);
				if (problem) reporter.report(node.id ?? '', problem.message, { fix: problem.fix });
			}
		},
	};
}

interface Problem {
	message: string;
	fix: string;
}

function findProblem(header: ModdleElement, properties: Property[]): Problem | undefined {
	const key = readText(header, 'key');
	const value = readText(header, 'value');
	const property = properties.find(({ binding }) => binding.key === key);
	if (!property) {
		const near = findNearName(
			key,
			properties.map(({ binding }) => binding.key!),
		);
		return near === undefined ? undefined : { message: `has a header "${key}", which nothing reads`, fix: `Did you mean "${near}"?` };
	}
	if (value === '' || key === 'operation') return undefined;
	return findUnknown(key, value, property) ?? findMisshapen(key, value, property);
}

function findUnknown(key: string, value: string, { choices = [] }: Property): Problem | undefined {
	const values = choices.map((choice) => choice.value).filter(Boolean);
	if (values.length === 0 || values.includes(value)) return undefined;
	const near = findNearName(value, values);
	const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
	return {
		message: `has the value "${value}" in its header "${key}", which does not exist`,
		fix: `Use one of: ${values.join(', ')}.${hint}`,
	};
}

function findMisshapen(key: string, value: string, { feel, constraints }: Property): Problem | undefined {
	if (feel === 'required') return findFault(key, value);
	const place = `in its header "${key}"`;
	if (numberHeaders.has(key) && Number.isNaN(Number(value)))
		return { message: `has the value "${value}" ${place}, which is not a number`, fix: 'Write a number, such as 5, without "=".' };
	if (jsonHeaders.has(key) && !isJson(value))
		return { message: `has a value ${place} that is not JSON`, fix: 'Correct the JSON: double quotes around names and texts.' };
	const pattern = constraints?.pattern;
	if (!pattern || new RegExp(pattern.value).test(value)) return undefined;
	return {
		message: `has the value "${value}" ${place}, which is not of the form that it must have`,
		fix: `Correct the value. ${pattern.message ?? `It must match ${pattern.value}.`}`,
	};
}

/** Fields that can stay empty have no pattern: Modeler would hold the empty field to it. */
const numberHeaders = new Set([
	'costUsd',
	'timeoutMs',
	'wantedTokens',
	'maximumTokens',
	'overlapTokens',
	'maxOutputTokens',
	'temperature',
	'turns',
	'lexicalWeight',
	'denseWeight',
	'diversity',
	'neighbours',
]);
const jsonHeaders = new Set(['schema', 'filter', 'parameters']);

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

/** The worker evaluates it: the engine takes it for a text. */
function findFault(key: string, value: string): Problem | undefined {
	const fault = findSyntaxFault(value.replace(/^=/, ''));
	return fault && { message: `has an expression in its header "${key}" that is not FEEL: ${fault.reason}`, fix: fault.fix };
}
