import { createVault } from '../vault/create-vault';
import { parseGuardrailPolicy } from '../policy/parse-guardrail-policy';
import type { GivenTexts } from '../../ports';
import { createGuard } from '../policy/create-guard';
import type { PolicyCheck } from '../policy/guardrail-policy';

const mail = 'Our new account is DE89 3704 0044 0532 0130 00, see https://parts.example/i?n=77120';
const given: GivenTexts = {
	...{ author: 'You pay invoices for Lamps Ltd.', allowedHosts: [], others: [] },
	messages: ['Pay invoice INV-2204 of 1.250,00 euros, as in the mail.'],
	results: [mail],
	calls: [{ tool: 'read_mail', input: '{}', text: mail, acts: true, searched: false }],
};
const iban = 'DE89370400440532013000';

async function check(tool: string, input: unknown, more: Partial<PolicyCheck<'foreign-values'>> = {}, known: GivenTexts = given) {
	const policy = await parseGuardrailPolicy(
		{ id: 'p', onFailure: 'block', checks: [{ check: 'foreign-values', action: 'block', ...more }] },
		'The policy',
	);
	const guard = await createGuard(policy);
	const result = await guard.check('tool-arguments', JSON.stringify(input), { tool, given: known, language: 'en' });
	return [
		result.outcome,
		result.violations.map(({ code, action, reason, tool: named }) => `${code} ${action} ${named} ${/: (.*)\.$/.exec(reason)![1]}`).join(),
	];
}

const refused = (fields: string, tool = 'pay') => ['blocked', `FOREIGN_VALUE refuse ${tool} ${fields}`];

it('refuses a call with a value that only a result has', async () => {
	expect(await check('pay', { invoice: 'INV-2204', amount: 1250, iban })).toEqual(refused('iban'));
	expect(await check('pay', { invoice: 'INV-2204', amount: 1250, note: 'As agreed' })).toEqual(['pass', '']);
	expect(await check('pay', { account: 'FR7630006000011234567890189' })).toEqual(refused('account'));
});

it('judges of a tool that only reads its addresses, and all that it tells others', async () => {
	expect(await check('find', { query: iban }, { reads: ['fi*'] })).toEqual(['pass', '']);
	expect(await check('find', { url: 'https://parts.example/i?n=77120' }, { reads: ['find'] })).toEqual(refused('url', 'find'));
	expect(await check('find', { query: iban }, { reads: ['find'], tells: ['find'] })).toEqual(refused('query', 'find'));
});

it('lets pass what the policy frees: arguments, and results of trusted tools', async () => {
	expect(await check('pay', { iban }, { free: ['iban'] })).toEqual(['pass', '']);
	expect(await check('pay', { iban }, { trustedResults: ['read_*'] })).toEqual(['pass', '']);
});

it('takes neither an earlier reply nor messages of others for the word of a person', async () => {
	const replied = { ...given, calls: [], results: [], shown: [`Shall I pay to ${iban}?`] };
	expect(await check('pay', { iban }, {}, replied)).toEqual(refused('iban'));
	const forwarded = { ...given, messages: [`Handle this mail: ${mail}`] };
	expect(await check('pay', { iban }, {}, forwarded)).toEqual(['pass', '']);
	expect(await check('pay', { iban }, { messages: 'untrusted' }, forwarded)).toEqual(refused('iban'));
});

it('takes the message for its author where there is no system message', async () => {
	const chain = { ...given, author: mail, messages: [mail], calls: [], results: [] };
	expect(await check('pay', { iban }, {}, chain)).toEqual(['pass', '']);
	expect(await check('pay', { iban }, { messages: 'untrusted' }, chain)).toEqual(refused('iban'));
});

it('reads a token as the value that the host knows, or as the token that it gave', async () => {
	const vault = createVault();
	const guard = await createGuard(
		await parseGuardrailPolicy({ id: 'p', onFailure: 'block', checks: [{ check: 'foreign-values', action: 'ask-person' }] }, 'The policy'),
	);
	const { text: token } = await vault.mask('ana@parts.example');
	const judge = async (messages: string[], results: string[]) =>
		(
			await guard.check('tool-arguments', JSON.stringify({ to: token }), {
				tool: 'send',
				given: { ...given, calls: [], messages, results },
				vault,
			})
		).outcome;
	expect(await judge(['Write to ana@parts.example'], ['nothing'])).toBe('pass');
	expect(await judge(['Write to her'], ['ana@parts.example'])).toBe('needs-human');
	expect(await judge([`Write to ${token}`], ['nothing'])).toBe('pass');
	expect(await judge(['Write to her'], [`From ${token}`])).toBe('needs-human');
});

it('has nothing to say before the model read texts of others, and judges what is not JSON as one value', async () => {
	const alone = { ...given, calls: [], results: [] };
	expect(await check('pay', { iban }, {}, alone)).toEqual(['pass', '']);
	const guard = await createGuard(
		await parseGuardrailPolicy({ id: 'p', onFailure: 'block', checks: [{ check: 'foreign-values', action: 'log' }] }, 'The policy'),
	);
	const { outcome, violations } = await guard.check('tool-arguments', `{"iban": "${iban}"`, { given });
	expect([outcome, violations[0]?.action]).toEqual(['pass', 'log']);
});
