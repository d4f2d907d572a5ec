import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentDefinition } from '../../core/agents/definition/agent-definition';
import { runAgent } from '../../core/agents/run-agent';
import { composeAgent } from '../../providers/compose/agents/agent';
import { openGate } from '../../test/fakes/permissive-gate';
import { findOwnWords, type HandbookQuestion, isRight } from './handbook-question';
import type { SmallModel } from './start-small-model';

export interface HandbookAnswer {
	question: string;
	kind: string;
	/** Why it is not a reply: the reason, or the codes of guardrails. */
	why: string;
	reply: string;
	isRight: boolean;
	/** Statements of a reply that are not quotations, for a person to judge. */
	ownWords: string[];
	/** What answered, as `provider:model`. */
	model: string | null;
	modelCalls: number;
}

/** Asks the support example, each question in a conversation of its own, with the small model alone in its route, or with no model. */
export async function askHandbook(
	questions: readonly HandbookQuestion[],
	model: SmallModel | undefined,
	onAnswer: (answer: HandbookAnswer) => void = () => undefined,
): Promise<HandbookAnswer[]> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-small-model-'));
	try {
		prepareAgent(folder, model);
		const providers = model ? { openai: { apiKey: 'none', baseUrl: model.baseUrl } } : {};
		const host = { gate: openGate(), agentFolders: [folder], providers };
		const parts = await composeAgent({ kind: 'id', id: 'support' }, host);
		const answers: HandbookAnswer[] = [];
		for (const [index, { question, ...expected }] of questions.entries()) {
			const request = { message: question, conversationId: `question-${index}` };
			const outcome = await runAgent(request, parts, new AbortController().signal);
			const { kind, reply = '', citations, usage, guardrails } = outcome;
			const why = 'reason' in outcome ? outcome.reason : guardrails.map(({ stage, code }) => `${stage} ${code}`).join(', ');
			const sources = citations.map(({ documentId }) => documentId);
			const answer = {
				question,
				kind,
				why,
				reply,
				model: usage.model,
				modelCalls: usage.modelCalls,
				isRight: kind === 'reply' && isRight({ question, ...expected }, { reply, sources }),
				ownWords: kind === 'reply' ? findOwnWords(reply) : [],
			};
			onAnswer(answer);
			answers.push(answer);
		}
		return answers;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** The example as it is, but for its route, and for a time that a model on one processor can keep. */
function prepareAgent(folder: string, model: SmallModel | undefined): void {
	cpSync('examples/support', join(folder, 'support'), { recursive: true });
	const file = join(folder, 'support/agent.json');
	const definition = JSON.parse(readFileSync(file, 'utf8')) as AgentDefinition;
	const route = model ? [{ provider: 'openai', model: model.name }] : definition.model.route;
	const changed = { model: { ...definition.model, route }, limits: { ...definition.limits, wallClockMs: 240_000 } };
	writeFileSync(file, JSON.stringify({ ...definition, ...changed }));
}
