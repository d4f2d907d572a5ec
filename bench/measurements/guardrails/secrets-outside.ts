/**
 * Measures secrets in the tests of other projects (bench/samples/outside/secrets.ts): the lower of precision and recall on the half that no rule was mended on.
 * Goal: precision 0.80 and recall 0.85. Precision counts as if there were as many counter-examples as secrets; the tests have fewer. A secret is found if a
 * match overlaps it, or is in the text if its tests do not say where it is; the share that the matches cover whole is printed too. Which texts of the measured half fail is not printed.
 */
import { findSecrets } from '../../../core/guardrails/secrets/scan-secrets';
import { readOutsideSecrets, type OutsideSecret } from '../../samples/outside/secrets';

export async function run(): Promise<number> {
	const samples = await readOutsideSecrets();
	for (const use of ['tuned', 'measured'] as const) {
		const sources = Map.groupBy(
			samples.filter((one) => one.use === use),
			({ source }) => source,
		);
		const rates = [...sources].map(([source, part]) => report(`${use} ${source}`, part));
		const recall = mean(rates.map((one) => one.recall));
		const precision = toPrecision(recall, mean(rates.map((one) => one.falseAlarms)));
		console.log(`${use}, each source alike: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
		if (use === 'measured') return Number(Math.min(precision, recall).toFixed(3));
	}
	throw new Error('No source is measured.');
}

interface Rates {
	recall: number;
	falseAlarms: number;
}

function report(name: string, samples: readonly OutsideSecret[]): Rates {
	const secrets = samples.filter(({ isSecret }) => isSecret);
	const others = samples.filter(({ isSecret }) => !isSecret);
	const recall = share(secrets, (one) => isFound(one, overlaps));
	const placed = secrets.filter((one) => one.secrets.length > 0);
	const whole = placed.length === 0 ? '' : ` (whole ${share(placed, (one) => isFound(one, covers)).toFixed(3)})`;
	const falseAlarms = share(others, ({ text }) => findSecrets(text).length > 0);
	console.log(
		`${name}: precision ${toPrecision(recall, falseAlarms).toFixed(3)}, recall ${recall.toFixed(3)}${whole} of ${secrets.length}, false alarms ${falseAlarms.toFixed(3)} of ${others.length}`,
	);
	return { recall, falseAlarms };
}

/** As if there were as many counter-examples as secrets. */
const toPrecision = (recall: number, falseAlarms: number): number => recall / (recall + falseAlarms);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

type Range = { start: number; end: number };

const overlaps = (a: Range, b: Range): boolean => a.start < b.end && b.start < a.end;
const covers = (a: Range, b: Range): boolean => a.start <= b.start && a.end >= b.end;

function isFound({ text, secrets }: OutsideSecret, test: (match: Range, secret: Range) => boolean): boolean {
	const matches = findSecrets(text);
	if (secrets.length === 0) return matches.length > 0;
	return secrets.some((secret) => {
		const start = text.indexOf(secret);
		return matches.some((match) => test(match, { start, end: start + secret.length }));
	});
}

function share<Item>(items: readonly Item[], test: (item: Item) => boolean): number {
	return items.filter(test).length / items.length;
}
