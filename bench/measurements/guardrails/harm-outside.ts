/**
 * Measures the recall of harmful texts by other authors (bench/samples/outside/harm.ts), with a judge that errs on every tenth text: the lower one of
 * English and Portuguese. Goal: 0.80, with at most 0.02 of the harmless texts of others. Portuguese sets come from the folder in BENCH_HARM; without it,
 * only English counts. Also reports the lists alone, and the share that reaches the judge: who asks it about every text has another bill.
 */
import { findHarm } from '../../../core/guardrails/harm/find-harm';
import type { ChatModel } from '../../../core/ports/models/models';
import { harmKinds } from '../../../core/guardrails/harm/harm-kinds';
import { harmlessSources } from '../../samples/outside/harmless';
import { harmSources, readPortuguese } from '../../samples/outside/harm';
import { readTexts, spread } from '../../samples/outside/source';

const maxTexts = 500;

interface Set {
	name: string;
	use: 'tuned' | 'measured';
	language: 'en' | 'pt';
	isHarmful: boolean;
	texts: string[];
}

interface Shares {
	lists: number;
	judge: number;
	both: number;
}

export async function run(): Promise<number> {
	const sets = await readSets();
	const shares = new Map<Set, Shares>();
	for (const set of sets) {
		const own = await measure(set);
		shares.set(set, own);
		const { lists, judge, both } = own;
		console.log(
			`${set.use} ${set.isHarmful ? 'harmful' : 'harmless'} ${set.language} ${set.name}: lists ${percent(lists)}, to the judge ${percent(judge)}, found ${percent(both)}; of ${set.texts.length}`,
		);
	}
	const recalls: number[] = [];
	for (const language of ['en', 'pt'] as const) {
		const part = (isHarmful: boolean) =>
			sets.filter((one) => one.use === 'measured' && one.language === language && one.isHarmful === isHarmful);
		const total = (list: Set[], value: keyof Shares) =>
			list.reduce((sum, set) => sum + shares.get(set)![value] * set.texts.length, 0) /
			list.reduce((sum, { texts }) => sum + texts.length, 0);
		const harmful = part(true);
		const harmless = part(false);
		if (harmful.length === 0) continue;
		recalls.push(total(harmful, 'both'));
		console.log(
			`${language}, measured: lists ${percent(total(harmful, 'lists'))}, to the judge ${percent(total(harmful, 'judge'))}, found ${percent(total(harmful, 'both'))}; harmless: ${percent(total(harmless, 'lists'))}, ${percent(total(harmless, 'judge'))}, ${percent(total(harmless, 'both'))}`,
		);
	}
	return Number(Math.min(...recalls).toFixed(3));
}

async function readSets(): Promise<Set[]> {
	const sets: Set[] = [];
	for (const [isHarmful, sources] of [
		[true, harmSources],
		[false, harmlessSources],
	] as const)
		for (const source of sources)
			sets.push({
				name: source.kind,
				use: source.use,
				language: source.language,
				isHarmful,
				texts: spread(await readTexts(source), maxTexts),
			});
	const portuguese = Map.groupBy(readPortuguese(process.env.BENCH_HARM), ({ kind, isHarmful }) => `${kind} ${isHarmful}`);
	for (const group of portuguese.values()) {
		const texts = spread(
			group.map(({ text }) => text),
			maxTexts,
		);
		sets.push({ name: group[0]!.kind, use: group[0]!.use, language: 'pt', isHarmful: group[0]!.isHarmful, texts });
	}
	return sets;
}

async function measure({ texts, isHarmful }: Set): Promise<Shares> {
	const count = { lists: 0, judge: 0, both: 0 };
	for (const [at, text] of texts.entries()) {
		const judge = scriptJudge(at % 10 === 9 ? !isHarmful : isHarmful, () => (count.judge += 1));
		count.lists += Number((await findHarm(text)).kinds.length > 0);
		const found = await findHarm(text, { judge });
		count.both += Number(found.kinds.length > 0);
		if (found.failure) throw found.failure;
	}
	return { lists: count.lists / texts.length, judge: count.judge / texts.length, both: count.both / texts.length };
}

/** Says what it is told to say. */
function scriptJudge(isHarmful: boolean, onAsked: () => void): ChatModel {
	const generate: ChatModel['generate'] = async ({ messages }) => {
		onAsked();
		const [, check] = /"check":"(\w+)"/.exec(messages.map(({ content }) => content).join('\n'))!;
		const levels = Object.fromEntries(harmKinds.map((kind) => [kind, isHarmful && kind === 'dangerous-acts' ? 2 : 0]));
		const usage = { inputTokens: 0, outputTokens: 0, estimated: true };
		return { text: JSON.stringify({ check, levels }), finish: 'stop', model: 'script:judge', usage };
	};
	return {
		id: 'script:judge',
		generate,
		async *stream(request, signal) {
			yield { kind: 'end', response: await generate(request, signal) };
		},
	};
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
