/**
 * Measures the correction of citations among five passages: the share of right citations that it changes, and what becomes of wrong ones. Statements
 * are derived from real sentences.
 */
import { findWrongCitations } from '../../../core/knowledge/support/correct-citations';
import { leastSupport } from '../../../core/guardrails/checks/support';
import { measureSupport } from '../../../core/knowledge/support/measure-support';
import { swapped } from '../../samples/support/swapped';

export async function run(): Promise<number> {
	const samples = swapped().filter(({ isTrue }) => isTrue);
	const texts = [...new Set(samples.map(({ text }) => text))];
	const counts: Record<string, number> = {};
	const count = (what: string) => (counts[what] = (counts[what] ?? 0) + 1);
	for (const { text, statement } of samples) {
		const at = texts.indexOf(text);
		const passages = [0, 1, 2, 3, 4].map((index) => toPassage(texts[(at + index) % texts.length]!, index));
		const correct = (number: number) => findWrongCitations(`${statement} [${number}]`, { passages, mustCite: true })[0]?.right;
		count(correct(1) ? 'right, changed' : 'right, unchanged');
		const right = correct(2);
		const score = right ? 1 : (measureSupport(`${statement} [2]`, { passages, mustCite: true })?.score ?? 1);
		const fate = score < leastSupport ? 'stopped' : 'delivered';
		count(right ? (right.includes(1) ? 'wrong, corrected' : 'wrong, changed to another wrong one') : `wrong, ${fate}`);
	}
	for (const [what, number] of Object.entries(counts)) console.log(`${what}: ${number} of ${samples.length}`);
	return Math.round(((counts['right, changed'] ?? 0) / samples.length) * 1000) / 1000;
}

const toPassage = (text: string, index: number) => ({
	id: `${index}`,
	documentId: `${index}`,
	title: '',
	text,
	start: 0,
	end: text.length,
	score: 1,
});
