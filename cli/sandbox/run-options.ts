import { Option } from 'commander';
import { type Level, levels } from '../../sandbox/levels/level';
import { mostTimeMs } from '../../sandbox/levels/limits';
import type { KeyOptions } from '../terminal/open-signer';
import type { CapabilitySettings } from './capability-options';
import type { NetworkSettings } from './network-options';

export interface CodeOptions extends NetworkSettings, CapabilitySettings, KeyOptions {
	level: Level;
	memory: number;
	/** Milliseconds. */
	timeout: number;
	/** A folder, or empty. */
	scratch?: string;
	keepChanges?: string;
	json?: boolean;
}

export interface ScriptOptions extends CodeOptions {
	input?: string;
}

export const timeoutRange = ['10ms', `${mostTimeMs / 3_600_000}h`] as const;

/** Says what `--keys` does. */
export const signsReport = 'sign the report with a key in this folder; an approval needs a report of somebody else than the author';

export function levelOption(description: string): Option {
	return new Option('--level <level>', description).choices([...levels]).default('L0+' satisfies Level);
}
