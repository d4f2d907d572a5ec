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

/** One message to an agent. */
export interface AgentRequest {
	message: string;
	/** Text that the person wrote, where the message has more than that, such as files. */
	words?: string;
	/** Identifies the conversation whose turns are recalled; at most 200 characters. */
	conversationId: string;
	/**
	 * The person whose conversation it is, by the host's own name, such as a customer's number. Their memories are recalled. At most 200 characters.
	 */
	person?: string;
	/** Whose messages guardrails count, as the host knows it, such as `key:k1`. Default: the person. */
	contact?: string;
	/** Identifies the run for retries, such as a job's key: completed steps are not repeated. Default: a new id. */
	runId?: string;
	images?: ImagePart[];
	/**
	 * Where texts of others came from that the message can repeat, such as the reply of another agent; `unknown` if a process does not say it. Default:
	 * nowhere.
	 */
	origins?: Origin[] | 'unknown';
	/** Set where the prompt repeats texts of others, such as data of an item: where they came from, and what of the prompt its author wrote. */
	foreignPrompt?: { origins: Origin[]; own: string };
	/** The labels of what the message can repeat, as the run that wrote it returned them. */
	sensitivity?: Sensitivity;
	/** What conditions of its guardrails depend on; only what the host knows itself. A run that is continued keeps those it began with. */
	facts?: GuardrailFacts;
	/** Who asks, and through which interface, as the host knows it, such as `mcp:key:k1`. Goes into the trail. */
	by?: string;
	/** The session of a browser in which they ask: the run ends when it is revoked. Goes into the trail. */
	session?: string;
	/**
	 * Who asks, for searches of collections; only what the host knows itself. Default: nobody known. A run that is continued keeps who it began with,
	 * or what both may read.
	 */
	asker?: Asker;
	/** Continues a suspended run; message and conversation then come from the state. */
	resume?: {
		state: unknown;
		decisions: Decision[];
		/** The person who decides, and through which interface, as the host knows it: `terminal:ana`, `mcp:key:k1`, `n8n:form:execution 7`. Goes into the trail. */
		by?: string;
		/** The login of this person, where an issuer says it. */
		login?: Login;
	};
	/** The trail of a run, for the mode `replay`; the message then comes from the trail. */
	trail?: unknown[];
}

/** The agent that a run started with, according to its state or trail, which is not verified yet. */
export interface AgentOfRun {
	id: string;
	version: string;
	prompt?: { name: string; version: string };
}

/** Returns the agent of a request that continues a run: a suspended or recorded one, or one with the same id. */
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

/** Returns the id of the run that a request begins or continues, where the request has one: in the sandbox, named after the run of the sandbox. */
export function nameRun({ runId, resume }: Pick<AgentRequest, 'runId' | 'resume'>): string | undefined {
	const ofState = (resume?.state as { runId?: unknown } | null | undefined)?.runId;
	if (typeof ofState === 'string') return ofState;
	const { caller } = readOrigin();
	return caller === undefined || runId === undefined ? runId : `${caller}/${runId}`;
}

const readFirstEntry = (entries: unknown): unknown => (Array.isArray(entries) ? (entries as unknown[])[0] : undefined);

/** A person's decision on what a run waits for. `origins`: where texts of others came from that its words can repeat. */
export type Decision = { origins?: Origin[] } & (
	| {
			id: string;
			kind: 'approval';
			approved: boolean;
			/** For the model, together with the decision. */
			comment?: string;
			/** The view that the person saw: a decision about another one is refused. */
			viewSha256?: string;
			/** The decision as signed by whoever made it, or by the issuer that knows them: a JWS, which the trail keeps. */
			statement?: string;
	  }
	| { id: string; kind: 'question'; answer: string }
);

/** A decision, and the person who made it; `rule` where the time to decide was over. */
export type MadeDecision = Decision & { by?: string; login?: Login };

/** @throws TroupeError INPUT_INVALID, naming the field */
export function checkAgentRequest({ message, conversationId, person, images, resume, trail }: AgentRequest): void {
	if (resume) return; // the state contains them
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
