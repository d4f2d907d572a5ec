import { TroupeError } from '../base/errors';
import type { ImagePart, RunStore } from '../ports';

const MAX_NAME = 200;

/** One message to an agent. */
export interface AgentRequest {
	message: string;
	/** Names the conversation whose turns are recalled; at most 200 characters. */
	conversationId: string;
	/** Whose conversation it is, by the host's own name, such as a customer's number: what is remembered of them is recalled. At most 200 characters. */
	person?: string;
	/** Names the run for one that is tried again, such as a job's key: what it did already is not done again. Default: a new one. */
	runId?: string;
	images?: ImagePart[];
	/** Goes on with a suspended run; message and conversation are the state's then. */
	resume?: { state: unknown; decisions: Decision[] };
	/** What a run left, for one in the mode `replay`; the message is the trail's then. */
	trail?: unknown[];
}

/** What a run began with, to go on with: as its state or its trail says, which nobody has verified yet. */
export interface AgentOfRun {
	id: string;
	version: string;
	prompt?: { name: string; version: string };
}

/** Of a request that goes on with a run: one that was suspended, recorded, or tried before by the same name. */
export async function agentOfRun(
	{ resume, trail, runId }: Pick<AgentRequest, 'resume' | 'trail' | 'runId'>,
	runs?: Pick<RunStore, 'first'>,
): Promise<AgentOfRun | undefined> {
	const entries = resume ? (resume.state as { trail?: unknown } | null)?.trail : trail;
	const isGiven = resume !== undefined || trail !== undefined;
	const first = isGiven ? firstOf(entries) : runId !== undefined && (await runs?.first(runId));
	const { agent } = (first || {}) as { agent?: Partial<AgentOfRun> };
	if (typeof agent?.id !== 'string' || typeof agent.version !== 'string') return undefined;
	const { id, version, prompt } = agent;
	const isPrompt = typeof prompt?.name === 'string' && typeof prompt.version === 'string';
	return { id, version, ...(isPrompt && { prompt }) };
}

const firstOf = (entries: unknown): unknown => (Array.isArray(entries) ? (entries as unknown[])[0] : undefined);

/** A person's word on what a run waits for. */
export type Decision =
	| { id: string; kind: 'approval'; approved: boolean; /** For the model, with the decision. */ comment?: string }
	| { id: string; kind: 'question'; answer: string };

/** @throws TroupeError INPUT_INVALID, naming the field */
export function checkAgentRequest({ message, conversationId, person, resume, trail }: AgentRequest): void {
	if (resume) return; // the state says
	if (!trail && (typeof message !== 'string' || message.trim() === '')) throw invalid('message', 'a non-empty text');
	if (!isName(conversationId)) throw invalid('conversationId', `a text of 1 to ${MAX_NAME} characters`);
	if (person !== undefined && !isName(person)) throw invalid('person', `a text of 1 to ${MAX_NAME} characters, or no value`);
}

const isName = (name: unknown) => typeof name === 'string' && name !== '' && name.length <= MAX_NAME;

function invalid(field: string, expected: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The agent's ${field} is missing or wrong: expected ${expected}.`,
		fix: `Set ${field} in the call of the agent.`,
		details: { field, expected },
	});
}
