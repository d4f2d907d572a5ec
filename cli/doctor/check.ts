import { isTroupeError } from '../../core/base/errors';
import type { Environment } from '../../core/base/settings/setting-names';

/** `skipped`: there is nothing to look at on this machine, or it cannot be seen from here; the text says why. */
export type FindingState = 'ok' | 'warn' | 'fail' | 'skipped';

export interface Finding {
	state: FindingState;
	text: string;
	/** An imperative sentence. Only for `warn` and `fail`. */
	fix?: string;
}

/** The installation that the checks look at. They change nothing in it. */
export interface Machine {
	environment: Environment;
	/** The folder of Troupe's state and trust. It can be missing. */
	home: string;
	/** The folder of the package whose command runs. */
	packageFolder: string;
	/** The clock of this machine, in milliseconds since the epoch. */
	nowMs: number;
}

export interface Check {
	/** As in docs/operations/doctor.md. */
	id: string;
	looksAt: string;
	/** Returns one finding for each thing. A TroupeError counts as a failure with its fix. */
	look(machine: Machine, signal: AbortSignal): Finding[] | Promise<Finding[]>;
}

export const ok = (text: string): Finding => ({ state: 'ok', text });
export const warn = (text: string, fix: string): Finding => ({ state: 'warn', text, fix });
export const fail = (text: string, fix: string): Finding => ({ state: 'fail', text, fix });
export const skipped = (text: string): Finding => ({ state: 'skipped', text });

/** Turns an expected error into a failure, and throws any other. */
export function failBy(error: unknown): Finding {
	if (!isTroupeError(error)) throw error;
	return { state: 'fail', text: error.message, ...(error.fix && { fix: error.fix }) };
}
