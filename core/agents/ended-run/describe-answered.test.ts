import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../../test/fakes/tool-agent';
import type { AnsweredRun, EndedRun } from '../agent-parts';
import { runAgent } from '../run-agent';

test('a judge gets what was read, and one token for one value in message, sources and reply', async () => {
	const answered: Array<AnsweredRun | undefined> = [];
	const model = scriptedChatModel(calling(['look', {}]), 'The machine of ana@example.com has 36 months [1].');
	const passage = { id: 'w#1', documentId: 'w.md', title: 'Warranty', text: 'Machines have 24 months.', start: 0, end: 24, score: 1 };
	const parts = toolAgent(model, {
		tools: [fakeTool('look', () => 'ana@example.com owns 2 machines')],
		retriever: { retrieve: async () => ({ passages: [passage] }) },
		onEnded: async ({ describeAnswered }: EndedRun) => void answered.push(await describeAnswered?.()),
	});
	const knowledge = { documents: 'docs', passages: 4, citations: 'required' as const };
	const clerk = { ...parts, definition: { ...parts.definition, knowledge } };
	await runAgent({ message: 'I am ana@example.com', conversationId: 'c1' }, clerk, new AbortController().signal);
	const [{ message, reply, sources }] = answered as [AnsweredRun];
	const token = /\[EMAIL\w+\]/.exec(message)![0];
	expect(reply).toBe(`The machine of ${token} has 36 months [1].`);
	expect(sources).toBe(`[1] Warranty\nMachines have 24 months.\n\nlook: ${token} owns 2 machines`);
});
