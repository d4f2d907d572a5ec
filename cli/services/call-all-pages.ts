import type { InputOf, InputShapes, Operation, OperationHost } from '../../service/operations/operation';
import type { Terminal } from '../terminal/terminal';
import { callOperation } from './call-operation';

type Page = { items: unknown[]; cursor?: string };

/** Performs an operation that lists until there are no more pages. Returns the first answer with the items of all. */
export async function callAllPages<Input extends InputShapes, Output extends Page, Place = OperationHost>(
	called: Operation<Input, Output, Place>,
	input: InputOf<Input>,
	terminal: Terminal,
	open?: (terminal: Terminal) => Place | Promise<Place>,
): Promise<Output> {
	const first = await callOperation(called, input, terminal, open);
	for (let { cursor } = first; cursor !== undefined;) {
		const page = await callOperation(called, { ...(input as object), cursor } as InputOf<Input>, terminal, open);
		first.items.push(...page.items);
		({ cursor } = page);
	}
	return first;
}
