import { readDisplayRules } from '../../../bpmn/templates/n8n/display-rules';
import type { Choice } from '../../../bpmn/templates/n8n/node-description';
import { findNear } from '../../../core/base/text/near-text';
import { listFixedChoices, newestVersion, type NodeDescription, type Parameter } from '../../../bpmn/templates/n8n/node-description';
import { extractContentWords } from '../../../core/words/terms';
import type { Fault, NodeStep } from '../../tree/plan-tree';
import { joinWords, listKeys } from '../concepts';
import { faultOf, listGiven, type Place } from './fill-faults';
import { tellFields } from './infer-text';
import { inferValue, sent } from './infer-value';
import { takeVariables } from './take-variables';

type Chosen = Partial<Record<'resource' | 'operation', string | number | boolean>>;

const maxWords = 60;

/** Chooses resource and operation by the words of a need, beside those that are set. Undecided where no word of the need is one of theirs. */
function chooseOperation(needs: string, node: NodeDescription, given: Record<string, unknown>): Chosen {
	const words = readWords(needs);
	let best: { chosen: Chosen; score: number } = { chosen: {}, score: 0 };
	for (const resource of listChoices('resource', node, given)) {
		const withResource = resource ? { ...given, resource: resource.value } : given;
		const ofResource = resource ? score(words, resource.name) : 0;
		for (const operation of listChoices('operation', node, withResource)) {
			const ofOperation = operation ? score(words, operation.name) * 1.2 + score(words, operation.action ?? '') * 0.5 : 0;
			const isDecided = (resource === undefined || ofResource > 0 || ofOperation > 0) && (operation === undefined || ofOperation > 0);
			if (!isDecided || ofResource + ofOperation <= best.score) continue;
			const chosen = { ...(resource && { resource: resource.value }), ...(operation && { operation: operation.value }) };
			best = { chosen, score: ofResource + ofOperation };
		}
	}
	return best.chosen;
}

function listChoices(name: string, node: NodeDescription, given: Record<string, unknown>): Array<Choice | undefined> {
	if (given[name] !== undefined) return [undefined];
	const values = readValues(node, given);
	const choices = node.properties.filter((one) => one.name === name && isShownFor(one, node, values)).flatMap(listFixedChoices);
	return choices.length > 0 ? choices : [undefined];
}

const readWords = (text: string): string[][] =>
	extractContentWords(joinWords(text.slice(0, 1_000)))
		.slice(0, maxWords)
		.map(listKeys);

/** The share of the words of a choice that the need has. */
function score(needs: string[][], choice: string): number {
	const words = readWords(choice.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' '));
	if (words.length === 0) return 0;
	const known = new Set(needs.flat());
	return words.filter((keys) => keys.some((key) => known.has(key))).length / words.length;
}

const maxListed = 20;

/** Stands for the type of a credential that a person named for a step. */
export const anyCredential = 'any';

type StoredOf = (type: string) => Promise<string[] | undefined>;

/**
 * Fills in resource and operation by the need, and variables of the names of parameters; compares the rest with the node's description.
 */
export async function fillNode(
	step: NodeStep,
	node: NodeDescription,
	{ path, words, known }: Place,
	storedOf: StoredOf,
): Promise<{ step: NodeStep; faults: Fault[] }> {
	const given = Object.fromEntries(listGiven(step.parameters).map((name) => [name, step.parameters![name]]));
	const chosen = chooseOperation(`${step.name}. ${step.needs}`, node, given);
	const isText = (name: string) => node.properties.filter((one) => one.name === name).every(({ type }) => type === 'string');
	const parameters: Record<string, unknown> = { ...takeVariables(given, known, isText), ...chosen };
	for (const name of [...listMissing(node, parameters), ...listUnused(node, parameters, step)]) {
		const variable = inferValue(name, step, known);
		if (variable !== undefined) parameters[name] = `=${variable}`;
	}
	for (const name of listTexts(node, parameters)) {
		const told = tellFields(step, known);
		if (told !== undefined) parameters[name] = `=${told}`;
	}
	const faults = checkParameters(node, parameters, step, { path, words });
	const { credentials, missing } = await checkCredentials(node, parameters, step, storedOf);
	for (const { type, stored } of missing)
		faults.push(faultOf('missing-credential', `${path}/credentials`, type, words.credential(step.name, type, stored.slice(0, maxListed))));
	const { credentials: _named, ...rest } = step;
	const filled = {
		...rest,
		...(Object.keys(parameters).length > 0 && { parameters }),
		...(Object.keys(credentials).length > 0 && { credentials }),
	};
	return { step: filled, faults };
}

function checkParameters(
	node: NodeDescription,
	parameters: Record<string, unknown>,
	step: NodeStep,
	{ path, words }: Omit<Place, 'known'>,
): Fault[] {
	const place = `${path}/parameters`;
	const values = readValues(node, parameters);
	const shown = node.properties.filter((parameter) => parameter.type !== 'notice' && isShownFor(parameter, node, values));
	const known = [...new Set(shown.map(({ name }) => name))];
	const faults = Object.keys(parameters)
		.filter((name) => !known.includes(name.split('.')[0]!))
		.map((name) => {
			const near = findNear(name, known);
			const offered = near === undefined ? known.slice(0, maxListed) : [near];
			return faultOf('unknown-parameter', place, name, words.unknownParameter(step.name, name.slice(0, 100), offered));
		});
	for (const parameter of shown) {
		const { name } = parameter;
		const choices = parameter.type === 'options' ? listFixedChoices(parameter).map(({ value }) => value) : [];
		const value = parameters[name];
		if (choices.length > 0 && value !== undefined && !isExpression(value) && !choices.some((choice) => choice === value))
			faults.push(
				faultOf(
					'unknown-choice',
					place,
					name,
					words.choice(step.name, name, JSON.stringify(value).slice(0, 100), choices.slice(0, maxListed).map(String)),
				),
			);
	}
	// An operation that nothing chose would be n8n's default, which can be any.
	const open = ['resource', 'operation'].filter((name) => known.includes(name) && parameters[name] === undefined);
	for (const name of new Set([...open, ...listMissing(node, parameters)])) {
		const choices = shown.flatMap((parameter) => (parameter.name === name ? listFixedChoices(parameter) : []));
		const text = words.parameter(step.name, name);
		const offered =
			choices.length === 0
				? text
				: {
						...text,
						fix: `${text.fix} (${choices
							.slice(0, maxListed)
							.map(({ value }) => value)
							.join(', ')})`,
					};
		faults.push(faultOf('missing-parameter', place, name, offered));
	}
	return faults;
}

const isExpression = (value: unknown): boolean => typeof value === 'string' && value.startsWith('=');

function listMissing(node: NodeDescription, parameters: Record<string, unknown>): string[] {
	const values = readValues(node, parameters);
	return node.properties
		.filter((parameter) => parameter.required && isShownFor(parameter, node, values) && isEmpty(parameter))
		.map(({ name }) => name)
		.filter((name) => !isSet(parameters[name]) && !Object.keys(parameters).some((one) => one.startsWith(`${name}.`)));
}

/** Lists texts that are not required, but have the name of a variable that the step reads. */
function listUnused(node: NodeDescription, parameters: Record<string, unknown>, { reads = [] }: NodeStep): string[] {
	const values = readValues(node, parameters);
	return node.properties
		.filter(
			(one) => one.type === 'string' && reads.includes(one.name) && parameters[one.name] === undefined && isShownFor(one, node, values),
		)
		.map(({ name }) => name);
}

/** Lists the texts of a message that nothing says yet: without them, the node would send nothing. */
function listTexts(node: NodeDescription, parameters: Record<string, unknown>): string[] {
	const values = readValues(node, parameters);
	return node.properties
		.filter((one) => one.type === 'string' && sent.test(one.name) && isShownFor(one, node, values) && isEmpty(one))
		.map(({ name }) => name)
		.filter((name) => !isSet(parameters[name]));
}

/** A locator can have the name of a resource that it shows, and no value. */
const isSet = (value: unknown): boolean =>
	typeof value === 'object' && value !== null && 'value' in value ? value.value !== '' && value.value !== undefined : value !== undefined;

function isEmpty({ default: value }: Parameter): boolean {
	if (typeof value === 'object' && value !== null && 'value' in value) return value.value === '' || value.value === undefined;
	return value === undefined || value === '' || value === null;
}

/** Keeps stored credentials: a model can have made one up. None is chosen by type alone. */
async function checkCredentials(
	node: NodeDescription,
	parameters: Record<string, unknown>,
	{ credentials: named = {} }: NodeStep,
	storedOf: StoredOf,
): Promise<{ credentials: Record<string, string>; missing: Array<{ type: string; stored: string[] }> }> {
	const known: Record<string, string> = {};
	for (const { name: type } of node.credentials ?? []) {
		const name = Object.hasOwn(named, type) ? named[type] : named[anyCredential];
		if (name !== undefined && (await storedOf(type))?.includes(name) !== false) known[type] = name;
	}
	const types = listCredentials(node, parameters, known);
	const missing = await Promise.all(types.map(async (type) => ({ type, stored: (await storedOf(type)) ?? [] })));
	return { credentials: known, missing };
}

/** Lists the types of credentials that the node needs with these parameters, and that the step does not name. */
function listCredentials(node: NodeDescription, parameters: Record<string, unknown>, named: Record<string, string>): string[] {
	const values = readValues(node, parameters);
	const needed = (node.credentials ?? []).filter((one) => one.required === true && isShownFor(one, node, values)).map(({ name }) => name);
	return needed.filter((type) => !named[type]);
}

/** Returns the values of a node's parameters: those that are set, else the defaults of those that are shown. */
function readValues(node: NodeDescription, parameters: Record<string, unknown>): Record<string, unknown> {
	const values = { ...parameters };
	// A parameter is shown by those before it.
	for (const parameter of node.properties)
		if (!Object.hasOwn(values, parameter.name) && isShownFor(parameter, node, values)) values[parameter.name] = parameter.default;
	return values;
}

/** Checks whether the editor would show a parameter or a credential for these values. Conditions that cannot be read count as met. */
function isShownFor(
	{ displayOptions }: Pick<Parameter, 'displayOptions'>,
	node: NodeDescription,
	values: Record<string, unknown>,
): boolean {
	const display = readDisplayRules(displayOptions, '', node, newestVersion(node));
	if (!display) return false;
	return display.rules.every((rule) => {
		const value = values[rule.path];
		const isFilled = value !== undefined && value !== null && value !== '';
		switch (rule.kind) {
			case 'has':
				return rule.values.includes(value);
			case 'has-not':
				return !rule.values.includes(value);
			case 'filled':
				return isFilled;
			case 'unfilled':
				return !isFilled;
		}
	});
}
