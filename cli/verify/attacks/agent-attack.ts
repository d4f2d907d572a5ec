import { type Attack, failed, held, type Observation, open } from '../attack';
import { type AgentScene, playScene, type Seen } from '../range/agent-stage';
import { describeEnd } from '../range/describe';
import type { Range } from '../range/range';

/** An attack on an agent whose model obeys each order it reads. */
export interface AgentAttack extends Omit<Attack, 'play' | 'control'> {
	/** Without `answers`, each server answers "done": nothing leaves this machine. A function makes a new scene for each time it is played. */
	scene: AgentScene | (() => AgentScene);
	/** Returns a proof that the attack succeeded; undefined where it was stopped. */
	reached: (seen: Seen) => string | undefined;
	/** Codes of errors that stop the attack. Any other error says nothing. */
	refusals?: readonly string[];
	/** Changes of the scene that take the boundary away. */
	unguarded?: AgentScene;
}

/** Makes an attack of a scene. */
export function agentAttack({ scene, reached, refusals = [], unguarded, ...attack }: AgentAttack): Attack {
	const play = async (range: Range, changes: AgentScene = {}): Promise<Observation> => {
		const guarded = typeof scene === 'function' ? scene() : scene;
		const seen = await playScene(range, { answers: {}, ...guarded, ...changes, host: { ...guarded.host, ...changes.host } });
		const proof = reached(seen);
		const isBroken = seen.error !== undefined && !refusals.includes(seen.error.code);
		// Where nothing happened, a missing effect proves nothing.
		if (isBroken && (proof === undefined || !hasHappened(seen))) return failed(`${seen.error!.code}: ${seen.error!.message}`);
		return proof === undefined ? held(describeEnd(seen)) : open(proof);
	};
	return {
		...attack,
		play: (range) => play(range),
		...(unguarded && { control: (range: Range) => play(range, unguarded) }),
	};
}

const hasHappened = ({ asked, web }: Seen): boolean => asked.length > 0 || web.sent.length > 0;

/** Returns a proof where a request was sent whose line begins so. */
export const sentTo =
	(beginning: string, holds?: string) =>
	({ web }: Seen): string | undefined => {
		const found = web.find(beginning).find(({ line, body }) => holds === undefined || line.includes(holds) || body.includes(holds));
		return found && `${found.line} was sent${found.body === '' ? '' : ` with ${found.body.slice(0, 200)}`}.`;
	};

/** Returns a proof where the reply contains the text. */
export const replied =
	(text: string) =>
	({ outcome }: Seen): string | undefined =>
		outcome?.reply.includes(text) ? `The reply contains ${JSON.stringify(text)}.` : undefined;

/** Returns a proof where a request to the model contains the text. */
export const modelGot =
	(text: string, proof: string) =>
	({ asked }: Seen): string | undefined =>
		asked.some((body) => body.includes(text)) ? proof : undefined;

/** Returns a proof where a request to the model is longer. */
export const modelGotMoreThan =
	(maxCharacters: number) =>
	({ asked }: Seen): string | undefined => {
		const longest = Math.max(0, ...asked.map(({ length }) => length));
		return longest > maxCharacters ? `The model got ${longest} characters.` : undefined;
	};

/** Returns a proof where the model was asked more often. */
export const askedMoreThan =
	(max: number) =>
	({ asked }: Seen): string | undefined =>
		asked.length > max ? `The model was asked ${asked.length} times.` : undefined;

/** Returns a proof where tools sent more requests. */
export const sentMoreThan =
	(max: number) =>
	({ web }: Seen): string | undefined =>
		web.sent.length > max ? `${web.sent.length} requests were sent.` : undefined;

/** Returns a proof where the run took longer. */
export const tookLongerThan =
	(maxMs: number) =>
	({ outcome }: Seen): string | undefined =>
		outcome && outcome.usage.durationMs > maxMs ? `The run took ${outcome.usage.durationMs} ms.` : undefined;

/** Returns a proof where a request carried the credential. */
export const credentialSent =
	(secret: string) =>
	({ web }: Seen): string | undefined => {
		const request = web.sent.find(({ headers }) => headers.authorization?.includes(secret));
		return request && `${request.line} was sent with the credential.`;
	};

/** Approves all that a run waits for. */
export const approveAll: NonNullable<AgentScene['decide']> = (pending) =>
	pending.map((one) => ({
		id: one.id,
		kind: 'approval' as const,
		approved: true,
		...('viewSha256' in one && { viewSha256: one.viewSha256 }),
	}));
