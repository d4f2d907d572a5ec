import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { whileNodeAdmitted } from '../shared/host';
import { readMemoryHost } from '../shared/knowledge/read-memory-host';
import { nameField } from '../shared/name-field';
import { noteExecution } from '../shared/note-execution';
import { readProvenance } from '../shared/read-provenance';
import { textReader } from '../shared/read-text';
import { runItems } from '../shared/run-items';
import { properties } from './properties';

const { readGivenText, readText } = textReader(properties);

interface Fact {
	text?: unknown;
	key?: unknown;
	importance?: unknown;
}

interface Preference {
	name?: unknown;
	value?: unknown;
}

/**
 * The node's fields as a task; what they hold is checked where every host's tasks are.
 * @throws TroupeError INPUT_INVALID
 */
function readTask(context: IExecuteFunctions, item: number): object {
	const operation = readText(context, 'operation', item);
	switch (operation) {
		case 'recall':
			return { operation, ...readWhose(context, item), ...readWanted(context, item) };
		case 'remember':
			return { operation, ...readWhose(context, item), ...readSaid(context, item), ...readProvenance(context, item) };
		case 'preferences': {
			const set = readPreferences(context, item);
			return { operation, person: readPerson(context, item), ...(set && { set }), ...readProvenance(context, item) };
		}
		case 'forget':
			return context.getNodeParameter('what', item, 'person') === 'conversation'
				? { operation, conversation: readName(context, 'conversation', item) }
				: { operation, person: readPerson(context, item) };
		default:
			return { operation, person: readPerson(context, item) };
	}
}

/** At least one of both. */
function readWhose(context: IExecuteFunctions, item: number): object {
	const [person, conversation] = ['person', 'conversation'].map((name) => readText(context, name, item).trim());
	if (!person && !conversation)
		throw invalid(
			'The fields "Person ID" and "Conversation ID" are both empty.',
			'Fill in one or both. If a field is an expression, check that it returns a value.',
		);
	return { ...(person && { person }), ...(conversation && { conversation }) };
}

function readWanted(context: IExecuteFunctions, item: number): object {
	const { top, turns } = context.getNodeParameter('options', item, {}) as { top?: number; turns?: number };
	const question = readText(context, 'question', item).trim();
	return { ...(question && { question }), ...(top !== undefined && { top }), ...(turns !== undefined && { turns }) };
}

/** Rows in which nothing is filled in say nothing. */
function readSaid(context: IExecuteFunctions, item: number): object {
	const rows = context.getNodeParameter('facts.fact', item, []) as Fact[];
	const facts: object[] = rows
		.filter(({ text }) => text !== undefined && text !== null && text !== '')
		.map(({ text, key: label, importance }) => {
			const key = toText(label, 'Preference Name');
			return { text, ...(key && { key }), ...(importance !== undefined && importance !== '' && { importance }) };
		});
	const fact = readText(context, 'fact', item).trim();
	if (fact) facts.push({ text: fact, source: 'model' });
	const [message, reply] = ['message', 'reply'].map((name) => readText(context, name, item));
	return { ...(facts.length > 0 && { facts }), ...((message || reply) && { turn: { message, reply } }) };
}

/** An empty value removes the preference. */
function readPreferences(context: IExecuteFunctions, item: number): Record<string, string | null> | undefined {
	const rows = context.getNodeParameter('set.preference', item, []) as Preference[];
	const named = rows.flatMap(({ name: label, value }) => {
		const name = toText(label, 'Name');
		return name ? [[name, toText(value, 'Value') || null] as const] : [];
	});
	return named.length > 0 ? Object.fromEntries(named) : undefined;
}

/** Expressions can also return numbers and booleans. Other values are refused: as an empty text they would remove stored data. */
function toText(value: unknown, field: string): string {
	if (value === undefined || value === null) return '';
	if (['string', 'number', 'boolean'].includes(typeof value)) return (value as string | number | boolean).toString().trim();
	throw invalid(`The field "${field}" is ${Array.isArray(value) ? 'a list' : 'an object'}; expected text.`, 'Correct its expression.');
}

function readPerson(context: IExecuteFunctions, item: number): string {
	return readName(context, 'person', item);
}

/** Without an ID, nothing is read and nothing is removed. */
function readName(context: IExecuteFunctions, name: 'person' | 'conversation', item: number): string {
	const value = readGivenText(context, name, item).trim();
	if (value) return value;
	throw invalid(
		`${nameField(properties, name)} is empty.`,
		`Enter the ID of the ${name}. If it is an expression, check that it returns a value.`,
	);
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}

export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeMemory', ({ signal, context }) => {
		const work = async (item: number) => {
			const host = await readMemoryHost(context, item);
			const task = readTask(context, item);
			await noteExecution(context, host, task);
			const { operation: _operation, ...result } = await runMemoryTask(task, host, signal);
			return { ...result } as unknown as IDataObject;
		};
		return runItems(context, work, signal);
	});
}
