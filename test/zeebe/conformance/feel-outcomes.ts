import { setTimeout as sleep } from 'node:timers/promises';
import { TroupeError } from '../../../core/base/errors';
import { readExpressions, readOutcomes, writeOutcomes, type Outcome } from '../../support/feel/recorded-expressions';
import { variablesJson } from '../../support/feel/test-variables';
import { extensions, flow, processModel, type ModelPart } from '../../contract/model-builder';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { loadVariablesCodec, type VariablesCodec } from '../../../engine-adapter/zeebe/variables-json';
import type { ZeebeVersion } from '../../../bpmn/zeebe-version';
import { ExportedRecords } from '../log/exported-records';
import type { RealEngine } from '../broker/real-engine';

/** Declares tests of what a real engine makes of each expression, in a script task of its own; with TROUPE_RECORD_FEEL=1 it is written down. */
export function describeOutcomes({ address, restAddress, recordsFile }: RealEngine, version: ZeebeVersion): void {
	let engine: ProcessEngine;
	let codec: VariablesCodec;
	const observer = new ExportedRecords(recordsFile);
	beforeAll(async () => {
		codec = await loadVariablesCodec();
		engine = await connectZeebe({ address, restAddress });
	});
	afterAll(async () => {
		await engine.close();
		observer.close();
	});

	const recorded: Record<string, Outcome> = {};
	const expressions = readExpressions();

	test.each(Object.keys(expressions))(
		'%s',
		async (topic) => {
			const outcomes = await outcomesOnEngine(topic, expressions[topic]!);
			Object.assign(recorded, outcomes);
			if (process.env.TROUPE_RECORD_FEEL !== '1') expect(outcomes).toEqual(pick(readOutcomes(version), expressions[topic]!));
		},
		120_000,
	);

	afterAll(() => {
		if (process.env.TROUPE_RECORD_FEEL === '1') writeOutcomes(version, recorded);
	});

	async function outcomesOnEngine(topic: string, list: string[]): Promise<Record<string, Outcome>> {
		const processId = `feel-${topic.replaceAll(' ', '-')}`;
		const refused = await deployWithoutRefused(processId, list);
		const accepted = list.filter((_, index) => !refused.has(index));
		const { instanceKey } = await startWith(processId);
		const ends = await recordsOfTasks(instanceKey, accepted.length);
		return Object.fromEntries(
			list.map((expression, index) => [expression, refused.has(index) ? { refused: true } : ends.get(`task${index}`)!]),
		);
	}

	/** Zeebe names all elements that it refuses: a second deployment goes without them. */
	async function deployWithoutRefused(processId: string, list: string[]): Promise<Set<number>> {
		const refused = new Set<number>();
		for (;;) {
			try {
				await engine.deploy([buildModel(processId, list, refused)]);
				return refused;
			} catch (error) {
				if (!(error instanceof TroupeError)) throw error;
				const found = refusedTasks(error);
				if (found.length === 0) throw error;
				for (const index of found) refused.add(index);
			}
		}
	}

	const startWith = (processId: string) => engine.start({ processId, variables: codec.parse(variablesJson) });

	async function recordsOfTasks(instanceKey: string, count: number): Promise<Map<string, Outcome>> {
		const resolved = new Set<string>();
		for (;;) {
			const outcomes = new Map<string, Outcome>();
			const unanswered: string[] = [];
			for (const { key, valueType, intent, value } of observer.of(instanceKey)) {
				if (intent !== 'CREATED') continue;
				if (valueType === 'VARIABLE' && /^task\d+$/.test(value.name!)) outcomes.set(value.name!, { json: value.value! });
				if (valueType !== 'INCIDENT') continue;
				if (timedOut.test(value.errorMessage!)) unanswered.push(String(key));
				else outcomes.set(value.elementId!, { incident: value.errorMessage! });
			}
			if (outcomes.size >= count) return outcomes;
			for (const key of unanswered.filter((key) => !resolved.has(key))) {
				await engine.resolveIncident(key);
				resolved.add(key);
			}
			await sleep(10);
		}
	}
}

/** What a busy broker says of an expression that it had no time for. Resolving the incident evaluates it again. */
const timedOut = /^Expected to evaluate expression but timed out after \d+ ms/;

/** Zeebe's text says a path of elements for each: the problem is in the contents of the task. */
const refusedTasks = ({ cause }: TroupeError): number[] =>
	[...String((cause as { details?: string }).details).matchAll(/Element: .*\btask(\d+)\b/g)].map(([, index]) => Number(index));

const pick = (outcomes: Record<string, Outcome>, names: string[]): Record<string, Outcome> =>
	Object.fromEntries(names.map((name) => [name, outcomes[name]!]));

const attribute = (text: string): string =>
	[...text].map((character) => (/[\w ]/.test(character) ? character : `&#${character.codePointAt(0)};`)).join('');

function buildModel(processId: string, list: string[], without: Set<number>): ReturnType<typeof processModel> {
	const tasks = list.flatMap((expression, index): ModelPart[] => {
		if (without.has(index)) return [];
		const id = `task${index}`;
		const script = `<zeebe:script expression="=${attribute(expression)}" resultVariable="${id}"/>`;
		return [
			{ tag: 'scriptTask', id, extensions: extensions(script) },
			{ tag: 'endEvent', id: `end${index}` },
			flow(`to${index}`, 'fork', id),
			flow(`from${index}`, id, `end${index}`),
		];
	});
	return processModel(processId, [
		{ tag: 'startEvent', id: 'start' },
		{ tag: 'parallelGateway', id: 'fork' },
		flow('begin', 'start', 'fork'),
		...tasks,
	]);
}
