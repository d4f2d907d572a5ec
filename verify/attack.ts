import type { Range } from './range/range';

/** The number of one of OWASP's ten agentic risks, as in `ASI02`. */
export type RiskId = `ASI${'01' | '02' | '03' | '04' | '05' | '06' | '07' | '08' | '09' | '10'}`;

/** Result of one attempt. `not-tried`: something that the attack needs is missing here, or it failed, so that nothing is known. */
export type Observation =
	| { state: 'held'; seen: string }
	| { state: 'open'; seen: string; /** Replaces the fix of the attack where the cause is known. */ fix?: string }
	| { state: 'not-tried'; seen: string; /** It was begun and broke off; otherwise a condition is missing here. */ failed?: true };

/** An attack on this installation. */
export interface Attack {
	/** `ASI02.03`. */
	id: `${RiskId}.${string}`;
	/** Names in plain words what an attacker would achieve. */
	title: { en: string; pt: string };
	/** Tells in a sentence how it is tried. */
	tries: string;
	/** Tells the operator how to stop it. */
	fix: string;
	/** Requirements of OWASP AISVS 1.0 that it concerns. */
	aisvs?: readonly string[];
	/** Tries the attack. An error that it does not expect counts as not tried. */
	play(range: Range): Promise<Observation>;
	/** Tries it where nothing guards: it has to succeed, or the attack proves nothing. Absent where nothing can be switched off. */
	control?(range: Range): Promise<Observation>;
}

export const held = (seen: string): Observation => ({ state: 'held', seen });
export const open = (seen: string, fix?: string): Observation => ({ state: 'open', seen, ...(fix !== undefined && { fix }) });
export const failed = (why: string): Observation => ({ state: 'not-tried', seen: `It could not be played: ${why}`, failed: true });
export const notTried = (seen: string): Observation => ({ state: 'not-tried', seen });
