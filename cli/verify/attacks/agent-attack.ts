import { type Attack, judge, notTried, type Observation } from '../attack';
import { type AgentScene, describeEnd, playScene, type Seen } from '../range/agent-stage';
import type { Range } from '../range/range';

/** An attack on an agent whose model obeys each order it reads. */
export interface AgentAttack extends Omit<Attack, 'play' | 'control'> {
	scene: AgentScene;
	/** Returns a proof that the attack succeeded; undefined where it was stopped. */
	reached: (seen: Seen) => string | undefined;
	/** Codes of errors that stop the attack. Any other error says nothing. */
	refusals?: readonly string[];
	/** Changes of the scene that take the boundary away. */
	unguarded?: AgentScene;
}

/** Makes an attack of a scene. */
export function agentAttack({ scene, reached, refusals = [], unguarded, ...attack }: AgentAttack): Attack {
	const play = async (range: Range, played: AgentScene): Promise<Observation> => {
		const seen = await playScene(range, played);
		const proof = reached(seen);
		if (proof === undefined && seen.error && !refusals.includes(seen.error.code))
			return notTried(`The scene could not be played: ${seen.error.code}: ${seen.error.message}`);
		return judge(proof, describeEnd(seen));
	};
	return {
		...attack,
		play: (range) => play(range, scene),
		...(unguarded && { control: (range: Range) => play(range, { ...scene, ...unguarded, host: { ...scene.host, ...unguarded.host } }) }),
	};
}

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
