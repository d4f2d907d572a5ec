import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { openGate } from '../../fakes/permissive-gate';
import type { SandboxPrograms } from '../../../sandbox/kinds/inside/programs';
import { fakeExecuteFunctions, type FakeExecution } from '../n8n/fake-execute-functions';
import { execute } from '../../../nodes/TroupeSandbox/execute';

/** A home of Troupe for the tests of one file. */
export function useTestHome(): string {
	const home = mkdtempSync(join(tmpdir(), 'troupe-sandbox-node-'));
	beforeAll(() => (process.env.TROUPE_HOME = home));
	afterAll(() => {
		delete process.env.TROUPE_HOME;
		rmSync(home, { recursive: true });
	});
	return home;
}

export const usual = { operation: 'run', source: 'process.stdin.pipe(process.stdout)', input: 'hello', level: 'L0', options: {} };
const noPrograms: SandboxPrograms = { agent: '', process: '', workflow: '' };

/** Runs the node and returns its items: at a service if it has a credential of one. */
export async function run(parameters: IDataObject, options: Partial<FakeExecution> = {}, programs = noPrograms) {
	const context = fakeExecuteFunctions({
		...options,
		parameters: { ...usual, ...(options.credentials && { runOn: 'service' }), ...parameters },
	});
	const [output] = await execute.call(context, { gate: openGate() }, programs);
	return output!.map(({ json }) => json);
}

/** Parameters of a run on this machine. */
export const own = (parameters: IDataObject): IDataObject => ({ runOn: 'own', rules: {}, ...parameters });

/** An agent that asks a model for each answer. */
export const visitor = JSON.stringify({
	...{ id: 'visitor', version: '1.0.0', name: 'Visitor', purpose: 'Answers.', prompt: 'Answer.', limits: {} },
	...{ model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false }, guardrails: { personalData: { types: [] } } },
});

/** Removes bubblewrap from the results of the probes. */
export function loseBubblewrap(file: string): void {
	const stored = JSON.parse(readFileSync(file, 'utf8')) as { measured: Array<{ level: string }> };
	for (const one of stored.measured)
		if (one.level !== 'L0') Object.assign(one, { reached: false, blocker: 'bwrap is missing', fix: 'Install bubblewrap.' });
	writeFileSync(file, JSON.stringify(stored));
}
