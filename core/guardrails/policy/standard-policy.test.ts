import { createHash } from 'node:crypto';
import { createPlacedGuard } from './apply-guardrails';
import { createGuard, placeChecks } from './create-guard';
import { guardStream } from './guard-stream';
import { parseGuardrailPolicy } from './parse-guardrail-policy';
import { placeStandard } from './place-standard';
import { standardParts, standardPolicy } from './standard-policy';

test('is a policy that anybody could write, and its parts are those that a definition can switch off', async () => {
	await expect(parseGuardrailPolicy(standardPolicy, 'the standard policy')).resolves.toEqual(standardPolicy);
	const outsidePolicies = ['unknown-link', 'files'];
	expect(new Set([...standardPolicy.checks.map(({ check }) => check), ...outsidePolicies])).toEqual(new Set(standardParts));
	expect(await placeStandard(standardParts, [])).toEqual([]);
});

test('holds no reply back until its end', async () => {
	const guard = await createGuard(standardPolicy);
	expect(guard.findScope('output')).toBe('stretch');
});

test.each([1, 7, 40])('no piece of a streamed reply of %i characters shows a secret (kaito-project/kaito#2245)', async (size) => {
	const key = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n'.repeat(20)}-----END PRIVATE KEY-----`;
	const text = `Here is all that I found. The key of the server follows below.\n${key}\nThe password of the admin is: Zx9!kQ72pL\nAnd ghp_16C7e42F292c6912E7710c838347Ae178B4a, too. Good luck with it!`;
	async function* pieces() {
		for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
	}
	const shown: string[] = [];
	for await (const part of guardStream(createPlacedGuard(await placeStandard([], [])), 'output', pieces())) {
		if (part.kind === 'text') shown.push(part.text);
	}
	expect(shown.join('')).toBe(
		'Here is all that I found. The key of the server follows below.\n[SECRET]\nThe password of the admin is: [SECRET]\nAnd [SECRET], too. Good luck with it!',
	);
});

test.each([
	[
		'two secrets (protectai/llm-guard#305)',
		'fake 2 secrets, ex sk-ZYX987654321abcABC12T3BlbkFJqwertyyiop1234567890 and ghp_d2PHL8sMWUfBPZVNvHtAr4co4Zfy2Y3RB42O',
		'fake 2 secrets, ex [SECRET] and [SECRET]',
	],
	[
		'a tag that only looks like a key (BerriAI/litellm#39879)',
		'<task-notification>done</task-notification>',
		'<task-notification>done</task-notification>',
	],
	[
		'a key in a sentence (protectai/llm-guard#293)',
		'My API key is sk-1244fjsdjsnw42343 and I need to share it.',
		'My API key is [SECRET] and I need to share it.',
	],
])('masks exactly the secrets of %s', async (_name, text, masked) =>
	expect((await (await createGuard(standardPolicy)).check('input', text)).text).toBe(masked),
);

test('a policy lets an agent set passwords, and hides them in replies as before', async () => {
	const checks = [{ check: 'secrets' as const, stages: ['input' as const], action: 'log' as const, onArguments: 'pass' as const }];
	const named = await parseGuardrailPolicy({ id: 'accounts', onFailure: 'block', checks }, 'the policy');
	const guard = createPlacedGuard([...(await placeStandard([], [named])), ...(await placeChecks(named))]);
	const message = 'Set my password to 7h-Lm!x92Qp, please.';
	expect((await guard.check('input', message)).text).toBe(message);
	expect(await guard.check('tool-arguments', '{"password":"7h-Lm!x92Qp"}', { tool: 'set_password' })).toMatchObject({ outcome: 'pass' });
	expect((await guard.check('output', 'Your password is 7h-Lm!x92Qp.')).text).not.toContain('7h-Lm');
});

test('other checks are another version, which violations name', () => {
	const checks = createHash('sha256').update(JSON.stringify(standardPolicy.checks)).digest('hex').slice(0, 12);
	expect([standardPolicy.version, checks]).toEqual(['2.0.0', '96c578e7e6ca']);
});
