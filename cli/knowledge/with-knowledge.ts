import type { KnowledgeHost } from '../../providers/compose/hosts/knowledge-host';
import { closeKnowledge } from '../../providers/compose/knowledge/knowledge';
import { knowledgeFromEnvironment } from '../../providers/compose/knowledge/knowledge-host';
import type { KnowledgePlace } from '../../service/operations/knowledge/who-asks';
import type { InputOf, InputShapes, Operation } from '../../service/operations/operation';
import { openPrivateState } from '../host';
import { callOperation } from '../services/call-operation';
import type { Terminal } from '../terminal/terminal';

export type CallKnowledge = <Input extends InputShapes, Output>(
	called: Operation<Input, Output, KnowledgePlace>,
	input: InputOf<Input>,
) => Promise<Output>;

/** Lets a command call operations, for which knowledge is opened once, and closes it. */
export async function withKnowledge<Result>(
	terminal: Terminal,
	work: (call: CallKnowledge) => Promise<Result>,
	open: (terminal: Terminal) => KnowledgeHost | Promise<KnowledgeHost> = openCollections,
): Promise<Result> {
	let opened: Promise<KnowledgeHost> | undefined;
	try {
		return await work((called, input) => callOperation(called, input, terminal, () => (opened ??= Promise.resolve(open(terminal)))));
	} finally {
		const host = await opened?.catch(() => undefined);
		if (host) await closeKnowledge(host);
	}
}

const openCollections = (terminal: Terminal): KnowledgeHost => ({
	...knowledgeFromEnvironment(terminal.environment),
	...openPrivateState(terminal),
	providers: {},
});
