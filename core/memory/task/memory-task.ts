import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { choice, closed, recordOf } from '../../base/shape';
import {
	type ComparedMemory,
	type ConversationWindow,
	type Forgotten,
	memoryKinds,
	memorySources,
	origins,
	type PersonExport,
	type RecalledMemory,
} from '../../ports/memory';
import { memoryBounds } from '../../ports/memory-bounds';

const bounds = { minLength: 1, maxLength: memoryBounds.name };
/** Without the prefix of holders' names in conversation-names.ts. */
const person = Type.String({ ...bounds, pattern: '^[^\\u001F]*$' });
const name = Type.Optional(Type.String(bounds));
const text = Type.String({ minLength: 1, maxLength: memoryBounds.memory, pattern: '\\S' });
const said = Type.String({ maxLength: memoryBounds.turn });
const label = { minLength: 1, maxLength: 200 };
const count = (of: string, most: number) => Type.Integer({ description: `Max number of ${of}.`, minimum: 0, maximum: most, default: 10 });
const timeoutMs = Type.Integer({ description: 'Milliseconds for the whole task.', minimum: 100, maximum: 3_600_000, default: 30_000 });

const fact = closed({
	text,
	kind: Type.Optional(Type.Enum([...memoryKinds], { description: 'Default: preference with a key, else fact.' })),
	key: Type.Optional(Type.String({ minLength: 1, maxLength: memoryBounds.key })),
	importance: Type.Optional(Type.Number({ description: 'Default 0.5.', minimum: 0, maximum: 1 })),
	source: Type.Optional(
		Type.Enum([...memorySources], { description: 'Default: workflow; where the texts of the task come from others, that.' }),
	),
	trust: Type.Optional(Type.String({ ...label, description: 'As the label of a document.' })),
	class: Type.Optional(Type.String({ ...label, description: 'As the label of a document.' })),
});
export type MemoryInput = Static<typeof fact>;

const labels = Type.Optional(Type.Array(Type.String(label)));
const ofTexts = {
	origins: Type.Optional(
		Type.Array(Type.Enum([...origins]), {
			description: 'Where texts of others came from that the facts and the reply can repeat. Default: nowhere.',
		}),
	),
	sensitivity: Type.Optional(closed({ class: labels, trust: labels }, { description: 'The labels of what they can repeat.' })),
};

const recall = closed(
	{
		operation: Type.Literal('recall'),
		person: Type.Optional(person),
		conversation: name,
		timeoutMs,
		agent: Type.Optional(Type.String({ ...bounds, description: 'The agent whose conversation it is; without one, that which is shared.' })),
		workflow: Type.Optional(Type.String({ ...bounds, description: 'The workflow of n8n that the agent is in.' })),
		question: Type.Optional(said),
		top: count('memories', memoryBounds.memories),
		turns: count('turns', memoryBounds.turns),
	},
	{
		description:
			'Recalls the memories of a person that fit the question best, or are most important; of a conversation its window. Requires a person or a conversation.',
	},
);

const remember = closed(
	{
		operation: Type.Literal('remember'),
		person: Type.Optional(person),
		conversation: name,
		timeoutMs,
		...ofTexts,
		facts: Type.Optional(Type.Array(fact, { minItems: 1, maxItems: memoryBounds.perTask })),
		turn: Type.Optional(closed({ message: said, reply: said })),
	},
	{ description: 'Stores facts of a person, and a turn of a conversation. With both, the conversation belongs to that person.' },
);

const preferences = closed(
	{
		operation: Type.Literal('preferences'),
		person,
		timeoutMs,
		...ofTexts,
		set: Type.Optional(
			recordOf(Type.Union([text, Type.Null()]), {
				maxProperties: memoryBounds.perTask,
				propertyNames: { minLength: 1, maxLength: memoryBounds.key },
			}),
		),
	},
	{ description: 'Reads all preferences. With set, first writes some, and removes those that are null.' },
);

const exported = closed({ operation: Type.Literal('export'), person, timeoutMs }, { description: 'Returns all stored data of a person.' });

const forget = closed(
	{ operation: Type.Literal('forget'), person: Type.Optional(person), conversation: name, timeoutMs },
	{
		description:
			'Removes all data of a person (facts, preferences, conversations), or of one conversation. Requires a person or a conversation.',
	},
);

export const memoryTasks = { recall, remember, preferences, export: exported, forget };

/**
 * Parsed by parse-memory-task.ts. `person` and `conversation` are the sender's names, such as a customer's number. An agent with the same names
 * shares the memory of the person, and a shared conversation.
 */
export type MemoryTask = Static<(typeof memoryTasks)[keyof typeof memoryTasks]>;

export type MemoryOperation = MemoryTask['operation'];

export const memoryTaskSchema = choice('operation', Object.values(memoryTasks));

export type MemoryTaskResult =
	| {
			operation: 'recall';
			memories: RecalledMemory[];
			by: 'meaning' | 'words' | 'importance';
			/** TroupeErrorCode that prevented a comparison by meaning. */
			embeddingFailure?: string;
			conversation?: ConversationWindow;
	  }
	| { operation: 'remember'; remembered: ComparedMemory[] }
	| { operation: 'preferences'; preferences: Record<string, string> }
	| ({ operation: 'export' } & PersonExport)
	| {
			operation: 'forget';
			removed: Forgotten & {
				vaultKeys: number;
				runs: number;
			};
			notReached?: NotReached;
	  };

/** Stores of each machine, if several share the memory. */
export interface NotReached {
	stores: string[];
	where: string;
}
