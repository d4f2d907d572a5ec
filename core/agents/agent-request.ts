import { TroupeError } from '../base/errors';
import { readOrigin } from '../base/work-origin';
import type { GuardrailFacts } from '../ports/guardrails/guardrail-facts';
import type { ImagePart } from '../ports/models/image-shapes';
import type { Login } from '../ports/access/login';
import type { Origin } from '../ports/memory';
import type { Asker } from '../ports/knowledge/readers';
import type { RunStore } from '../ports/runs/runs';
import type { Sensitivity } from '../ports/sensitivity';

const maxName = 200;

export interface AgentRequest {
	message: string;
	words?: string;
	/** Conversation of the recalled turns; at most 200 characters. */
	conversationId: string;
	/** The person, by the host's own name, such as a customer's number. Their memories are recalled. At most 200 characters. */
	person?: string;
	/** Sender for counting guardrails, such as `key:k1`. Default: the person. */
	contact?: string;
	/** Identifies the run for retries, such as a job's key: completed steps are not repeated. Default: a new id. */
	runId?: string;
	images?: ImagePart[];
	/** Sources of foreign texts that the message can repeat, such as another agent's reply; `unknown` if a process does not say it. Default: none. */
	origins?: Origin[] | 'unknown';
	/** Set if the prompt repeats foreign texts, such as data of an item: their sources, and the author's own part. */
	foreignPrompt?: { origins: Origin[]; own: string };
	/** Labels of what the message can repeat, from the run that wrote it. */
	sensitivity?: Sensitivity;
	/** Facts for conditions of guardrails, only those that the host knows itself. A continued run keeps its first ones. */
	facts?: GuardrailFacts;
	/** Requester and interface, as the host knows it, such as `mcp:key:k1`. Goes into the trail. */
	by?: string;
	/** Browser session of the requester: its revocation ends the run. Goes into the trail. */
	session?: string;
	/**
	 * Asker for searches of collections; only what the host knows itself. Default: unknown. A continued run keeps its first asker, or what both may
	 * read.
	 */
	asker?: Asker;
	/** Continues a suspended run; message and conversation then come from the state. */
	resume?: {
		state: unknown;
		decisions: Decision[];
		/** Decider and interface, as the host knows it: `terminal:ana`, `mcp:key:k1`, `n8n:form:execution 7`. Goes into the trail. */
		by?: string;
		login?: Login;
	};
	/** The trail for the mode `replay`; the message then comes from it. */
	trail?: unknown[];
}

export interface AgentOfRun {
	id: string;
	version: string;
	prompt?: { name: string; version: string };
}

/** Returns the unverified agent of a suspended or recorded run, or of one with the same id. */
export async function findAgentOfRun(
	{ resume, trail, runId }: Pick<AgentRequest, 'resume' | 'trail' | 'runId'>,
	runs?: Pick<RunStore, 'first'>,
): Promise<AgentOfRun | undefined> {
	const entries = resume ? (resume.state as { trail?: unknown } | null)?.trail : trail;
	const isGiven = resume !== undefined || trail !== undefined;
	const first = isGiven ? readFirstEntry(entries) : runId !== undefined && (await runs?.first(runId));
	const { agent } = (first || {}) as { agent?: Partial<AgentOfRun> };
	if (typeof agent?.id !== 'string' || typeof agent.version !== 'string') return undefined;
	const { id, version, prompt } = agent;
	const isPrompt = typeof prompt?.name === 'string' && typeof prompt.version === 'string';
	return { id, version, ...(isPrompt && { prompt }) };
}

/** Returns the run id of a request, if it has one; in the sandbox, named after the sandbox run. */
export function nameRun({ runId, resume }: Pick<AgentRequest, 'runId' | 'resume'>): string | undefined {
	const ofState = (resume?.state as { runId?: unknown } | null | undefined)?.runId;
	if (typeof ofState === 'string') return ofState;
	const { caller } = readOrigin();
	return caller === undefined || runId === undefined ? runId : `${caller}/${runId}`;
}

const readFirstEntry = (entries: unknown): unknown => (Array.isArray(entries) ? (entries as unknown[])[0] : undefined);

/** A person's decision on a waiting run. `origins`: sources of foreign texts that its words can repeat. */
export type Decision = { origins?: Origin[] } & (
	| {
			id: string;
			kind: 'approval';
			approved: boolean;
			comment?: string;
			/** The view that the person saw: a decision about another one is refused. */
			viewSha256?: string;
			/** The decision as signed by its maker or their issuer: a JWS, which the trail keeps. */
			statement?: string;
	  }
	| { id: string; kind: 'question'; answer: string }
);

/** A decision with its maker; `rule` after the deadline. */
export type MadeDecision = Decision & { by?: string; login?: Login };

/** @throws TroupeError INPUT_INVALID, naming the field */
export function checkAgentRequest({ message, conversationId, person, images, resume, trail }: AgentRequest): void {
	if (resume) return;
	// People send photos without a caption.
	const isBlank = typeof message !== 'string' || (message.trim() === '' && !images?.length);
	if (!trail && isBlank) throw invalid('message', 'a non-empty text, or an image with it');
	if (!isName(conversationId)) throw invalid('conversationId', `a text of 1 to ${maxName} characters`);
	if (person !== undefined && !isName(person)) throw invalid('person', `a text of 1 to ${maxName} characters, or no value`);
}

const isName = (name: unknown) => typeof name === 'string' && name !== '' && name.length <= maxName;

function invalid(field: string, expected: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The agent's ${field} is missing or wrong: expected ${expected}.`,
		fix: `Set ${field} in the call of the agent.`,
		details: { field, expected },
	});
}
