import { Option } from 'commander';
import { type Level, levels } from '../../sandbox/levels/level';
import type { CapabilitySettings } from './capability-options';
import type { NetworkSettings } from './network-options';

/** The options of all commands that run untrusted code. */
export interface CodeOptions extends NetworkSettings, CapabilitySettings, SigningOptions {
	level: Level;
	memory: number;
	/** Seconds. */
	timeout: number;
	/** A folder, or empty. */
	scratch?: string;
	keepChanges?: string;
	json?: boolean;
}

export interface ScriptOptions extends CodeOptions {
	input?: string;
}

/** Who vouches for the report. */
export interface SigningOptions {
	/** A folder. */
	keys?: string;
	/** Whose key of the folder signs. Default: `author`. */
	signAs?: 'author' | 'approver';
}

export function signingOptions(): Option[] {
	return [
		new Option('--keys <folder>', 'sign the report with a key in this folder'),
		new Option('--sign-as <role>', 'whose key signs it; an approval needs a report of somebody else than the author')
			.choices(['author', 'approver'])
			.default('author'),
	];
}

export function levelOption(description: string): Option {
	return new Option('--level <level>', description).choices([...levels]).default('L0+' satisfies Level);
}
