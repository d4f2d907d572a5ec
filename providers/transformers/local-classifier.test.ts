import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyClassifier } from '../../test/fakes/tiny-classifier';
import { openLocalClassifier } from './open-local-model';
import { slowTest } from '../../test/support/slow-tests';

const labels = { toxic: ['idiot', 'fool'], threat: ['kill', 'shoot'], obscene: ['smut'] };
const { signal } = new AbortController();
let base: string;
beforeAll(() => {
	base = mkdtempSync(join(tmpdir(), 'troupe-classifier-'));
	writeTinyClassifier(join(base, 'several'), { labels });
	writeTinyClassifier(join(base, 'one'), { labels: { LABEL_0: ['hello'], LABEL_1: ['kill'] }, severalLabels: false });
});
afterAll(() => rmSync(base, { recursive: true }));

const open = (name: string) => openLocalClassifier(join(base, name), {});
const classify = async (name: string, text: string) => {
	const classifier = await open(name);
	const scores = await classifier.classify(text, signal);
	return Object.fromEntries(classifier.labels.map((label, at) => [label, Math.round(scores[at]! * 100)]));
};

slowTest('scores a text by each label', async () => {
	expect((await open('several')).labels).toEqual(['toxic', 'threat', 'obscene']);
	expect(await classify('several', 'I will kill you, fool')).toEqual({ toxic: 98, threat: 98, obscene: 2 });
	expect(await classify('several', 'good morning')).toEqual({ toxic: 2, threat: 2, obscene: 2 });
});

test('shares out the score among labels that exclude each other', async () => {
	expect(await classify('one', 'kill')).toEqual({ LABEL_0: 0, LABEL_1: 100 });
	expect(await classify('one', 'hello')).toEqual({ LABEL_0: 100, LABEL_1: 0 });
});

test('reads a long text to its end (whylabs/langkit#46)', async () => {
	const filler = 'The parcel arrives on Monday between nine and noon. '.repeat(300);
	expect(await classify('several', `${filler} you idiot ${filler}`)).toMatchObject({ toxic: 98, threat: 2 });
	expect(await classify('several', filler)).toMatchObject({ toxic: 2 });
});

test('refuses a folder without a model, or with a broken one', async () => {
	await expect(open('nowhere')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
	writeTinyClassifier(join(base, 'broken'), { labels });
	writeFileSync(join(base, 'broken/onnx/model.onnx'), 'no model');
	await expect(classify('broken', 'hello')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
});

test('refuses scores that are not one for each label (BerriAI/litellm#40416)', async () => {
	writeTinyClassifier(join(base, 'odd'), { labels });
	const config = { model_type: 'bert', hidden_size: 3, id2label: { 0: 'toxic', 1: 'threat' } };
	writeFileSync(join(base, 'odd/config.json'), JSON.stringify(config));
	await expect(classify('odd', 'hello')).rejects.toMatchObject({ code: 'MODEL_MALFORMED_RESPONSE' });
});

test('refuses a model that the operator does not allow', async () => {
	await expect(openLocalClassifier(join(base, 'one'), { allowedModels: [] })).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
});
