import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPackageFolder } from '../../core/base/package-folder';
import type { Check, Finding, Machine } from '../../cli/doctor/check';

/** A new, empty installation for one test. */
export interface TestMachine extends Machine {
	environment: Record<string, string>;
	at(...path: string[]): string;
	/** Returns what a check finds, as `state text`. */
	look(check: Check): Promise<string[]>;
	/** Returns the findings themselves. */
	find(check: Check): Promise<Finding[]>;
	remove(): void;
}

/** The user has no other home: nothing of the machine that runs the tests is seen. */
export function createTestMachine(environment: Record<string, string> = {}, packageFolder = findPackageFolder()): TestMachine {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-doctor-'));
	const home = join(folder, 'home');
	const machine: TestMachine = {
		environment: { HOME: folder, TROUPE_HOME: home, ...environment },
		home,
		packageFolder,
		nowMs: Date.now(),
		at: (...path) => join(home, ...path),
		find: async (check) => check.look(machine, AbortSignal.timeout(20_000)),
		look: async (check) =>
			(await machine.find(check)).map(({ state, text }) => `${state} ${text.replaceAll(home, '~').replaceAll(folder, '~~')}`),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
	return machine;
}
