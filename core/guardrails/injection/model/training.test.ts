import { readFileSync } from 'node:fs';
import { unseenKindsAttacks, unseenKindsLookAlikes } from '../../../../bench/samples/injection/unseen-kinds';
import { secondUnseenAttacks, secondUnseenLookAlikes } from '../../../../bench/samples/injection/unseen-kinds-second';
import { toExample } from '../../../../bench/injection-model/examples';
import { findStrongest, fit } from '../../../../bench/injection-model/fit';
import { listTrainingData } from '../../../../bench/injection-model/training-data';
import { slowTest } from '../../../../test/support/slow-tests';

const some = listTrainingData().filter((_, at) => at % 20 === 0);

slowTest('the same texts give the same weights', () => {
	const [first, second] = [fit(some.map(toExample)), fit(some.map(toExample))];
	expect(first.bias).toBe(second.bias);
	expect(Buffer.from(first.values.buffer).equals(Buffer.from(second.values.buffer))).toBe(true);
});

slowTest('learns to tell what it was taught', () => {
	const examples = some.map(toExample);
	const weights = fit(examples);
	const right = examples.filter((example) => findStrongest(example, weights).logit > 0 === example.sample.attack);
	expect(right.length / examples.length).toBeGreaterThan(0.9);
});

slowTest('no text of the unseen halves is taught', () => {
	const taught = listTrainingData().map(({ sample }) => sample.text);
	const halves = [...unseenKindsAttacks, ...unseenKindsLookAlikes, ...secondUnseenAttacks, ...secondUnseenLookAlikes];
	const unseen = halves.map(({ text }) => text);
	expect(taught.filter((text) => unseen.some((held) => text.includes(held)))).toEqual([]);
});

test('the model in the package is not empty', () => {
	const { weights } = JSON.parse(readFileSync('core/guardrails/injection/model/injection-model.json', 'utf8')) as { weights: string };
	expect(Buffer.from(weights, 'base64').filter((byte) => byte !== 0).length).toBeGreaterThan(10_000);
});
