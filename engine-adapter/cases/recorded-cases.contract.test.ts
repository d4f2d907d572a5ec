import { asCaseTrace, asStep, withoutGoneJobs } from '../../test/contract/as-process-case';
import { contractCases } from '../../test/contract/cases';
import type { ContractCase, RecordedCase } from '../../test/contract/contract-case';
import { readRecording } from '../../test/contract/recording';
import { sampleOf } from '../../test/support/slow-tests';
import { parseProcessCase } from './parse-process-case';
import { playCase } from './play-case';
import type { CaseTrace } from './process-case';

async function play({ resources, script }: ContractCase): Promise<CaseTrace> {
	const document = { script: script.map(asStep), autoComplete: false };
	const { trace } = await playCase(resources, await parseProcessCase(JSON.stringify(document), 'case.json'));
	return trace as CaseTrace;
}

describe('what was recorded from the real Zeebe', () => {
	// The contract's script waits for the job that comes back; a case says how long.
	const patient = 'job-backoff-ends';
	// The contract's script answers jobs in their order, those that are gone too; a case answers what is there first.
	const inOrder = ['ad-hoc-job-output', 'listener-boundary'];
	const left = [patient, ...inOrder];
	const known = sampleOf(
		contractCases.filter(({ id, script }) => !left.includes(id) && script.every((action) => asStep(action) !== undefined)),
	);
	test.each(known.map((one) => [one.title, one] as const))('%s', async (_title, contractCase: RecordedCase) => {
		const { trace: recorded } = readRecording(contractCase);
		const trace = await play(contractCase);
		if (recorded.deploy !== 'ok') return expect(trace).toEqual({ deploy: { rejected: expect.any(String) } });
		expect(withoutGoneJobs(contractCase, trace)).toEqual(asCaseTrace(contractCase, recorded));
	});
});
