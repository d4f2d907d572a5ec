import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGuard } from '../../../core/guardrails/policy/create-guard';
import { parseGuardrailPolicy } from '../../../core/guardrails/policy/parse-guardrail-policy';
import { writeTinyClassifier } from '../../../test/fakes/tiny-classifier';
import { composeModerator } from './guard-parts';
import { slowTest } from '../../../test/support/slow-tests';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-classifier-'))));
afterEach(() => {
	delete process.env.TROUPE_HARM_MODEL;
	rmSync(folder, { recursive: true });
});

async function check(text: string) {
	const harm = { check: 'harmful-content', action: 'block', judge: 'never', moderation: { model: 'local' } };
	const guard = await createGuard(await parseGuardrailPolicy({ id: 'test', checks: [harm] }, 'test'), composeModerator({ providers: {} }));
	return guard.check('input', text);
}

slowTest('stops what the classifier of this machine finds, and nothing else', async () => {
	writeTinyClassifier(folder, { labels: { threat: ['zark'] } });
	process.env.TROUPE_HARM_MODEL = folder;
	expect(await check('I zark.')).toMatchObject({
		outcome: 'blocked',
		violations: [{ code: 'HARMFUL_CONTENT', matches: [{ type: 'violence' }] }],
	});
	expect(await check('I agree.')).toMatchObject({ outcome: 'pass' });
});

test('lets no text pass while the classifier is missing, and finds it when it is there (garrytan/gstack#1155)', async () => {
	const unset = await check('I agree.');
	expect(unset).toMatchObject({ outcome: 'blocked', violations: [{ code: 'GUARDRAIL_FAILED' }] });
	expect((unset.failure as Error).message).toContain('TROUPE_HARM_MODEL is not set');
	process.env.TROUPE_HARM_MODEL = folder;
	expect((await check('I agree.')).failure).toMatchObject({ message: expect.stringContaining('it has no config.json') });
	writeTinyClassifier(folder, { labels: { threat: ['zark'] } });
	expect(await check('I agree.')).toMatchObject({ outcome: 'pass' });
});
