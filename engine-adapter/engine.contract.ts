/** One suite for every driver of the process engine port. What must happen was recorded from the real Zeebe 8.6 broker and the 8.8 engine. */
import type { ContractTarget, EngineVersion, RecordedCase } from '../test/contract/contract-case';
import { contractCases } from '../test/contract/cases';
import { EventDesk } from '../test/contract/event-desk';
import { JobDesk } from '../test/contract/job-desk';
import { isFor, plain, readRecording, writeRecording } from '../test/contract/recording';
import { runCase } from '../test/contract/run-case';

/** Declares the suite. `start` is called once, `stop` of what it gives at the end. Without a version every case is played. */
export function describeEngineContract(
	name: string,
	start: () => Promise<ContractTarget>,
	version?: EngineVersion,
	choose: (cases: RecordedCase[]) => RecordedCase[] = (cases) => cases,
): void {
	describe(`engine contract on ${name}`, () => {
		const context = openOnce(start);
		test.each(choose(casesFor(version)).map((contractCase) => [contractCase.title, contractCase] as const))(
			'%s',
			async (_title, contractCase) => {
				const expected = readRecording(contractCase, version).trace;
				const { target, ...desks } = await context();
				expect(plain(await runCase(target, desks, contractCase))).toEqual(expected);
			},
			30_000,
		);
	});
}

/** Cases to record: all, or those with one of these ids or of one of these families. */
export type RecordingSelection = 'all' | string[];

/** Runs the selected cases and writes down what this engine does: for the real engines only. */
export function recordEngineContract(
	engineVersion: string,
	start: () => Promise<ContractTarget>,
	version: EngineVersion,
	selection: RecordingSelection,
): void {
	const unknown = selection === 'all' ? [] : selection.filter((name) => !contractCases.some((one) => isNamed(one, name)));
	if (unknown.length > 0) throw new Error(`No case or family is called ${unknown.join(' or ')}.`);
	const cases = casesFor(version).filter((one) => selection === 'all' || selection.some((name) => isNamed(one, name)));
	describe(`recording of the engine contract from ${engineVersion}`, () => {
		if (cases.length === 0) return test('the selection has no case for this version', () => undefined);
		const context = openOnce(start);
		test.each(cases.map((contractCase) => [contractCase.id, contractCase] as const))(
			'%s',
			async (_id, contractCase) => {
				const { target, ...desks } = await context();
				writeRecording(contractCase, engineVersion, version, await runCase(target, desks, contractCase));
			},
			60_000,
		);
	});
}

const isNamed = ({ id, family }: RecordedCase, name: string): boolean => id === name || family === name;

const casesFor = (version: EngineVersion | undefined): RecordedCase[] =>
	contractCases.filter((contractCase) => version === undefined || isFor(contractCase, version));

interface Context {
	target: ContractTarget;
	desk: JobDesk;
	eventDesk: EventDesk;
}

function openOnce(start: () => Promise<ContractTarget>): () => Promise<Context> {
	let opened: Context;
	beforeAll(async () => {
		const target = await start();
		opened = { target, desk: new JobDesk(target.engine), eventDesk: new EventDesk(target.observer) };
		opened.eventDesk.open();
	}, 180_000);
	afterAll(async () => {
		await opened.desk.close();
		opened.eventDesk.close();
		await opened.target.stop();
	}, 30_000);
	return () => Promise.resolve(opened);
}
