import { memoryBounds } from '../../ports/memory-bounds';
import type { MemoryOperation } from './memory-task';

const name = { type: 'string', minLength: 1, maxLength: memoryBounds.name };
/** Without the character that conversation-names.ts begins the names of holders with. */
const person = { ...name, pattern: '^[^\\u001F]*$' };
const text = { type: 'string', minLength: 1, maxLength: memoryBounds.memory, pattern: '\\S' };
const key = { type: 'string', minLength: 1, maxLength: memoryBounds.key };
const said = { type: 'string', maxLength: memoryBounds.turn };
const label = { type: 'string', minLength: 1, maxLength: 200 };
const count = (most: number) => ({ type: 'integer', minimum: 0, maximum: most, default: 10 });

const fact = {
	type: 'object',
	additionalProperties: false,
	required: ['text'],
	properties: {
		...{ text, kind: { enum: ['fact', 'preference'] }, key, importance: { type: 'number', minimum: 0, maximum: 1 } },
		...{ source: { enum: ['person', 'workflow', 'model', 'tool', 'document'] }, trust: label, class: label },
	},
};

const origins = { type: 'array', items: { enum: ['tool', 'document'] } };
const labels = { type: 'array', items: label };
const texts = { origins, sensitivity: { type: 'object', additionalProperties: false, properties: { class: labels, trust: labels } } };

const operation = (operationName: MemoryOperation, properties: object, required: string[] = []) => ({
	additionalProperties: false,
	required,
	properties: {
		operation: { const: operationName },
		person,
		timeoutMs: { type: 'integer', minimum: 100, maximum: 3_600_000, default: 30_000 },
		...properties,
	},
});

/** JSON schema (draft 7) of a task. */
export const memoryTaskSchema = {
	type: 'object',
	required: ['operation'],
	discriminator: { propertyName: 'operation' },
	oneOf: [
		operation('recall', {
			conversation: name,
			agent: name,
			workflow: name,
			question: { type: 'string', maxLength: memoryBounds.turn },
			top: count(memoryBounds.memories),
			turns: count(memoryBounds.turns),
		}),
		operation('remember', {
			facts: { type: 'array', minItems: 1, maxItems: memoryBounds.perTask, items: fact },
			...texts,
			conversation: name,
			turn: {
				type: 'object',
				additionalProperties: false,
				required: ['message', 'reply'],
				properties: { message: said, reply: said },
			},
		}),
		operation(
			'preferences',
			{
				...texts,
				set: {
					type: 'object',
					maxProperties: memoryBounds.perTask,
					propertyNames: { minLength: 1, maxLength: memoryBounds.key },
					additionalProperties: { anyOf: [text, { type: 'null' }] },
				},
			},
			['person'],
		),
		operation('export', {}, ['person']),
		operation('forget', { conversation: name }),
	],
};
