/**
 * Measures the recall of orders within documents, mails and pages by other authors, by the rules alone and without knowing where a text comes from: the
 * mean of the sets with at least ten texts, which are all in English. Goal: 0.60. Reports also what is found when the source is known and by the standard policy.
 */
import { detectInjection, type InjectionOptions } from '../../../core/guardrails/injection/detect-injection';
import { standardPolicy } from '../../../core/guardrails/policy/standard-policy';
import { attackSources } from '../../samples/outside/attacks';
import { readTexts } from '../../samples/outside/source';

const standard = standardPolicy.checks.flatMap((one) => (one.check === 'injection' ? (one.indirectThreshold ?? []) : []))[0]!;

export async function run(): Promise<number> {
	const recalls: number[] = [];
	for (const source of attackSources) {
		const texts = await readTexts(source);
		const shares = {
			'no source': await share(texts, {}),
			'as a document': await share(texts, { source: 'knowledge' }),
			'as a document, standard policy': await share(texts, { source: 'knowledge', threshold: standard }),
		};
		if (texts.length >= 10) recalls.push(shares['no source']);
		const told = Object.entries(shares).map(([name, value]) => `${name} ${(value * 100).toFixed(1)} %`);
		console.log(`${source.language} ${source.kind}: ${told.join(', ')}; of ${texts.length}`);
	}
	return Number((recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length).toFixed(3));
}

async function share(texts: string[], options: InjectionOptions): Promise<number> {
	let count = 0;
	for (const text of texts) count += Number((await detectInjection(text, options)).flagged);
	return count / texts.length;
}
