import { detectInjection } from '../../core/guardrails/injection/detect-injection';
import { toExample, type Example } from './examples';
import { fit, fitDefaults, rate } from './fit';
import { listTrainingData } from './training-data';

export async function run(): Promise<void> {
	const { written, older } = listTrainingData();
	console.log('written', written.filter((s) => s.attack).length, written.filter((s) => !s.attack).length, 'older', older.filter((s) => s.attack).length, older.filter((s) => !s.attack).length);
	const seen = new Set<string>();
	const all = [...written.map((s) => ({ ...s, w: true })), ...older.map((s) => ({ ...s, w: false }))].filter((s) => !seen.has(s.text) && seen.add(s.text));
	const options = { ...fitDefaults, ...JSON.parse(process.env.FIT ?? '{}') };
	let t = Date.now();
	const examples: (Example & { sample: { w: boolean } })[] = all.map((s) => toExample(s, options.bits) as never);
	console.log('features', examples.reduce((n, e) => n + e.buckets.length, 0), 'tokens', examples.reduce((n, e) => n + e.starts.length - 1, 0), Date.now() - t, 'ms');
	const rules = new Map<Example, number>();
	for (const e of examples) rules.set(e, (await detectInjection(e.sample.text)).score);
	const kinds = [...new Set(written.filter((s) => s.attack).map((s) => s.category))];
	const only = process.env.KINDS?.split(',') ?? kinds;
	const recalls: number[][] = [];
	t = Date.now();
	for (const [index, kind] of kinds.entries()) {
		if (!only.includes(kind)) continue;
		const test = (e: (typeof examples)[number], at: number) => (e.sample.w && e.sample.attack ? e.sample.category === kind : !e.sample.attack && at % kinds.length === index);
		const weights = fit(examples.filter((e, at) => !test(e, at)), options);
		const out = examples.filter(test).map((e) => ({ e, z: rate(e, weights), r: rules.get(e)! }));
		const harmless = out.filter(({ e }) => !e.sample.attack);
		pool.push(...out);
		recalls.push([]);
		const attacks = out.filter(({ e }) => e.sample.attack);
		for (const join of [(o: O) => o.r, (o: O) => o.z, (o: O) => 1 - (1 - o.r) * (1 - sig(o.z)), (o: O) => Math.max(o.r, sig(o.z))]) {
			const limit = quantile(harmless.map(join), 0.03);
			recalls.at(-1)!.push(attacks.filter((o) => join(o) > limit).length / attacks.length);
		}
		console.log(kind.padEnd(18), attacks.length, harmless.length, recalls.at(-1)!.map((x) => x.toFixed(2)).join(' '));
	}
	console.log('mean'.padEnd(18), [0, 1, 2, 3].map((k) => (recalls.reduce((s, r) => s + r[k]!, 0) / recalls.length).toFixed(3)).join(' '), Date.now() - t, 'ms');
	// pooled: joint threshold on all out-of-fold harmless
	for (const shift of [-1, -0.5, 0, 0.5, 1, 1.5]) {
		for (const [name, join] of [['or', (o: O) => 1 - (1 - o.r) * (1 - sig(o.z - shift))], ['max', (o: O) => Math.max(o.r, sig(o.z - shift))], ['sum', (o: O) => lg(o.r) * 0.5 + o.z]] as const) {
			const h = pool.filter(({ e }) => !e.sample.attack).map(join);
			const a = pool.filter(({ e }) => e.sample.attack);
			const limit = quantile(h, 0.03);
			console.log('pooled', shift, name, (a.filter((o) => join(o) > limit).length / a.length).toFixed(3), 'limit', limit.toFixed(2));
		}
	}
	if (process.env.SHOW) {
		for (const o of pool.filter(({ e }) => !e.sample.attack).sort((a, b) => b.z - a.z).slice(0, 60)) console.log('FP', o.z.toFixed(1), o.r, o.e.sample.category, o.e.sample.text.slice(0, 130));
		for (const o of pool.filter(({ e }) => e.sample.attack).sort((a, b) => a.z - b.z).slice(0, 60)) console.log('MISS', o.z.toFixed(1), o.r, o.e.sample.category, o.e.sample.text.slice(0, 130));
	}
}
interface O { e: Example; z: number; r: number }
const pool: O[] = [];
const sig = (z: number) => 1 / (1 + Math.exp(-z));
const lg = (p: number) => Math.log((p + 0.02) / (1.02 - p));
const quantile = (list: number[], share: number) => list.sort((a, b) => b - a)[Math.floor(list.length * share)]!;
