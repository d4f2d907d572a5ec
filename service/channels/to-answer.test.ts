import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { deliverAnswer, type TurnAnswer } from '../../core/channels/answer-turn';
import type { HandOverRequest } from '../../core/channels/hand-over';
import { toAnswer } from './to-answer';

const outcome = (changes: object) =>
	({
		kind: 'needs-human',
		reason: 'guardrail',
		reply: 'A person will answer.',
		citations: [],
		guardrails: [],
		...changes,
	}) as unknown as AgentOutcome;

async function handOver(answer: TurnAnswer, language: 'en' | 'pt'): Promise<HandOverRequest> {
	const requests: HandOverRequest[] = [];
	await deliverAnswer(
		{
			outbox: { enqueue: () => Promise.reject(new Error('Nothing is sent.')) },
			abilities: { maxTextLength: 1_000 },
			handOvers: { findDraft: () => Promise.resolve(undefined) },
			handOver: (request) => Promise.resolve(requests.push(request)),
		},
		{ tenant: 'acme', conversation: 'c', turn: 't', key: 'turn t', language },
		answer,
	);
	return requests[0]!;
}

it('tells people of an image that the agent may not look at, in their language', async () => {
	const answer = toAnswer(outcome({ guardrails: [{ guardrail: 'files', action: 'ask-person' }] }));
	expect(await handOver(answer, 'pt')).toMatchObject({
		...{ reason: { pt: 'o cliente mandou uma imagem, que o agente não pode ver' }, talk: 'pt' },
	});
	expect(await handOver(answer, 'en')).toMatchObject({
		...{ reason: { en: 'the customer sent an image, which the agent cannot look at' }, talk: 'en' },
	});
});

it('tells people at once of a customer who writes of harming themselves', async () => {
	const stop = { guardrail: 'harmful-content', stage: 'input', action: 'ask-person', matches: [{ type: 'self-harm', start: 0, end: 0 }] };
	expect(await handOver(toAnswer(outcome({ guardrails: [stop] })), 'pt')).toMatchObject({
		reason: { pt: 'urgente: o cliente fala em se ferir ou em morrer' },
	});
	const spoken = outcome({ guardrails: [{ ...stop, stage: 'output' }] });
	expect((await handOver(toAnswer(spoken), 'pt')).reason).toMatchObject({
		pt: 'uma regra do agente pede que uma pessoa veja esta mensagem',
	});
});

it('names no part of the agent where a rule stopped it', async () => {
	const { reason } = await handOver(toAnswer(outcome({})), 'pt');
	expect(reason).toMatchObject({ pt: 'uma regra do agente pede que uma pessoa veja esta mensagem' });
	const judged = outcome({ reason: 'not-covered', guardrails: [{ guardrail: 'files', action: 'log' }] });
	expect((await handOver(toAnswer(judged), 'pt')).reason).toMatchObject({
		pt: 'o agente não encontrou a resposta nos documentos dele',
	});
});
