import { closed } from '../../core/base/shape';
import { type MemoryOperation, type MemoryTaskResult, memoryTasks } from '../../core/memory/task/memory-task';
import { open } from '../../manifests/registry/api/answer-fields';
import type { MemoryHost } from '../../providers/compose/hosts/knowledge-host';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { ofModels, operation, type OperationContext } from './operation';

/** The ids of persons are personal data: they are in bodies, and never in an address. */
const ofMemory = <Name extends MemoryOperation>(name: Name, summary: string, action?: string) => {
	const { operation: _operation, ...fields } = memoryTasks[name].properties;
	return operation({
		...{ summary, tag: 'memory', method: 'POST', path: `memory/${name}`, scope: 'memory:manage' },
		...(action !== undefined && { act: (input: object) => ({ action, person: (input as { person?: string }).person }) }),
		input: { body: closed(fields) },
		output: open(),
		refusals: ofModels,
		/** @throws TroupeError as runMemoryTask */
		async perform(input: object, { host, signal }: OperationContext<MemoryHost>) {
			return (await runMemoryTask({ ...input, operation: name }, host, signal)) as Extract<MemoryTaskResult, { operation: Name }>;
		},
	});
};

/** What can be done with what is remembered of people and conversations. */
export const memoryOperations = {
	recall: ofMemory('recall', 'Recall the memories of a person, or the newest turns of a conversation'),
	remember: ofMemory('remember', 'Store facts of a person, each once, or a turn of a conversation', 'memory.added'),
	preferences: ofMemory('preferences', 'Set and remove preferences of a person, and read all', 'memory.preferences_set'),
	export: ofMemory('export', 'Return everything that is stored of a person', 'data.exported'),
	forget: ofMemory('forget', 'Remove everything of a person, or of a conversation', 'person.forgotten'),
};
