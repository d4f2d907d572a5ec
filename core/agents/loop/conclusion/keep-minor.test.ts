import { never } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, toolAgent } from '../../../../test/fakes/tool-agent';
import { createAskingTool } from '../../../channels/hand-over-tool';
import { describeMissed } from '../../../conversations/mailbox/describe-missed';
import { describeSilence } from '../../../conversations/mailbox/describe-silence';
import type { StoredMessage } from '../../../ports/channels/mailbox';
import type { ConversationState, ConversationStateStore } from '../../../ports/guardrails/conversation-state';
import type { ConversationTurn } from '../../../ports/memory';
import type { AgentParts } from '../../agent-parts';
import { runAgent } from '../../run-agent';

const minor = { pt: 'Só atendemos adultos.', en: 'We only serve adults.' };
const said = 'Qual máquina você procura?';

/** A conversation with an agent that serves adults alone; `states` is what its host stores. */
function converse({ stores = true, ...changes }: { stores?: boolean; turns?: ConversationTurn[] } & Partial<AgentParts> = {}) {
	const states = new Map<string, ConversationState>();
	const conversations: ConversationStateStore = {
		read: async (id) => states.get(id),
		change: async (id, change) => {
			states.set(id, change(states.get(id)));
			return states.get(id)!;
		},
	};
	const turns = changes.turns ?? [];
	const memory = {
		recall: async () => ({ turns, memories: [] }),
		remember: async (_where: unknown, turn: ConversationTurn) => void turns.push(turn),
	};
	const write = async (message: string, ...steps: Parameters<typeof scriptedChatModel>) => {
		const agent = toolAgent(scriptedChatModel(...(steps.length > 0 ? steps : [said, said])), { tools: [createAskingTool()], ...changes });
		const parts = { ...agent, ...(stores ? { conversations } : { memory }), definition: { ...agent.definition, texts: { minor } } };
		return (await runAgent({ message, conversationId: 'c1' }, parts, never)).reply;
	};
	return { write, states };
}

const afterPerson = (words: string) => {
	const message = { number: 1, author: 'person', content: [{ kind: 'text', text: 'Falei com a mãe dele, pode seguir.' }] } as StoredMessage;
	return `${describeMissed([message], new Set(), { language: 'pt' })}\n${words}`;
};

describe.each([
	['the host stores states of conversations', true],
	['the host only recalls turns', false],
])('where %s, a minor', (_where, stores) => {
	const open = () => converse({ stores });

	it('reads the one text for the rest of the conversation (elizaOS/eliza#15586)', async () => {
		const { write } = open();
		expect(await write('Oi, tenho 15 anos.')).toBe(minor.pt);
		for (const message of ['Quanto custa a prensa?', 'Por favor, é para a escola', 'Obrigado!', 'Meu pai tem 40 anos.'])
			expect(await write(message)).toBe(minor.pt);
	});

	it('is one no more where an adult writes, and then the agent goes on', async () => {
		const { write } = open();
		await write('Oi, tenho 15 anos.');
		expect(await write('Aqui é o pai dele, quero a prensa.')).toBe(said);
		expect(await write('Quanto custa?')).toBe(said);
		expect(await write('Voltei, sou menor de idade')).toBe(minor.pt);
	});

	it('is one no more where a person of the company took over', async () => {
		const { write } = open();
		await write('Oi, tenho 15 anos.');
		expect(await write(afterPerson('Quero a prensa.'))).toBe(said);
		expect(await write('Quanto custa?')).toBe(said);
		expect(await write(afterPerson('Tenho 15 anos'))).toBe(minor.pt);
	});
});

test('what an agent wrote down of a minor when it handed over holds for later turns', async () => {
	const { write, states } = converse();
	const handOver = calling(['hand_over', { reason: 'menor de idade' }, 'h']);
	expect(await write('Estou na oitava série.', handOver, said)).toBe(minor.pt);
	expect(await write('E a prensa?')).toBe(minor.pt);
	expect(JSON.stringify([...states])).toBe('[["c1",{"replies":2,"questionsInARow":0,"isMinor":true}]]');
});

test('who is in danger, or silent, is not told it', async () => {
	const { write } = converse();
	await write('Tenho 15 anos.');
	expect(await write('Não quero mais viver.', 'Ligue 188.', 'Ligue 188.')).not.toBe(minor.pt);
	const silence = describeSilence({ number: 1, of: 2, silentMs: 3_600_000 }, 'pt', true);
	expect(await write(silence, 'NADA')).toBe('NADA');
	expect(await write(silence, 'Posso ajudar?')).toBe(minor.pt);
});

test('a trial of the agent stores nothing of it', async () => {
	const { write, states } = converse({ mode: 'dry-run' });
	expect(await write('Tenho 15 anos.')).toBe(minor.pt);
	expect(states.size).toBe(0);
});
