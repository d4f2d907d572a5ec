import { writeFileSync } from 'node:fs';
import { readOutcomes, readTexts, recordedFile, type TimerKind, type TimerOutcome } from '../../support/timers/recorded-timers';
import { TroupeError } from '../../../core/base/errors';
import { chain, endEvent, processModel, startEvent } from '../../contract/model-builder';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { ExportedRecords } from '../log/exported-records';
import { describeWithBroker } from '../broker/real-engine';
import { waitUntil } from '../../support/wait-until';

/** Deployed at once; each is a request of its own, for one that is refused takes its request with it. */
const atOnce = 10;

/** When the real broker's timer start events ring for the first time. */
describeWithBroker('timers on Zeebe 8.6.0', ({ address, restAddress, recordsFile }) => {
	const isRecording = process.env.TROUPE_RECORD_TIMERS === '1';
	const recorded: Partial<Record<TimerKind, Record<string, TimerOutcome>>> = {};
	const deployed: string[] = [];
	const observer = new ExportedRecords(recordsFile);
	let engine: ProcessEngine;
	beforeAll(async () => {
		engine = await connectZeebe({ address, restAddress });
	});
	afterAll(async () => {
		await silence();
		await engine.close();
		observer.close();
		if (isRecording) writeFileSync(recordedFile, `${JSON.stringify({ recordedFrom: 'Zeebe 8.6.0', outcomes: recorded }, null, '\t')}\n`);
	});

	/** A new version without a timer takes the timers of the one before away: they would ring into what other tests wait for. */
	async function silence(): Promise<void> {
		const quiet = deployed.map((id) => processModel(id, [startEvent(), endEvent(), ...chain('start', 'end')]));
		for (let from = 0; from < quiet.length; from += 20) await engine.deploy(quiet.slice(from, from + 20));
	}

	const kinds: TimerKind[] = ['date', 'duration', 'cycle'];
	test.each(kinds)(
		'%s',
		async (kind) => {
			const outcomes: Record<string, TimerOutcome> = {};
			const texts = [...readTexts()[kind].entries()];
			for (let from = 0; from < texts.length; from += atOnce) {
				const found = texts
					.slice(from, from + atOnce)
					.map(async ([index, text]) => [text, await readOutcome(kind, text, `${kind}-${index}`)]);
				Object.assign(outcomes, Object.fromEntries(await Promise.all(found)));
			}
			recorded[kind] = outcomes;
			if (!isRecording) expect(refusedOf(outcomes)).toEqual(refusedOf(readOutcomes()[kind]));
		},
		120_000,
	);

	async function readOutcome(kind: TimerKind, text: string, processId: string): Promise<TimerOutcome> {
		const before = observer.of().length;
		try {
			const { processes } = await engine.deploy([buildModel(kind, text, processId)]);
			deployed.push(processId);
			return await findFirstTimer(processes[0]!.processDefinitionKey, before);
		} catch (error) {
			if (error instanceof TroupeError && ['PROCESS_INVALID', 'INPUT_INVALID'].includes(error.code)) return { refused: true };
			throw error;
		}
	}

	function findFirstTimer(definitionKey: string, after: number): Promise<TimerOutcome> {
		const look = () => {
			const timers = observer
				.of()
				.slice(after)
				.filter(({ valueType, intent }) => valueType === 'TIMER' && intent === 'CREATED');
			const timer = timers.find(({ value }) => String(value.processDefinitionKey) === definitionKey);
			return timer && { at: timer.timestamp, due: timer.value.dueDate!, repetitions: timer.value.repetitions! };
		};
		return waitUntil('the timer', look, { seen: () => definitionKey });
	}
});

const refusedOf = (outcomes: Record<string, TimerOutcome>): string[] =>
	Object.keys(outcomes).filter((text) => 'refused' in outcomes[text]!);

function buildModel(kind: TimerKind, text: string, processId: string) {
	const element = { date: 'timeDate', duration: 'timeDuration', cycle: 'timeCycle' }[kind];
	const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\t', '&#9;');
	const definition = `<bpmn:timerEventDefinition id="timer"><bpmn:${element} xsi:type="bpmn:tFormalExpression">${escaped}</bpmn:${element}></bpmn:timerEventDefinition>`;
	return processModel(processId, [{ tag: 'startEvent', id: 'start', content: definition }, endEvent(), ...chain('start', 'end')]);
}
