import { createHash } from 'node:crypto';
import { groundedParts, groundedPolicy, isGrounded } from './grounded-policy';
import { parseGuardrailPolicy } from './parse-guardrail-policy';
import { placeGrounded } from './place-standard';

test('is a policy that anybody could write, and each of its checks is a part that a definition can do without', async () => {
	await expect(parseGuardrailPolicy(groundedPolicy, 'the policy')).resolves.toEqual(groundedPolicy);
	expect(groundedPolicy.checks.filter(({ check }) => !(check in groundedParts))).toEqual([]);
});

test('an agent has the parts that it names, and none if it names nothing', async () => {
	const placed = await Promise.all([undefined, true as const, { without: ['language' as const] }].map((one) => placeGrounded(one, [])));
	expect(placed.map((guardrails) => guardrails.length)).toEqual([0, 6, 5]);
	expect(isGrounded({}, 'amounts')).toBe(false);
	expect(isGrounded({ guardrails: { grounded: true } }, 'amounts')).toBe(true);
	expect(isGrounded({ guardrails: { grounded: { without: ['amounts'] } } }, 'amounts')).toBe(false);
});

test('other checks are another version, which violations name', () => {
	const checks = createHash('sha256').update(JSON.stringify(groundedPolicy.checks)).digest('hex').slice(0, 12);
	expect([groundedPolicy.version, checks]).toEqual(['1.0.0', '2ca17ef0b46c']);
});
